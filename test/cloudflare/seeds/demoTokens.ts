// The demo company's tokens: one of every state and shape that a person meets.
import { addGroup, addToken } from '../building.ts';
import type { NewToken } from '../building.ts';
import { readGroupIds } from '../catalogue.ts';
import { seededId } from '../identifiers.ts';
import type { Account, Bucket, State, User, Zone } from '../model.ts';
import { on } from '../policyDrafts.ts';
import { DAY, HOUR } from '../times.ts';

/** What the demo's tokens refer to. */
export interface DemoWorld {
  readonly person: User;
  readonly coffee: Account;
  readonly labs: Account;
  readonly harbour: Account;
  readonly zones: Readonly<
    Record<
      | 'shop'
      | 'corporate'
      | 'wholesale'
      | 'fernhill'
      | 'status'
      | 'sandbox'
      | 'preview'
      | 'telemetry'
      | 'parked'
      | 'studio'
      | 'gallery'
      | 'bakery',
      Zone
    >
  >;
  readonly buckets: Readonly<Record<'photos' | 'invoices' | 'assets' | 'logs' | 'portfolio', Bucket>>;
}

/** Adds the tokens, the management tokens aside. */
export function addDemoTokens(state: State, world: DemoWorld): void {
  const now = state.now();
  const midnight = Math.floor(now / DAY) * DAY;
  for (const token of userTokens(world, now, midnight)) addToken(state, token);
  addFutureGroups(state);
  for (const token of accountTokens(world, now, midnight)) addToken(state, token);
}

function userTokens({ person, labs, zones }: DemoWorld, now: number, midnight: number): NewToken[] {
  const token = (name: string, age: number, rest: Omit<NewToken, 'name' | 'owner' | 'label'>): NewToken => ({
    label: `demo/${name}`,
    name,
    owner: person,
    issuedOn: now - age * DAY,
    ...rest,
  });
  const dns = ['Zone Read', 'DNS Write'];
  return [
    token('Certbot on web-01', 353, {
      policies: [{ groups: ['DNS Write'], on: on.zones(zones.shop) }],
      expiresOn: midnight + 12 * DAY,
      lastUsedOn: now - 3 * HOUR,
    }),
    token('Terraform (production)', 410, {
      policies: [
        { scope: 'user', groups: ['User Details Read', 'Memberships Read'], on: on.user(person) },
        {
          scope: 'account',
          groups: [
            'Account Settings Write',
            'Workers Scripts Write',
            'Workers R2 Storage Write',
            'Billing Read',
          ],
          on: on.everyAccount,
        },
        { groups: [...dns, 'Zone Write', 'Zone Settings Write', 'Cache Purge'], on: on.everyZone },
      ],
      lastUsedOn: now - 19 * HOUR,
    }),
    token('ExternalDNS k8s-prod', 208, {
      policies: [
        { groups: dns, on: on.everyZone },
        { effect: 'deny', groups: dns, on: on.zones(zones.corporate, zones.studio) },
      ],
      lastUsedOn: now - 2 * HOUR,
    }),
    token('Grafana dashboards', 99, {
      policies: [{ groups: ['Analytics Read', 'Zone Read'], on: on.everyZone }],
      expiresOn: midnight - 9 * DAY,
      lastUsedOn: midnight - 9 * DAY - 6 * HOUR,
    }),
    token('Office NAS backup', 61, {
      policies: [{ scope: 'account', groups: ['Workers R2 Storage Write'], on: on.accounts(labs) }],
      condition: { request_ip: { in: ['203.0.113.0/24', '2001:db8:40::/48'], not_in: ['203.0.113.66/32'] } },
      lastUsedOn: now - 31 * HOUR,
    }),
    token('Deploy script (old laptop)', 702, {
      policies: [{ groups: [...dns, 'Cache Purge'], on: on.zones(zones.wholesale) }],
      status: 'disabled',
    }),
    token('Zoë\'s "scratch" <test> & 日本語', 5, {
      policies: [{ groups: ['DNS Read'], on: on.zones(zones.sandbox, zones.preview, zones.telemetry) }],
    }),
    token('Black Friday cache purge', 2, {
      policies: [{ groups: ['Cache Purge'], on: on.zones(zones.shop, zones.corporate, zones.wholesale) }],
      notBefore: midnight + 20 * DAY,
      expiresOn: midnight + 27 * DAY,
    }),
  ];
}

const FUTURE_GROUP = seededId('demo/group Quantum Gateway Write');
const SCRIPT_GROUP = seededId('demo/group Worker Script Deploy');

/** Groups and a field of tokens that no client of today has in its catalogue. */
function addFutureGroups(state: State): void {
  const category = 'developer_platform';
  addGroup(state, {
    id: FUTURE_GROUP,
    name: 'Quantum Gateway Write',
    scope: 'com.cloudflare.api.account',
    category,
    label: 'Quantum Gateway',
    level: 'Edit',
  });
  addGroup(state, {
    id: SCRIPT_GROUP,
    name: 'Worker Script Deploy',
    scope: 'com.cloudflare.edge.worker.script',
    category,
    label: 'Worker Script',
    level: 'Deploy',
  });
  state.futureFields.add('rotation');
}

function accountTokens(world: DemoWorld, now: number, midnight: number): NewToken[] {
  const { person, coffee, labs, harbour, zones, buckets } = world;
  const token = (
    name: string,
    owner: Account,
    age: number,
    rest: Omit<NewToken, 'name' | 'owner' | 'label'>,
  ): NewToken => ({
    label: `demo/${name}`,
    name,
    owner,
    issuedOn: now - age * DAY,
    creatorEmail: person.email,
    ...rest,
  });
  return [
    token('GitHub Actions: storefront', coffee, 142, {
      policies: [
        {
          scope: 'account',
          groups: ['Workers Scripts Write', 'Workers KV Storage Write', 'Account Settings Read'],
          on: on.accounts(coffee),
        },
        { groups: ['Workers Routes Write'], on: on.zonesOf(coffee) },
      ],
      lastUsedOn: now - 4 * HOUR,
    }),
    token('Product photo uploads', coffee, 77, {
      policies: [
        {
          scope: 'bucket',
          groups: ['Workers R2 Storage Bucket Item Write'],
          on: on.buckets(buckets.photos, buckets.assets),
        },
      ],
      lastUsedOn: now - 9 * HOUR,
    }),
    token('staging-worker', coffee, 264, {
      policies: [{ scope: 'account', groups: ['Workers Scripts Write'], on: on.accounts(coffee) }],
      status: 'revoked (exposed)',
      modifiedOn: now - 6 * DAY,
      lastUsedOn: now - 6 * DAY,
    }),
    token('Resource tagging', coffee, 48, {
      policies: [{ scope: 'account', groups: ['Account Settings Read'], on: on.accounts(coffee) }],
      managed: true,
      creatorEmail: 'no-reply@cloudflare.example',
    }),
    token('Auditor: read everything', coffee, 21, {
      policies: [
        { groupIds: readGroupIds('account'), on: on.accounts(coffee) },
        { groupIds: readGroupIds('zone'), on: on.zonesOf(coffee) },
      ],
      expiresOn: midnight + 69 * DAY,
      lastUsedOn: now - 8 * DAY,
    }),
    token('Loki log archive', labs, 190, {
      policies: [
        {
          scope: 'bucket',
          groups: ['Workers R2 Storage Bucket Item Read', 'Workers R2 Storage Bucket Item Write'],
          on: on.bucketsOf(labs),
        },
      ],
    }),
    token('Quantum gateway pilot', labs, 12, {
      policies: [
        { groupIds: [FUTURE_GROUP], on: on.accounts(labs) },
        {
          groupIds: [SCRIPT_GROUP],
          on: {
            [`com.cloudflare.api.account.${labs.id}`]: {
              'com.cloudflare.edge.worker.script.beanlog-ingest': '*',
            },
          },
        },
      ],
      provisioner: { type: 'oauth_client', id: seededId('demo/oauth client') },
      future: { rotation: { period_days: 90 } },
      lastUsedOn: now - 5 * HOUR,
    }),
    token('Gallery site DNS', harbour, 120, {
      policies: [{ groups: ['Zone Read', 'DNS Write'], on: on.zones(zones.gallery) }],
      expiresOn: midnight + 240 * DAY,
      lastUsedOn: now - 3 * DAY,
    }),
    token('Migration helper', harbour, 130, {
      policies: [{ groups: ['DNS Write'], on: on.zonesOf(harbour) }],
      expiresOn: midnight - 45 * DAY,
      lastUsedOn: midnight - 47 * DAY,
    }),
  ];
}
