// What is sent: requests from drafts and from tokens, and what keeps a draft from being sent.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Draft, DraftPart, Target } from '../../../src/tokens/draft.ts';
import { LONGEST_NAME, problemsOf } from '../../../src/tokens/draftProblems.ts';
import { requestForEdit, requestFromToken, requestOf } from '../../../src/tokens/request.ts';
import type { Owner, Token } from '../../../src/tokens/token.ts';
import { groupId } from './generated.ts';

const USER: Owner = { kind: 'user' };
const ACCOUNT_ID = 'a'.repeat(32);
const ACCOUNT: Owner = { kind: 'account', accountId: ACCOUNT_ID };
const ZONE = { id: 'e'.repeat(32) };
const DNS = { id: groupId('zone', 'DNS Write') };
const ON_ZONE: DraftPart = {
  groups: [DNS],
  target: { scope: 'zone', zones: { chosen: [ZONE] }, except: [] },
};
const DRAFT: Draft = { name: 'Deploy', owner: USER, parts: [ON_ZONE], carried: [] };

const TOKEN: Token = {
  id: 'b'.repeat(32),
  owner: USER,
  name: 'Deploy ',
  status: 'active',
  policies: [
    { effect: 'allow', groups: [DNS], resources: { [`com.cloudflare.api.account.zone.${ZONE.id}`]: '*' } },
  ],
  condition: { allow: ['192.0.2.0/24'] },
  notBefore: '2018-07-01T05:20:00Z',
  expiresOn: '2030-01-01T00:00:00Z',
  issuedOn: '2018-07-01T05:20:00Z',
  lastUsedOn: '2026-01-01T00:00:00Z',
  creatorEmail: 'someone@example.com',
  otherConditions: { device: 'strong' },
  unknown: { limits: { daily: 3 } },
};

describe('the request of a draft', () => {
  it('has the name trimmed, and no more fields than were filled in', () => {
    assert.deepEqual(requestOf({ ...DRAFT, name: '  Deploy ' }, {}), {
      name: 'Deploy',
      policies: TOKEN.policies,
    });
  });

  it('leaves out empty address lists, with which Cloudflare would refuse the token from everywhere', () => {
    assert.equal('condition' in requestOf({ ...DRAFT, condition: { allow: [], deny: [] } }, {}), false);
    assert.deepEqual(
      requestOf({ ...DRAFT, condition: { allow: [], deny: ['192.0.2.1/32'] } }, {}).condition,
      {
        deny: ['192.0.2.1/32'],
      },
    );
  });

  it('has addresses as ranges, each once, and keeps what is none', () => {
    const { condition } = requestOf(
      { ...DRAFT, condition: { allow: [' 192.0.2.7/24', '192.0.2.0/24', '::1', ' home ', ' '], deny: [''] } },
      {},
    );
    assert.deepEqual(condition, { allow: ['192.0.2.0/24', '::1/128', 'home'] });
  });

  it('has times in UTC and whole seconds', () => {
    const times = { notBefore: '2026-12-05T01:00:00.999+01:00', expiresOn: '2027-01-01T00:00:00.000Z' };
    const { notBefore, expiresOn } = requestOf({ ...DRAFT, ...times }, {});
    assert.deepEqual([notBefore, expiresOn], ['2026-12-05T00:00:00Z', '2027-01-01T00:00:00Z']);
    assert.throws(() => requestOf({ ...DRAFT, expiresOn: 'never' }, {}), RangeError);
  });
});

describe('the request that keeps a token as it is', () => {
  it('sends everything that a person decides, and what this version does not know', () => {
    assert.deepEqual(requestFromToken(TOKEN, { status: 'disabled' }), {
      name: 'Deploy ',
      policies: TOKEN.policies,
      condition: TOKEN.condition,
      otherConditions: TOKEN.otherConditions,
      notBefore: TOKEN.notBefore,
      expiresOn: TOKEN.expiresOn,
      status: 'disabled',
      unknown: TOKEN.unknown,
    });
  });

  it('sends the token’s own status where it can be set', () => {
    assert.equal(requestFromToken(TOKEN, {}).status, 'active');
    assert.equal(requestFromToken({ ...TOKEN, status: 'disabled' }, {}).status, 'disabled');
    assert.equal('status' in requestFromToken({ ...TOKEN, status: 'expired' }, {}), false);
    assert.equal('status' in requestFromToken({ ...TOKEN, status: 'revoked (exposed)' }, {}), false);
  });
});

describe('the request of an edit', () => {
  const draft: Draft = { ...DRAFT, otherConditions: { device: 'any' }, expiresOn: '2029-01-01T00:00:00Z' };

  it('takes what a person decides from the draft, and all else from the token as it is', () => {
    assert.deepEqual(requestForEdit(draft, TOKEN, {}), {
      name: 'Deploy',
      policies: TOKEN.policies,
      otherConditions: TOKEN.otherConditions,
      expiresOn: '2029-01-01T00:00:00Z',
      status: 'active',
      unknown: TOKEN.unknown,
    });
  });

  it('puts nothing on the token that was taken off it meanwhile', () => {
    const { id, owner, name, policies } = TOKEN;
    const bare: Token = { id, owner, name, policies, status: 'revoked (exposed)' };
    assert.deepEqual(requestForEdit(draft, bare, {}), {
      name: 'Deploy',
      policies: TOKEN.policies,
      expiresOn: '2029-01-01T00:00:00Z',
    });
  });

  it('of a duplicate keeps what else restricts the token, or the twin could do more', () => {
    assert.deepEqual(requestOf(draft, {}).otherConditions, { device: 'any' });
  });
});

describe('what keeps a draft from being sent', () => {
  const NOW = new Date('2026-11-23T12:00:00Z');
  const fields = (draft: Partial<Draft>, now: Date | undefined = NOW) =>
    problemsOf({ ...DRAFT, ...draft }, now).map(({ field, part }) =>
      part === undefined ? field : `${field} ${part}`,
    );
  const withTarget = (target: Target, owner: Owner = USER) =>
    fields({ owner, parts: [ON_ZONE, { groups: [DNS], target }] });

  it('is nothing for a complete one', () => assert.deepEqual(problemsOf(DRAFT, NOW), []));

  it('is a name that is missing or too long', () => {
    assert.deepEqual(fields({ name: ' ' }), ['name']);
    assert.deepEqual(fields({ name: 'x'.repeat(LONGEST_NAME) }), []);
    const [problem] = problemsOf({ ...DRAFT, name: 'x'.repeat(LONGEST_NAME + 1) });
    assert.equal(problem?.message, 'The name has 121 characters; 120 is the most.');
  });

  it('is having no permissions, but carried ones count', () => {
    assert.deepEqual(fields({ parts: [] }), ['parts']);
    assert.deepEqual(fields({ parts: [{ ...ON_ZONE, groups: [] }] }), ['parts']);
    assert.deepEqual(fields({ parts: [], carried: TOKEN.policies }), []);
  });

  it('is a part without resources', () => {
    const empty: Target[] = [
      { scope: 'account', accounts: [] },
      { scope: 'zone', zones: { chosen: [] }, except: [] },
      { scope: 'zone', zones: { ofAccounts: [] }, except: [] },
      { scope: 'zone', zones: { chosen: [ZONE] }, except: [ZONE] },
      { scope: 'bucket', buckets: { chosen: [] } },
      { scope: 'bucket', buckets: { ofAccounts: [] } },
    ];
    for (const target of empty) assert.deepEqual(withTarget(target), ['part 1'], JSON.stringify(target));
    const full: Target[] = [
      { scope: 'user' },
      { scope: 'account', accounts: 'all' },
      { scope: 'zone', zones: 'all', except: [ZONE] },
      { scope: 'zone', zones: { ofAccounts: [{ id: ACCOUNT_ID }] }, except: [] },
      { scope: 'bucket', buckets: { chosen: [{ accountId: ACCOUNT_ID, jurisdiction: 'eu', name: 'logs' }] } },
    ];
    for (const target of full) assert.deepEqual(withTarget(target), [], JSON.stringify(target));
  });

  it('is, for an account, user permissions and other accounts', () => {
    const other = [{ id: 'f'.repeat(32) }];
    const foreign: Target[] = [
      { scope: 'user' },
      { scope: 'account', accounts: other },
      { scope: 'zone', zones: { ofAccounts: other }, except: [] },
      { scope: 'bucket', buckets: { ofAccounts: other } },
      {
        scope: 'bucket',
        buckets: { chosen: [{ accountId: 'f'.repeat(32), jurisdiction: 'eu', name: 'logs' }] },
      },
    ];
    for (const target of foreign)
      assert.deepEqual(withTarget(target, ACCOUNT), ['part 1'], JSON.stringify(target));
    assert.deepEqual(withTarget({ scope: 'account', accounts: 'all' }, ACCOUNT), []);
    assert.deepEqual(withTarget({ scope: 'account', accounts: [{ id: ACCOUNT_ID }] }, ACCOUNT), []);
  });

  it('is an address that is none, named in the message', () => {
    const [problem, ...rest] = problemsOf({
      ...DRAFT,
      condition: { allow: ['192.0.2.0/24', '192.0.2.256'], deny: ['::1'] },
    });
    assert.deepEqual(rest, []);
    assert.deepEqual(problem, { field: 'condition', message: '192.0.2.256: This is not an IP address.' });
  });

  it('is an end before the start, or in the past, or no date', () => {
    assert.deepEqual(fields({ notBefore: '2027-01-01T00:00:00Z', expiresOn: '2027-01-01T00:00:00Z' }), [
      'ttl',
    ]);
    assert.deepEqual(fields({ expiresOn: '2026-11-23T12:00:00Z' }), ['ttl']);
    assert.deepEqual(problemsOf({ ...DRAFT, expiresOn: '2026-11-23T12:00:00Z' }), []);
    assert.deepEqual(fields({ notBefore: 'soon' }), ['ttl']);
    assert.deepEqual(fields({ expiresOn: 'never' }), ['ttl']);
    assert.deepEqual(fields({ notBefore: '2020-01-01T00:00:00Z', expiresOn: '2027-01-01T00:00:00Z' }), []);
  });
});
