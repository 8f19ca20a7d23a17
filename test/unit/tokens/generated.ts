// Generated tokens: every form of policy that Cloudflare knows, and some that nobody has seen yet.
import fc from 'fast-check';
import { bundledGroups } from '../../../src/tokens/bundledGroups.ts';
import { buildCatalogue } from '../../../src/tokens/catalogue.ts';
import type { Names } from '../../../src/tokens/names.ts';
import { API_SCOPES } from '../../../src/tokens/scope.ts';
import type {
  GroupRef,
  IpCondition,
  Owner,
  PermissionGroup,
  Policy,
  Resources,
  Token,
} from '../../../src/tokens/token.ts';

/** An id from a small pool, so that the same one turns up again. */
export const id = (kind: string) => fc.nat(3).map((number) => `${kind}${number}`.padStart(32, '0'));
export const ACCOUNTS = id('acc');
export const ZONES = id('e');
export const USER_ID = 'f'.repeat(32);

/** The live list, as the local data would have it. */
export const LIVE: readonly PermissionGroup[] = bundledGroups().flatMap(({ id: groupId, name, scope }) =>
  groupId === null ? [] : [{ id: groupId, name, scopes: [scope] }],
);
export const CATALOGUE = buildCatalogue(LIVE);
export const NO_NAMES: Names = { zone: () => undefined, account: () => undefined };

/** The id of a group in the catalogue. */
export function groupId(scope: keyof typeof API_SCOPES, name: string): string {
  const found = CATALOGUE.entries.find((entry) => entry.scope === scope && entry.name === name);
  if (found === undefined) throw new Error(`no ${scope} group ${name}`);
  return found.id;
}

const groupOf = (apiScope: string) =>
  fc.constantFrom(
    ...LIVE.filter(({ scopes }) => scopes[0] === apiScope)
      .slice(0, 5)
      .map(({ id: groupId }) => ({ id: groupId })),
  );
const futureGroup = fc.constantFrom<GroupRef>(
  { id: '9'.repeat(32), name: 'Quantum Write' },
  { id: '8'.repeat(32) },
  { id: '7'.repeat(32), unknown: { within: 'office hours' } },
);
const anyGroup = fc.oneof(...Object.values(API_SCOPES).map(groupOf), futureGroup);

const all = (key: string): Resources => ({ [key]: '*' });
const bucketKey = fc
  .tuple(ACCOUNTS, fc.constantFrom('default', 'eu', 'fedramp-high'), fc.constantFrom('logs', 'my_odd.bucket'))
  .map(([account, jurisdiction, name]) => `com.cloudflare.edge.r2.bucket.${account}_${jurisdiction}_${name}`);
const several = (resources: fc.Arbitrary<Resources>) =>
  fc
    .array(resources, { minLength: 1, maxLength: 3 })
    .map((list): Resources => Object.assign({}, ...list) as Resources);

const FORMS = {
  user: fc.constant(all(`com.cloudflare.api.user.${USER_ID}`)),
  account: fc.oneof(
    several(ACCOUNTS.map((account) => all(`com.cloudflare.api.account.${account}`))),
    fc.constant(all('com.cloudflare.api.account.*')),
  ),
  zone: fc.oneof(
    several(ZONES.map((zone) => all(`com.cloudflare.api.account.zone.${zone}`))),
    fc.constant(all('com.cloudflare.api.account.zone.*')),
    several(
      ACCOUNTS.map((account) => ({
        [`com.cloudflare.api.account.${account}`]: all('com.cloudflare.api.account.zone.*') as Record<
          string,
          string
        >,
      })),
    ),
  ),
  bucket: fc.oneof(
    several(bucketKey.map(all)),
    several(
      ACCOUNTS.map((account) => ({
        [`com.cloudflare.api.account.${account}`]: all('com.cloudflare.edge.r2.bucket.*') as Record<
          string,
          string
        >,
      })),
    ),
  ),
};
const strange = fc.constantFrom<Resources>(
  {},
  { 'com.cloudflare.api.account.flagship.app.x1': '*' },
  { 'com.cloudflare.edge.r2.bucket.*': '*' },
  { 'com.cloudflare.api.account.zone.00000000000000000000000000000000': 'some' },
  { 'com.cloudflare.api.account.00000000000000000000000000000000': {} },
  {
    'com.cloudflare.api.account.00000000000000000000000000000000': {
      'com.cloudflare.edge.worker.script.t': '*',
    },
  },
  { 'com.cloudflare.api.account.00000000000000000000000000000000': { worker: { route: 'x', site: '*' } } },
);

/** Resources of any form, known ones mixed with unknown ones. */
export const resources = fc.oneof(
  ...Object.values(FORMS),
  strange,
  several(fc.oneof(...Object.values(FORMS), strange)),
);

const tidyPolicy = fc.oneof(
  ...(['user', 'account', 'zone', 'bucket'] as const).map((scope) =>
    fc.record({
      effect: fc.constant('allow'),
      groups: fc.uniqueArray(groupOf(API_SCOPES[scope]), {
        minLength: 1,
        maxLength: 3,
        selector: ({ id: groupId }) => groupId,
      }),
      resources: FORMS[scope],
    }),
  ),
);
const oddPolicy = fc
  .record({
    effect: fc.constantFrom('allow', 'deny', 'audit'),
    groups: fc.array(anyGroup, { maxLength: 3 }),
    resources,
    unknown: fc.option(fc.constantFrom({ note: 'x' }), { nil: undefined, freq: 6 }),
  })
  .map(({ unknown, ...policy }): Policy => ({ ...policy, ...(unknown === undefined ? {} : { unknown }) }));

/** Policies as tokens have them: tidy ones, exclusions of their zones, and odd ones. */
export const policies: fc.Arbitrary<Policy[]> = fc
  .tuple(fc.array(tidyPolicy, { maxLength: 4 }), fc.array(oddPolicy, { maxLength: 2 }), ZONES, fc.boolean())
  .map(([tidy, odd, zone, excluding]): Policy[] => [
    ...tidy,
    ...(excluding ? tidy : []).map(({ groups }) => ({
      effect: 'deny',
      groups: [...groups].reverse(),
      resources: all(`com.cloudflare.api.account.zone.${zone}`),
    })),
    ...odd,
  ]);

const address = fc.constantFrom(
  '192.0.2.0/24',
  '192.0.2.7/32',
  '198.51.100.0/22',
  '2001:db8::/32',
  '2001:db8::1/128',
  '0.0.0.0/0',
  '::/0',
);
const addresses = fc.uniqueArray(address, { minLength: 1, maxLength: 3 });
const condition: fc.Arbitrary<IpCondition> = fc.oneof(
  fc.record({ allow: addresses }),
  fc.record({ deny: addresses }),
  fc.record({ allow: addresses, deny: addresses }),
);
const time = fc
  .integer({ min: Date.UTC(2018, 0) / 1000, max: Date.UTC(2030, 0) / 1000 })
  .map((seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'));

/** Whole tokens, with everything that a person or a later version of Cloudflare may have put on them. */
export const tokens: fc.Arbitrary<Token> = fc
  .record({
    owner: fc.oneof(
      fc.constant<Owner>({ kind: 'user' }),
      ACCOUNTS.map((accountId): Owner => ({ kind: 'account', accountId })),
    ),
    name: fc.string({ minLength: 1, maxLength: 120 }).filter((name) => name.trim() === name),
    status: fc.constantFrom('active', 'disabled', 'expired', 'revoked (exposed)'),
    policies,
    condition: fc.option(condition, { nil: undefined }),
    notBefore: fc.option(time, { nil: undefined }),
    expiresOn: fc.option(time, { nil: undefined }),
    otherConditions: fc.option(
      fc.constantFrom({ country: { in: ['DE'] } }, { request_ip: { asn: [64500] }, device: 'strong' }),
      { nil: undefined, freq: 3 },
    ),
    unknown: fc.option(fc.constantFrom({ quota: 3 }, { tags: ['x'] }), { nil: undefined }),
  })
  .map(({ condition: filter, otherConditions, notBefore, expiresOn, unknown, ...token }) => ({
    id: 'b'.repeat(32),
    ...token,
    ...(filter === undefined ? {} : { condition: filter }),
    ...(otherConditions === undefined ? {} : { otherConditions }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(unknown === undefined ? {} : { unknown }),
  }));
