import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { CloudflareApi } from '../../../src/cloudflare/api.ts';
import { ApiError } from '../../../src/cloudflare/errors.ts';
import { findLostTokens, rollTookEffect } from '../../../src/cloudflare/lost.ts';
import type { Owner, Policy, Token, TokenRequest } from '../../../src/tokens/token.ts';
import { createFakeClock } from './fakeClock.ts';
import { startLocal, type Local } from './local.ts';

const OWNER: Owner = { kind: 'user' };
const SENT_AT = new Date('2026-01-01T12:00:00Z');

const POLICIES: readonly Policy[] = [
  { effect: 'allow', groups: [{ id: 'g1' }, { id: 'g2' }], resources: { a: '*', b: { c: '*', d: '*' } } },
  { effect: 'deny', groups: [{ id: 'g1' }], resources: { e: '*' } },
];
const REORDERED: readonly Policy[] = [
  { effect: 'deny', groups: [{ id: 'g1', name: 'One' }], resources: { e: '*' } },
  { effect: 'allow', groups: [{ id: 'g2' }, { id: 'g1' }], resources: { b: { d: '*', c: '*' }, a: '*' } },
];
const REQUEST: TokenRequest = { name: 'One', policies: POLICIES };

function token(more: Partial<Token> = {}): Token {
  return {
    id: 't1',
    owner: OWNER,
    name: 'One',
    status: 'active',
    policies: REORDERED,
    issuedOn: '2026-01-01T12:00:01Z',
    ...more,
  };
}

function search(...answers: readonly (readonly Token[])[]) {
  let asked = 0;
  const clock = createFakeClock();
  const listTokens = () => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    return Promise.resolve([...answer]);
  };
  const known = ['old'];
  const found = findLostTokens(
    { listTokens },
    { owner: OWNER, request: REQUEST, sentAt: SENT_AT, known },
    { clock },
  );
  return found.then((tokens) => ({ ids: tokens.map(({ id }) => id), asked }));
}

describe('findLostTokens', () => {
  it('finds the token by name and meaning, whatever the order of its policies', async () => {
    assert.deepEqual(await search([token({ id: 'other', name: 'Two' }), token()]), { ids: ['t1'], asked: 1 });
  });

  it('finds all of them when there are several', async () => {
    assert.deepEqual((await search([token(), token({ id: 't2' })])).ids, ['t1', 't2']);
  });

  it('allows for a clock that is off by minutes, not by hours', async () => {
    assert.deepEqual((await search([token({ issuedOn: '2026-01-01T11:56:00Z' })])).ids, ['t1']);
    assert.deepEqual((await search([token({ issuedOn: '2026-01-01T11:00:00Z' })])).ids, []);
    assert.deepEqual((await search([token({ issuedOn: '2026-01-01T15:00:00Z' })])).ids, ['t1']);
  });

  const others: readonly (readonly [string, Partial<Token>])[] = [
    ['was known before', { id: 'old' }],
    ['has another name', { name: 'one' }],
    ['lacks a policy', { policies: REORDERED.slice(1) }],
    ['has another effect', { policies: REORDERED.map((policy) => ({ ...policy, effect: 'allow' })) }],
    ['has another resource', { policies: REORDERED.map((policy) => ({ ...policy, resources: { a: '*' } })) }],
  ];
  for (const [name, more] of others) {
    it(`leaves out a token that ${name}`, async () => {
      assert.deepEqual((await search([token(more)])).ids, []);
    });
  }

  it('looks again for some seconds, because the connection may break before Cloudflare is done', async () => {
    assert.deepEqual(await search([], [token()]), { ids: ['t1'], asked: 2 });
    assert.deepEqual(await search([]), { ids: [], asked: 3 });
  });
});

describe('rollTookEffect, with the local Cloudflare', () => {
  let local: Local;
  let api: CloudflareApi;
  before(async () => {
    local = await startLocal({ seed: 'empty' });
    api = local.apiFor();
  });
  after(() => local.stop());
  afterEach(() => local.cloudflare.control.calm());

  async function loseRoll(when: 'before' | 'after', more: { status?: 'disabled' } = {}) {
    const { control } = local.cloudflare;
    const { id, secret } = control.addToken({ name: 'Rolled', owner: control.person, policies: [], ...more });
    const before = await api.getToken(OWNER, id);
    control.advance(60_000);
    control.inject({ method: 'PUT', times: 1, trouble: { do: 'reset', when } });
    assert.equal((await api.rollToken(OWNER, id)).outcome, 'lost');
    return { before, withOldSecret: local.apiFor(secret) };
  }

  it('tells by the old secret', async () => {
    for (const [when, answer] of [
      ['before', 'no'],
      ['after', 'yes'],
    ] as const) {
      const { before, withOldSecret } = await loseRoll(when);
      assert.equal(await rollTookEffect(api, before, withOldSecret, { clock: local.clock }), answer);
    }
  });

  it('tells a change of the token without the old secret, and nothing from no change', async () => {
    for (const [when, answer] of [
      ['before', 'unknown'],
      ['after', 'yes'],
    ] as const) {
      const { before } = await loseRoll(when);
      assert.equal(await rollTookEffect(api, before, undefined, { clock: local.clock }), answer);
    }
  });

  it('does not take a disabled token for a rolled one', async () => {
    local.cloudflare.control.set({ verifyInactive: 'refused' });
    const { before, withOldSecret } = await loseRoll('before', { status: 'disabled' });
    assert.equal(await rollTookEffect(api, before, withOldSecret, { clock: local.clock }), 'unknown');
    local.cloudflare.control.set({ verifyInactive: 'status' });
  });

  it('does not know when Cloudflare cannot be asked', async () => {
    const { before, withOldSecret } = await loseRoll('after');
    local.cloudflare.control.inject({ trouble: { do: 'html', status: 502 } });
    assert.equal(await rollTookEffect(api, before, withOldSecret, { clock: local.clock }), 'unknown');
  });

  it('passes a cancellation on', async () => {
    const reason = new Error('enough');
    const verify = () => Promise.reject(reason);
    await assert.rejects(
      rollTookEffect(api, token(), { verify }),
      (error) => error === reason && !(error instanceof ApiError),
    );
  });
});
