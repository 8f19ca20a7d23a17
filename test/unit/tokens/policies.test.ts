// Tokens to drafts and back, and the forms of policy that Cloudflare accepts.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Draft, DraftPart, Target } from '../../../src/tokens/draft.ts';
import { draftOf, policiesOf, samePolicies, UserIdUnknownError } from '../../../src/tokens/policies.ts';
import { formatResources, parseResources } from '../../../src/tokens/resources.ts';
import type { Owner, Policy } from '../../../src/tokens/token.ts';
import { CATALOGUE, groupId, NO_NAMES, policies, resources, USER_ID } from './generated.ts';

const USER: Owner = { kind: 'user' };
const ACCOUNT_ID = 'a'.repeat(32);
const ACCOUNT: Owner = { kind: 'account', accountId: ACCOUNT_ID };
const ZONE = { id: 'e'.repeat(32), name: 'example.com' };
const OTHER_ZONE = { id: 'd'.repeat(32) };
const DNS = { id: groupId('zone', 'DNS Write') };
const ZONE_READ = { id: groupId('zone', 'Zone Read') };
const SETTINGS = { id: groupId('account', 'Account Settings Read') };
const ZONE_KEY = `com.cloudflare.api.account.zone.${ZONE.id}`;
const ACCOUNT_KEY = `com.cloudflare.api.account.${ACCOUNT_ID}`;
const ALL_ZONES = 'com.cloudflare.api.account.zone.*';

function draft(owner: Owner, ...parts: DraftPart[]): Draft {
  return { name: 'x', owner, parts, carried: [] };
}

function on(target: Target, ...groups: DraftPart['groups'][number][]): DraftPart {
  return { groups, target };
}

function opened(given: readonly Policy[]): Draft {
  return draftOf({ name: 'x', owner: USER, policies: given }, CATALOGUE, NO_NAMES);
}

describe('policies of a draft', () => {
  it('name the chosen zones flat', () => {
    const target: Target = { scope: 'zone', zones: { chosen: [ZONE, OTHER_ZONE] }, except: [] };
    assert.deepEqual(policiesOf(draft(USER, on(target, DNS)), {}), [
      {
        effect: 'allow',
        groups: [DNS],
        resources: { [ZONE_KEY]: '*', [`com.cloudflare.api.account.zone.${OTHER_ZONE.id}`]: '*' },
      },
    ]);
  });

  it('say all zones flat for a user, and nested in its own account for an account', () => {
    const part = on({ scope: 'zone', zones: 'all', except: [] }, DNS);
    assert.deepEqual(policiesOf(draft(USER, part), {})[0]?.resources, { [ALL_ZONES]: '*' });
    assert.deepEqual(policiesOf(draft(ACCOUNT, part), {})[0]?.resources, {
      [ACCOUNT_KEY]: { [ALL_ZONES]: '*' },
    });
  });

  it('say all accounts for a user, and its own account for an account', () => {
    const part = on({ scope: 'account', accounts: 'all' }, SETTINGS);
    assert.deepEqual(policiesOf(draft(USER, part), {})[0]?.resources, {
      'com.cloudflare.api.account.*': '*',
    });
    assert.deepEqual(policiesOf(draft(ACCOUNT, part), {})[0]?.resources, { [ACCOUNT_KEY]: '*' });
  });

  it('take zones out with a deny policy of the same permissions', () => {
    const part = on({ scope: 'zone', zones: 'all', except: [ZONE] }, DNS, ZONE_READ);
    assert.deepEqual(policiesOf(draft(USER, part), {})[1], {
      effect: 'deny',
      groups: [DNS, ZONE_READ],
      resources: { [ZONE_KEY]: '*' },
    });
  });

  it('name buckets with account and jurisdiction, and all of an account nested', () => {
    const group = { id: groupId('bucket', 'Workers R2 Storage Bucket Item Read') };
    const chosen: Target = {
      scope: 'bucket',
      buckets: { chosen: [{ accountId: ACCOUNT_ID, jurisdiction: 'eu', name: 'logs' }] },
    };
    const ofAccounts: Target = { scope: 'bucket', buckets: { ofAccounts: [{ id: ACCOUNT_ID }] } };
    const [flat, nested] = policiesOf(draft(USER, on(chosen, group), on(ofAccounts, group)), {});
    assert.deepEqual(flat?.resources, { [`com.cloudflare.edge.r2.bucket.${ACCOUNT_ID}_eu_logs`]: '*' });
    assert.deepEqual(nested?.resources, { [ACCOUNT_KEY]: { 'com.cloudflare.edge.r2.bucket.*': '*' } });
  });

  it('are about the user behind the connection, who has to be known', () => {
    const part = on({ scope: 'user' }, { id: groupId('user', 'API Tokens Write') });
    assert.deepEqual(policiesOf(draft(USER, part), { userId: USER_ID })[0]?.resources, {
      [`com.cloudflare.api.user.${USER_ID}`]: '*',
    });
    assert.throws(() => policiesOf(draft(USER, part), {}), UserIdUnknownError);
  });

  it('are one for parts on the same resources, in whatever order those were chosen', () => {
    const chosen = (...zones: { id: string }[]): Target => ({
      scope: 'zone',
      zones: { chosen: zones },
      except: [],
    });
    const parts = [on(chosen(ZONE, OTHER_ZONE), DNS), on(chosen(OTHER_ZONE, ZONE), ZONE_READ, DNS)];
    const made = policiesOf(draft(USER, ...parts), {});
    assert.equal(made.length, 1);
    assert.deepEqual(made[0]?.groups, [DNS, ZONE_READ]);
  });

  it('never mix an account itself with the zones of an account', () => {
    const made = policiesOf(
      draft(
        ACCOUNT,
        on({ scope: 'account', accounts: [{ id: ACCOUNT_ID }] }, SETTINGS),
        on({ scope: 'zone', zones: 'all', except: [] }, DNS),
      ),
      {},
    );
    assert.deepEqual(
      made.map((policy) => policy.resources),
      [{ [ACCOUNT_KEY]: '*' }, { [ACCOUNT_KEY]: { [ALL_ZONES]: '*' } }],
    );
  });

  it('leave out parts that are not finished', () => {
    const parts = [
      on({ scope: 'zone', zones: { chosen: [] }, except: [] }, DNS),
      on({ scope: 'account', accounts: 'all' }),
    ];
    assert.deepEqual(policiesOf(draft(USER, ...parts), {}), []);
  });
});

describe('a token as a draft', () => {
  it('means the same when it is written back, whatever it holds', () => {
    fc.assert(
      fc.property(policies, (given) => {
        const back = policiesOf(opened(given), {});
        assert.ok(samePolicies(back, given), JSON.stringify({ given, back }));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps unknown fields of policies', () => {
    const policy: Policy = {
      effect: 'allow',
      groups: [DNS],
      resources: { [ZONE_KEY]: '*' },
      unknown: { quota: 3 },
    };
    assert.deepEqual(policiesOf(opened([policy]), {}), [policy]);
    assert.deepEqual(opened([policy]).parts, []);
  });

  it('has parts for the forms that a person can edit, with names', () => {
    const names = { zone: () => 'example.com', account: () => 'Acme' };
    const given: Policy[] = [
      { effect: 'allow', groups: [DNS], resources: { [ZONE_KEY]: '*' } },
      { effect: 'allow', groups: [ZONE_READ], resources: { [ACCOUNT_KEY]: { [ALL_ZONES]: '*' } } },
      { effect: 'allow', groups: [SETTINGS], resources: { [ACCOUNT_KEY]: '*' } },
    ];
    const { parts, carried } = draftOf({ name: 'x', owner: USER, policies: given }, CATALOGUE, names);
    assert.deepEqual(carried, []);
    assert.deepEqual(
      parts.map(({ target }) => target),
      [
        { scope: 'zone', zones: { chosen: [ZONE] }, except: [] },
        { scope: 'zone', zones: { ofAccounts: [{ id: ACCOUNT_ID, name: 'Acme' }] }, except: [] },
        { scope: 'account', accounts: [{ id: ACCOUNT_ID, name: 'Acme' }] },
      ],
    );
  });

  it('shows a deny policy with the permissions of a part as its exceptions', () => {
    const given: Policy[] = [
      { effect: 'deny', groups: [ZONE_READ, DNS], resources: { [ZONE_KEY]: '*' } },
      { effect: 'allow', groups: [DNS, ZONE_READ], resources: { [ALL_ZONES]: '*' } },
      { effect: 'deny', groups: [DNS], resources: { [ZONE_KEY]: '*' } },
    ];
    const { parts, carried } = opened(given);
    assert.deepEqual(parts[0]?.target, { scope: 'zone', zones: 'all', except: [{ id: ZONE.id }] });
    assert.deepEqual(carried, [given[2]]);
  });

  it('carries over permissions on resources of another kind', () => {
    const odd: Policy = { effect: 'allow', groups: [DNS], resources: { [ACCOUNT_KEY]: '*' } };
    assert.deepEqual(opened([odd]).carried, [odd]);
  });

  it('takes an unknown permission for one that fits its resources', () => {
    const group = { id: '9'.repeat(32), name: 'Quantum Write' };
    const { parts, carried } = opened([{ effect: 'allow', groups: [group], resources: { [ZONE_KEY]: '*' } }]);
    assert.deepEqual(carried, []);
    assert.deepEqual(parts[0]?.groups, [group]);
  });
});

describe('comparing policies', () => {
  const dns: Policy = { effect: 'allow', groups: [DNS, ZONE_READ], resources: { [ZONE_KEY]: '*' } };

  it('takes no notice of order, nor of how grants are spread', () => {
    const spread = [ZONE_READ, DNS].map((group) => ({ ...dns, groups: [group] }));
    assert.ok(samePolicies([dns], spread));
    fc.assert(
      fc.property(policies, (given) => {
        const shuffled = [...given]
          .reverse()
          .map((policy) => ({ ...policy, groups: [...policy.groups].reverse() }));
        assert.ok(samePolicies(given, shuffled));
      }),
    );
  });

  it('sees every difference in meaning', () => {
    const differences: Policy[] = [
      { ...dns, effect: 'deny' },
      { ...dns, groups: [DNS] },
      { ...dns, resources: { [ALL_ZONES]: '*' } },
      { ...dns, resources: { [ZONE_KEY]: { [ALL_ZONES]: '*' } } },
      { ...dns, unknown: { quota: 3 } },
      { ...dns, groups: dns.groups.map((group) => ({ ...group, unknown: { within: 'office hours' } })) },
    ];
    for (const different of differences)
      assert.ok(!samePolicies([dns], [different]), JSON.stringify(different));
    assert.ok(!samePolicies([dns], []));
    assert.ok(!samePolicies([], [{ ...dns, groups: [] }]));
  });
});

describe('resources', () => {
  it('are written back exactly, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          resources,
          fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.dictionary(fc.string(), fc.string()))),
        ),
        (given) => {
          assert.deepEqual(formatResources(parseResources(given)), { ...given });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('are refused where two need the same key', () => {
    const both = [
      { kind: 'account', accountId: ACCOUNT_ID },
      { kind: 'zones-of-account', accountId: ACCOUNT_ID },
    ] as const;
    assert.throws(() => formatResources(both), RangeError);
  });

  it('of an account may be zones and buckets at once', () => {
    const given = { [ACCOUNT_KEY]: { [ALL_ZONES]: '*', 'com.cloudflare.edge.r2.bucket.*': '*' } };
    assert.deepEqual(
      parseResources(given).map(({ kind }) => kind),
      ['zones-of-account', 'buckets-of-account'],
    );
    assert.deepEqual(formatResources(parseResources(given)), given);
  });
});
