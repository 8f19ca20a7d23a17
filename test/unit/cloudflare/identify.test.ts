import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { identify } from '../../../src/cloudflare/identify.ts';
import { verifyWithPatience } from '../../../src/cloudflare/patience.ts';
import type { Owner } from '../../../src/tokens/token.ts';
import { startLocal, type Local } from './local.ts';

let local: Local;
before(async () => {
  local = await startLocal();
});
after(() => local.stop());
afterEach(() => {
  local.cloudflare.control.calm();
  local.cloudflare.control.clearRequests();
  local.cloudflare.control.set({ legacySecrets: false, propagationMs: 0 });
});

function paths(): string[] {
  return local.cloudflare.control.requests().map(({ path }) => path);
}

describe('identify', () => {
  it('goes by what the prefix says', async () => {
    const user = await identify(local.apiFor(), 'user-token', []);
    assert.ok(user.outcome === 'identified');
    assert.deepEqual(user.owner, { kind: 'user' });
    assert.deepEqual(paths(), ['/user/tokens/verify']);

    const [accountId] = local.cloudflare.accounts;
    const account = await identify(local.apiFor(local.cloudflare.accountToken), 'account-token', []);
    assert.ok(account.outcome === 'identified');
    assert.deepEqual(account.owner, { kind: 'account', accountId });
    assert.equal(account.verification.status, 'active');
  });

  it('tries a legacy secret as both', async () => {
    const { control, accounts } = local.cloudflare;
    const [, second = ''] = accounts;
    const owner = control.state.accounts.get(second);
    assert.ok(owner);
    const ofAccount = control.addToken({ name: 'Legacy', owner, policies: [], secret: 'L'.repeat(40) });
    const ofUser = control.addToken({
      name: 'Legacy, too',
      owner: control.person,
      policies: [],
      secret: 'M'.repeat(40),
    });
    const account = await identify(local.apiFor(ofAccount.secret), 'legacy-token', accounts);
    assert.ok(account.outcome === 'identified');
    assert.deepEqual(
      [account.owner, account.verification.id],
      [{ kind: 'account', accountId: second }, ofAccount.id],
    );
    const user = await identify(local.apiFor(ofUser.secret), 'legacy-token', accounts);
    assert.ok(user.outcome === 'identified');
    assert.deepEqual(user.owner, { kind: 'user' });
    control.remove(ofAccount.id);
    control.remove(ofUser.id);
  });

  it('does not know the account of a token that names none', async () => {
    const { control, accounts } = local.cloudflare;
    const owner = control.state.accounts.get(accounts[0] ?? '');
    assert.ok(owner);
    const blind = control.addToken({ name: 'Blind', owner, policies: [] });
    const api = local.apiFor(blind.secret);
    assert.deepEqual(await identify(api, 'account-token', []), { outcome: 'account-unknown' });
    assert.deepEqual(await identify(api, 'account-token', accounts.slice(1)), { outcome: 'account-unknown' });
    assert.equal((await identify(api, 'account-token', accounts)).outcome, 'identified');
    control.remove(blind.id);
  });

  it('says that a dead secret is not valid, whatever its kind', async () => {
    for (const kind of ['user-token', 'account-token', 'legacy-token'] as const) {
      await assert.rejects(identify(local.apiFor('D'.repeat(40)), kind, local.cloudflare.accounts), {
        kind: 'invalid',
      });
    }
  });

  it('does not take trouble for an answer', async () => {
    local.cloudflare.control.inject({ trouble: { do: 'html', status: 502 } });
    await assert.rejects(identify(local.apiFor(), 'legacy-token', []), { kind: 'server' });
  });
});

describe('verifyWithPatience', () => {
  const owner: Owner = { kind: 'user' };
  const USER_VERIFY = '/user/tokens/verify';

  it('asks again until Cloudflare knows the new secret', async () => {
    local.cloudflare.control.inject({
      path: USER_VERIFY,
      times: 3,
      trouble: { do: 'error', status: 401, code: 1000, message: 'Invalid API Token' },
    });
    const start = local.clock.now();
    const verification = await verifyWithPatience(local.apiFor(), owner, { clock: local.clock });
    assert.equal(verification.status, 'active');
    assert.equal(local.clock.now() - start, 500 + 1000 + 2000);
  });

  it('loses its patience after 30 s, and then says that the secret is not valid', async () => {
    const start = local.clock.now();
    await assert.rejects(verifyWithPatience(local.apiFor('D'.repeat(40)), owner, { clock: local.clock }), {
      kind: 'invalid',
    });
    assert.equal(local.clock.now() - start, 30_000);
  });

  it('does not wait for what waiting does not cure', async () => {
    local.cloudflare.control.inject({
      path: USER_VERIFY,
      trouble: {
        do: 'error',
        status: 403,
        code: 9109,
        message: 'Cannot use the access token from location: ::1',
      },
    });
    const start = local.clock.now();
    await assert.rejects(verifyWithPatience(local.apiFor(), owner, { clock: local.clock }), {
      kind: 'ip-filter',
    });
    assert.equal(local.clock.now(), start);
  });

  it('stops when it is cancelled', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const sleep = () => {
      abort.abort(reason);
      return local.clock.sleep(1, abort.signal);
    };
    const waiting = verifyWithPatience(local.apiFor('D'.repeat(40)), owner, {
      clock: { now: () => local.clock.now(), sleep },
      signal: abort.signal,
    });
    await assert.rejects(waiting, reason);
  });
});
