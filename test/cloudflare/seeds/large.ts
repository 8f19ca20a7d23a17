// A big customer, to see how lists behave: 20 accounts with 250 zones each, and full token quotas in many places.
import { addAccount, addMembership, addToken, addUser, addZone } from '../building.ts';
import type { Account, State, User, Zone } from '../model.ts';
import { accountManagementPolicies, managementPolicies, on } from '../policyDrafts.ts';
import { DAY, HOUR, MINUTE } from '../times.ts';
import type { Planted } from './planted.ts';

const ACCOUNTS = 20;
const ZONES_PER_ACCOUNT = 250;
const USER_TOKENS = 50;
const ACCOUNTS_WITH_TOKENS = 5;
const TOKENS_PER_ACCOUNT = 500;

const CITIES = 'Aarhus Bergen Cork Dresden Espoo Faro Ghent Haarlem Izola Jena'.split(' ');
const JOBS = [
  'Terraform',
  'Certbot',
  'ExternalDNS',
  'GitHub Actions',
  'Grafana',
  'Cache purge',
  'Log export',
];

/** Fills a state with this seed; the two management tokens count among the 50 and the 500. */
export function plantLarge(state: State): Planted {
  const now = state.now();
  const person = addUser(state, {
    label: 'large/user',
    email: 'platform@meridian-retail.example',
    firstName: 'Alex',
    lastName: 'Moreau',
  });
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => {
    const city = CITIES[index % CITIES.length] ?? '';
    const account = addAccount(state, {
      label: `large/account ${index}`,
      name: `Meridian Retail ${city}${index < CITIES.length ? '' : ' Wholesale'}`,
      type: 'enterprise',
      createdOn: now - (1000 + index) * DAY,
    });
    addMembership(person, account);
    return { account, zones: addZones(state, account, index, now) };
  });
  const [first] = accounts;
  if (first === undefined) throw new Error('the seed has no account');
  const userToken = addToken(state, {
    label: 'large/user management',
    name: 'VS Code',
    owner: person,
    policies: managementPolicies(person),
    issuedOn: now - DAY,
  });
  const accountToken = addToken(state, {
    label: 'large/account management',
    name: 'VS Code (account)',
    owner: first.account,
    policies: accountManagementPolicies(first.account),
    issuedOn: now - DAY,
    creatorEmail: person.email,
  });
  addTokens(state, person, 'large/user token', USER_TOKENS - 1, first.zones, now);
  accounts.slice(0, ACCOUNTS_WITH_TOKENS).forEach(({ account, zones }, index) => {
    const count = TOKENS_PER_ACCOUNT - (index === 0 ? 1 : 0);
    addTokens(state, account, `large/account ${index} token`, count, zones, now);
  });
  return { person, userToken, accountToken };
}

function addZones(state: State, account: Account, index: number, now: number): Zone[] {
  return Array.from({ length: ZONES_PER_ACCOUNT }, (_, number) =>
    addZone(state, {
      label: `large/zone ${index}/${number}`,
      name: `store-${String(index * ZONES_PER_ACCOUNT + number + 1).padStart(4, '0')}.meridian.example`,
      account,
      plan: 'enterprise',
      createdOn: now - (900 - (number % 800)) * DAY,
    }),
  );
}

function addTokens(
  state: State,
  owner: User | Account,
  label: string,
  count: number,
  zones: readonly Zone[],
  now: number,
): void {
  for (let index = 0; index < count; index += 1) {
    const zone = zones[index % zones.length];
    if (zone === undefined) return;
    const job = JOBS[index % JOBS.length] ?? '';
    addToken(state, {
      label: `${label} ${index}`,
      name: `${job} ${zone.name} #${index + 1}`,
      owner,
      policies: [{ groups: ['Zone Read', index % 3 === 0 ? 'DNS Write' : 'DNS Read'], on: on.zones(zone) }],
      issuedOn: now - (index + 2) * DAY,
      ...(index % 4 === 0 ? {} : { lastUsedOn: now - index * HOUR - 5 * MINUTE }),
      ...(index % 10 === 9 ? { expiresOn: now + (index + 3) * DAY } : {}),
    });
  }
}
