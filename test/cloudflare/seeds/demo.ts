// A small believable company: a coffee roaster, its workshop for software, and a client it hosts.
import { addAccount, addBucket, addMembership, addRecord, addToken, addUser, addZone } from '../building.ts';
import type { Account, Bucket, State, Zone } from '../model.ts';
import { accountManagementPolicies, managementPolicies } from '../policyDrafts.ts';
import { DAY, MINUTE } from '../times.ts';
import { addDemoTokens } from './demoTokens.ts';
import type { Planted } from './planted.ts';

/** Fills a state with this seed. */
export function plantDemo(state: State): Planted {
  const now = state.now();
  const person = addUser(state, {
    label: 'demo/user',
    email: 'maya.lindqvist@fernhill.example',
    firstName: 'Maya',
    lastName: 'Lindqvist',
  });
  const account = (label: string, name: string, age: number): Account => {
    const added = addAccount(state, { label: `demo/${label}`, name, createdOn: now - age * DAY });
    addMembership(person, added);
    return added;
  };
  const coffee = account('coffee', 'Fernhill Coffee', 1460);
  const labs = account('labs', 'Fernhill Labs', 620);
  const harbour = account('harbour', 'Harbour Street Studio', 310);

  const zone = (name: string, home: Account, more: Partial<Zone> = {}): Zone => {
    const added = addZone(state, {
      ...more,
      label: `demo/zone ${name}`,
      name,
      account: home,
      createdOn: home.createdOn + 3 * DAY,
    });
    addRecord(state, added, { type: 'A', name, content: '192.0.2.10', proxied: true });
    addRecord(state, added, { type: 'CNAME', name: `www.${name}`, content: name, proxied: true });
    addRecord(state, added, { type: 'TXT', name, content: '"v=spf1 -all"' });
    return added;
  };
  const zones = {
    shop: zone('example.com', coffee, { plan: 'business' }),
    corporate: zone('example.org', coffee, { plan: 'pro' }),
    wholesale: zone('example.net', coffee),
    fernhill: zone('fernhill.example', coffee, { plan: 'pro' }),
    status: zone('fernhill-status.example', coffee),
    sandbox: zone('fernhill-labs.example', labs),
    preview: zone('roastery-preview.example', labs),
    telemetry: zone('beanlog.example', labs, { status: 'pending' }),
    parked: zone('old-roastery.example', labs, { status: 'moved', paused: true }),
    studio: zone('harbour-street.example', harbour, { plan: 'pro' }),
    gallery: zone('tidewater-gallery.example', harbour),
    bakery: zone('crumb-and-co.example', harbour, { type: 'partial' }),
  };
  const bucket = (name: string, home: Account, more: Partial<Bucket> = {}): Bucket =>
    addBucket(state, { ...more, name, account: home, createdOn: home.createdOn + 40 * DAY });
  const buckets = {
    photos: bucket('product-photos', coffee),
    invoices: bucket('invoices', coffee, { jurisdiction: 'eu' }),
    assets: bucket('storefront-assets', coffee),
    logs: bucket('loki-chunks', labs, { storageClass: 'InfrequentAccess' }),
    portfolio: bucket('portfolio', harbour, { location: 'eeur' }),
  };

  const userToken = addToken(state, {
    label: 'demo/user management',
    name: 'VS Code',
    owner: person,
    policies: managementPolicies(person),
    issuedOn: now - 34 * DAY,
    lastUsedOn: now - 26 * MINUTE,
  });
  const accountToken = addToken(state, {
    label: 'demo/account management',
    name: 'VS Code (Fernhill Coffee)',
    owner: coffee,
    policies: accountManagementPolicies(coffee),
    issuedOn: now - 33 * DAY,
    lastUsedOn: now - 2 * DAY,
    creatorEmail: person.email,
  });
  addDemoTokens(state, { person, coffee, labs, harbour, zones, buckets });
  return { person, userToken, accountToken };
}
