// What a change of a token means: against a second, slower way to tell, and in words.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Change, diffOf } from '../../../src/tokens/diff.ts';
import { draftOf } from '../../../src/tokens/draftOf.ts';
import { parseResources } from '../../../src/tokens/resources.ts';
import type { Policy, Token, TokenRequest } from '../../../src/tokens/token.ts';
import { CATALOGUE, groupId, NO_NAMES, policies, tokens, USER_ID } from './generated.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const UTC = { timeZone: 'UTC' } as const;
const ACCOUNT = 'a'.repeat(32);
const ZONES = ['example.com', 'example.org', 'example.net'];
const zoneId = (index: number) => `e${index}`.padStart(32, '0');
const NAMES = {
  zone: (id: string) => ZONES.find((_name, index) => zoneId(index) === id),
  account: (id: string) => (id === ACCOUNT ? 'Acme' : undefined),
};
const zoneKey = (index: number) => `com.cloudflare.api.account.zone.${zoneId(index)}`;
const ALL_ZONES = 'com.cloudflare.api.account.zone.*';
const OF_ACME = { [`com.cloudflare.api.account.${ACCOUNT}`]: { [ALL_ZONES]: '*' } };
const DNS = groupId('zone', 'DNS Write');
const DNS_READ = groupId('zone', 'DNS Read');
const ZONE_READ = groupId('zone', 'Zone Read');
const SETTINGS = groupId('account', 'Account Settings Read');

const TOKEN: Token = {
  id: 'b'.repeat(32),
  owner: { kind: 'user' },
  name: 'Deploy',
  status: 'active',
  policies: [],
};

function rule(groups: readonly string[], resources: Policy['resources'], effect = 'allow'): Policy {
  return { effect, groups: groups.map((id) => ({ id })), resources };
}

function on(...zones: number[]): Record<string, string> {
  return Object.fromEntries(zones.map((index) => [zoneKey(index), '*']));
}

function between(before: Partial<Token>, after: Partial<TokenRequest>) {
  const from = { ...TOKEN, ...before };
  return diffOf(from, { name: 'Deploy', policies: from.policies, ...after }, CATALOGUE, NAMES, NOW, UTC);
}

function lines(before: readonly Policy[], after: readonly Policy[]): string[] {
  const { changes } = between({ policies: before }, { policies: after });
  return changes.map(({ kind, message }) => `${kind}: ${message}`);
}

function breaks(before: readonly Policy[], after: readonly Policy[]): readonly string[] {
  return between({ policies: before }, { policies: after }).breaks;
}

describe('a change of policies', () => {
  it('is told in the words of the summary', () => {
    const except = rule([DNS], on(1), 'deny');
    assert.deepEqual(lines([], [rule([ZONE_READ, DNS], { [ALL_ZONES]: '*' })]), [
      'added: DNS Edit and Zone Read on all zones',
    ]);
    assert.deepEqual(lines([rule([DNS], { [ALL_ZONES]: '*' }), except], []), [
      'removed: DNS Edit on all zones, except example.org',
    ]);
  });

  it('says where a permission reaches further, and where no longer', () => {
    const dns = (zones: Record<string, unknown>) => rule([DNS], zones as Policy['resources']);
    const all = dns({ [ALL_ZONES]: '*' });
    assert.deepEqual(lines([dns(on(0))], [dns(on(0, 1))]), ['widened: DNS Edit also on example.org']);
    assert.deepEqual(lines([dns(on(0, 1))], [dns(on(0))]), ['narrowed: DNS Edit no longer on example.org']);
    assert.deepEqual(lines([dns(on(0))], [dns(on(1))]), [
      'widened: DNS Edit also on example.org',
      'narrowed: DNS Edit no longer on example.com',
    ]);
    assert.deepEqual(lines([dns(on(0))], [all]), ['widened: DNS Edit also on all zones']);
    assert.deepEqual(lines([all], [dns(on(0))]), [
      'narrowed: DNS Edit no longer on all zones, only on example.com',
    ]);
    assert.deepEqual(lines([dns(on(0))], [all, rule([DNS], on(1), 'deny')]), [
      'widened: DNS Edit also on all zones, except example.org',
    ]);
    assert.deepEqual(lines([all], [all, rule([DNS], on(1), 'deny')]), [
      'narrowed: DNS Edit no longer on example.org',
    ]);
    assert.deepEqual(lines([all], [dns(OF_ACME)]), [
      'narrowed: DNS Edit no longer on all zones, only on all zones of Acme',
    ]);
  });

  it('puts permissions with the same change in one line', () => {
    assert.deepEqual(
      lines([rule([DNS, ZONE_READ], on(0))], [rule([DNS], on(0, 2)), rule([ZONE_READ], on(2, 0))]),
      ['widened: DNS Edit and Zone Read also on example.net'],
    );
  });

  it('names what may break, counted where there are several', () => {
    const all = rule([DNS], { [ALL_ZONES]: '*' });
    assert.deepEqual(breaks([rule([DNS], on(0, 1, 2))], []), ['3 zones lose DNS Edit']);
    assert.deepEqual(breaks([rule([DNS, ZONE_READ], on(0, 1))], [rule([DNS], on(0))]), [
      'example.org loses DNS Edit',
      '2 zones lose Zone Read',
    ]);
    assert.deepEqual(breaks([all], []), ['All zones lose DNS Edit']);
    assert.deepEqual(breaks([all], [rule([DNS], on(0, 1))]), [
      'All zones but example.com and example.org lose DNS Edit',
    ]);
    assert.deepEqual(breaks([rule([SETTINGS], { [`com.cloudflare.api.account.${ACCOUNT}`]: '*' })], []), [
      'Acme loses Account Settings Read',
    ]);
    assert.deepEqual(breaks([], [all]), []);
  });

  it('breaks nothing by taking Read away where Edit stays', () => {
    assert.deepEqual(breaks([rule([DNS, DNS_READ], on(0))], [rule([DNS], on(0))]), []);
    assert.deepEqual(breaks([rule([DNS, DNS_READ], on(0, 1))], [rule([DNS], on(0))]), [
      'example.org loses DNS Read and DNS Edit',
    ]);
  });

  it('knows that an account’s own token reaches only its own zones', () => {
    const owner = { kind: 'account', accountId: ACCOUNT } as const;
    const token = { ...TOKEN, owner, policies: [rule([DNS], on(0))] };
    const after = { name: 'Deploy', policies: [rule([DNS], OF_ACME)] };
    const { changes } = diffOf(token, after, CATALOGUE, NAMES, NOW);
    assert.deepEqual(
      changes.map(({ message }) => message),
      ['DNS Edit also on all zones of Acme'],
    );
  });

  it('knows that an account’s buckets hold each of them', () => {
    const item = groupId('bucket', 'Workers R2 Storage Bucket Item Write');
    const all = { [`com.cloudflare.api.account.${ACCOUNT}`]: { 'com.cloudflare.edge.r2.bucket.*': '*' } };
    const one = { [`com.cloudflare.edge.r2.bucket.${ACCOUNT}_eu_logs`]: '*' };
    assert.deepEqual(lines([rule([item], all)], [rule([item], one)]), [
      'narrowed: Workers R2 Storage Bucket Item Edit no longer on all R2 buckets of Acme, only on R2 bucket logs (eu)',
    ]);
    assert.deepEqual(lines([rule([item], all)], [rule([item], all), rule([item], one)]), [
      'changed: The policies are written in another way and allow the same.',
    ]);
  });

  it('tells of policies that it does not understand, and of rewritten ones', () => {
    const odd = rule([DNS], on(0), 'audit');
    const limited: Policy = { ...rule([DNS], on(0)), unknown: { quota: 3 } };
    assert.deepEqual(lines([odd], []), ['removed: DNS Edit on example.com, with the effect “audit”']);
    assert.deepEqual(lines([limited], [{ ...limited, unknown: { quota: 4 } }]), [
      'changed: DNS Edit on example.com: details that this version does not know have changed',
    ]);
    assert.deepEqual(breaks([limited], []), ['No longer granted: DNS Edit on example.com']);
    assert.deepEqual(breaks([], [{ ...limited, effect: 'deny' }]), [
      'New rule: Never DNS Edit on example.com',
    ]);
    assert.deepEqual(
      lines([rule([DNS], { [ALL_ZONES]: '*', ...on(0) })], [rule([DNS], { [ALL_ZONES]: '*' })]),
      ['changed: The policies are written in another way and allow the same.'],
    );
  });

  it('finds what is gained and lost, whatever the policies', () => {
    const known = policies.map((list) => list.filter(isKnown));
    const names = { ...NO_NAMES, accountOfZone };
    fc.assert(
      fc.property(known, known, (before, after) => {
        const after_ = { name: 'Deploy', policies: after };
        const { changes } = diffOf({ ...TOKEN, policies: before }, after_, CATALOGUE, names, NOW);
        const [was, is] = [granted(before), granted(after)];
        const told = (...kinds: Change['kind'][]) => changes.some(({ kind }) => kinds.includes(kind));
        const detail = JSON.stringify({ before, after, changes });
        assert.equal(
          told('added', 'widened'),
          [...is].some((fact) => !was.has(fact)),
          detail,
        );
        assert.equal(
          told('removed', 'narrowed'),
          [...was].some((fact) => !is.has(fact)),
          detail,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('is nothing for another order, or for other policies that say the same', () => {
    fc.assert(
      fc.property(policies, (given) => {
        const spread = [...given]
          .reverse()
          .flatMap((policy) =>
            policy.groups.length < 2
              ? [policy]
              : policy.groups.map((group) => ({ ...policy, groups: [group] })),
          );
        const before = { ...TOKEN, policies: given };
        const after = { name: 'Deploy', policies: spread };
        assert.deepEqual(diffOf(before, after, CATALOGUE, NO_NAMES, NOW), { changes: [], breaks: [] });
      }),
    );
  });
});

function isKnown({ effect, groups, resources, unknown }: Policy): boolean {
  return (
    (effect === 'allow' || effect === 'deny') &&
    [unknown, ...groups.map((group) => group.unknown)].every((fields) => fields === undefined) &&
    parseResources(resources).every(({ kind }) => kind !== 'unknown')
  );
}

// A small world: of each account one zone and one bucket that tokens name, one that none names, and an account more.
const account = (index: number) => `acc${index}`.padStart(32, '0');
const INDEXES = [0, 1, 2, 3, 4];
const accountOfZone = (zone: string) => account(Number(zone.at(-1)) % 5);

interface Thing {
  readonly key: string;
  readonly account?: string;
  readonly wildcard?: string;
}

const WORLD: readonly Thing[] = [
  { key: `com.cloudflare.api.user.${USER_ID}` },
  ...INDEXES.flatMap((index): Thing[] => [
    { key: `com.cloudflare.api.account.${account(index)}`, wildcard: 'com.cloudflare.api.account.*' },
    ...[zoneId(index), `${'7'.repeat(31)}${index}`].map((zone) => ({
      key: `com.cloudflare.api.account.zone.${zone}`,
      account: accountOfZone(zone),
      wildcard: ALL_ZONES,
    })),
    ...['logs', 'my_odd.bucket', 'other'].flatMap((bucket) =>
      ['default', 'eu', 'fedramp-high'].map((jurisdiction) => ({
        key: `com.cloudflare.edge.r2.bucket.${account(index)}_${jurisdiction}_${bucket}`,
        account: account(index),
        wildcard: 'com.cloudflare.edge.r2.bucket.*',
      })),
    ),
  ]),
];

/** Every permission on every thing of the world that the policies let a token use. */
function granted(list: readonly Policy[]): Set<string> {
  const facts = (effect: string) =>
    new Set(
      list
        .filter((policy) => policy.effect === effect)
        .flatMap(({ groups, resources }) =>
          WORLD.filter((thing) => reaches(resources, thing)).flatMap(({ key }) =>
            groups.map(({ id }) => `${id} ${key}`),
          ),
        ),
    );
  const denied = facts('deny');
  return new Set([...facts('allow')].filter((fact) => !denied.has(fact)));
}

function reaches(resources: Policy['resources'], { key, account: owner, wildcard = '' }: Thing): boolean {
  const nested = owner === undefined ? undefined : resources[`com.cloudflare.api.account.${owner}`];
  return (
    resources[key] === '*' ||
    (wildcard !== 'com.cloudflare.edge.r2.bucket.*' && resources[wildcard] === '*') ||
    (typeof nested === 'object' && nested[wildcard] === '*')
  );
}

describe('a change of the rest of a token', () => {
  const told = (before: Partial<Token>, after: Partial<TokenRequest>) => {
    const { changes, breaks: may } = between(before, after);
    return [...changes.map(({ kind, field, message }) => `${kind} ${field}: ${message}`), ...may];
  };

  it('is its name and its status', () => {
    assert.deepEqual(told({}, { name: ' Deploy ' }), []);
    assert.deepEqual(told({}, { name: 'CI\u202e' }), ['changed name: Name “CI”, instead of “Deploy”']);
    assert.deepEqual(told({}, { status: 'disabled' }), [
      'narrowed status: Status disabled, instead of active',
      'The token is refused as long as it is not active',
    ]);
    assert.deepEqual(told({ status: 'disabled' }, { status: 'active' }), [
      'widened status: Status active, instead of disabled',
    ]);
  });

  it('is its address filter, by the addresses and not by their spelling', () => {
    const refused = 'Requests from addresses that the filter no longer lets through are refused';
    const of = (allow: string[], deny: string[] = []) => ({ condition: { allow, deny } });
    assert.deepEqual(told(of(['192.0.2.0/24', '::1']), of(['::1/128', '192.0.2.7/24'])), []);
    assert.deepEqual(told({}, of(['192.0.2.0/24'])), [
      'narrowed condition: Only from 192.0.2.0/24, instead of from any address',
      refused,
    ]);
    assert.deepEqual(told(of(['192.0.2.0/24']), of([], [])), [
      'widened condition: From any address, instead of only from 192.0.2.0/24',
    ]);
    assert.deepEqual(told(of(['192.0.2.0/24']), of(['192.0.0.0/16'])), [
      'widened condition: Only from 192.0.0.0/16, instead of only from 192.0.2.0/24',
    ]);
    assert.deepEqual(told({}, of([], ['192.0.2.7'])), ['narrowed condition: Not from 192.0.2.7/32', refused]);
    assert.deepEqual(told(of(['192.0.2.0/24']), of(['192.0.2.0/25', '192.0.2.128/25'])), [
      'changed condition: Only from 192.0.2.0/25 and 192.0.2.128/25, instead of only from 192.0.2.0/24 (means the same)',
    ]);
    assert.deepEqual(told(of(['192.0.2.1']), of(['192.0.2.2'])), [
      'changed condition: Only from 192.0.2.2/32, instead of only from 192.0.2.1/32',
      refused,
    ]);
  });

  it('is its start and its end', () => {
    const end = (expiresOn: string) => ({ expiresOn });
    assert.deepEqual(told(end('2027-01-01T00:00:00Z'), end('2027-01-01T00:00:00.700Z')), []);
    assert.deepEqual(told({}, end('2027-01-01T00:00:00Z')), [
      'narrowed ttl: Until 1 January 2027, instead of never expiring',
      'The token stops working on 1 January 2027',
    ]);
    assert.deepEqual(told(end('2027-01-01T00:00:00Z'), {}), [
      'widened ttl: Never expires, instead of until 1 January 2027',
    ]);
    assert.deepEqual(told(end('2027-01-01T00:00:00Z'), end('2027-02-01T00:00:00Z')), [
      'widened ttl: Until 1 February 2027, instead of until 1 January 2027',
    ]);
    assert.deepEqual(told(end('2027-01-01T18:00:00Z'), end('2027-01-01T06:00:00Z')), [
      'narrowed ttl: Until 1 January 2027 at 06:00 UTC, instead of until 1 January 2027 at 18:00 UTC',
      'The token stops working on 1 January 2027 at 06:00 UTC',
    ]);
    assert.deepEqual(told({}, { notBefore: '2027-01-01T00:00:00Z' }), [
      'narrowed ttl: Not before 1 January 2027, instead of valid at once',
      'The token is refused until 1 January 2027',
    ]);
    assert.deepEqual(told({ notBefore: '2027-01-01T00:00:00Z' }, {}), [
      'widened ttl: Valid at once, instead of from 1 January 2027',
    ]);
    assert.deepEqual(told({ notBefore: '2018-01-01T00:00:00Z' }, { notBefore: '2019-01-01T00:00:00Z' }), [
      'narrowed ttl: Not before 1 January 2019, instead of from 1 January 2018',
    ]);
  });

  it('is a condition that nobody here knows', () => {
    const device = { otherConditions: { device: { posture: ['strong'], os: 'x' } } };
    assert.deepEqual(told(device, { otherConditions: { device: { os: 'x', posture: ['strong'] } } }), []);
    assert.deepEqual(told({}, device), [
      'added condition: Further condition “device”: {"os":"x","posture":["strong"]}',
      'Requests that do not meet the further condition are refused',
    ]);
    assert.deepEqual(told(device, {}), [
      'removed condition: Further condition “device”: {"os":"x","posture":["strong"]}',
    ]);
    const draft = draftOf({ ...TOKEN, ...device }, CATALOGUE, NAMES);
    assert.deepEqual(diffOf({ ...TOKEN, ...device }, draft, CATALOGUE, NAMES, NOW).changes, []);
    assert.equal(diffOf(TOKEN, draft, CATALOGUE, NAMES, NOW).changes.length, 1);
  });

  it('is a field that nobody here knows', () => {
    assert.deepEqual(
      told({ unknown: { quota: { a: 1, b: 2 } } }, { unknown: { quota: { b: 2, a: 1 } } }),
      [],
    );
    assert.deepEqual(told({ unknown: { quota: 3 } }, {}), [
      'changed other: “quota”, which this version does not know, has changed',
    ]);
  });

  it('is the other way round when it is taken back', () => {
    const reversed = {
      added: 'removed',
      removed: 'added',
      widened: 'narrowed',
      narrowed: 'widened',
      changed: 'changed',
    } as const;
    const named = (kinds: Iterable<string>) => [...new Set(kinds)].sort();
    fc.assert(
      fc.property(tokens, tokens, fc.boolean(), (one, other, samePermissions) => {
        const [a, given] = [
          { ...one, status: 'active' },
          { ...other, status: 'active', owner: one.owner },
        ];
        const b = samePermissions ? { ...given, policies: a.policies } : given;
        const [there, back] = [
          diffOf(a, b, CATALOGUE, NO_NAMES, NOW).changes,
          diffOf(b, a, CATALOGUE, NO_NAMES, NOW).changes,
        ];
        assert.deepEqual(
          named(there.map(({ kind, field }) => `${field} ${kind}`)),
          named(back.map(({ kind, field }) => `${field} ${reversed[kind]}`)),
        );
        const whole = (changes: readonly Change[], kind: Change['kind']) =>
          named(changes.filter((change) => change.kind === kind).map(({ message }) => message));
        assert.deepEqual(whole(there, 'added'), whole(back, 'removed'));
      }),
      { numRuns: 200 },
    );
  });

  it('is seen in a draft as in a request, the user’s own permissions included', () => {
    const token: Token = {
      ...TOKEN,
      policies: [
        rule([groupId('user', 'User Details Read')], { [`com.cloudflare.api.user.${USER_ID}`]: '*' }),
      ],
    };
    const draft = draftOf(token, CATALOGUE, NAMES);
    const fresh = draft.parts.map((part) => ({ ...part, target: { scope: 'user' } as const }));
    const compare = (after: typeof draft) => diffOf(token, after, CATALOGUE, NAMES, NOW).changes;
    assert.deepEqual(compare({ ...draft, parts: fresh }), []);
    assert.deepEqual(
      compare({ ...draft, parts: [] }).map(({ message }) => message),
      ['User Details Read on your user'],
    );
  });
});
