import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { CloudflareApi } from '../../../src/cloudflare/api.ts';
import { ApiError } from '../../../src/cloudflare/errors.ts';
import type { Owner, TokenRequest } from '../../../src/tokens/token.ts';
import { on } from '../../cloudflare/index.ts';
import { startLocal, type Local } from './local.ts';

const USER: Owner = { kind: 'user' };
const DNS_WRITE = '4755a26eedb94da69e1066d98aa820be';

let local: Local;
let api: CloudflareApi;

function dnsOn(zoneId: string, name = 'DNS for the blog'): TokenRequest {
  const resources = { [`com.cloudflare.api.account.zone.${zoneId}`]: '*' };
  return { name, policies: [{ effect: 'allow', groups: [{ id: DNS_WRITE }], resources }] };
}

async function aZone(): Promise<string> {
  const [zone] = (await api.listZones({ perPage: 5 })).items;
  assert.ok(zone);
  return zone.id;
}

describe('the client, with the local Cloudflare', () => {
  before(async () => {
    local = await startLocal({ settings: { explicitNulls: true, totalPages: false } });
    api = local.apiFor();
  });
  after(() => local.stop());
  afterEach(() => local.cloudflare.control.calm());

  it('creates a token that works, changes it, rolls it and deletes it', async () => {
    const zoneId = await aZone();
    const outcome = await api.createToken(USER, {
      ...dnsOn(zoneId),
      condition: { allow: ['127.0.0.0/8'] },
      notBefore: '2018-07-01T05:20:00.000Z',
      expiresOn: '2099-01-01T00:00:00Z',
    });
    assert.ok(outcome.outcome === 'created');
    const { token, secret } = outcome;
    assert.deepEqual(
      [token.name, token.status, token.condition, token.notBefore, token.expiresOn],
      [
        'DNS for the blog',
        'active',
        { allow: ['127.0.0.0/8'] },
        '2018-07-01T05:20:00Z',
        '2099-01-01T00:00:00Z',
      ],
    );
    const verification = await local.apiFor(secret).verify(USER);
    assert.deepEqual([verification.id, verification.status], [token.id, 'active']);

    const changed = await api.updateToken(USER, token.id, {
      ...dnsOn(zoneId, 'Renamed'),
      status: 'disabled',
    });
    assert.deepEqual([changed.name, changed.status, changed.condition], ['Renamed', 'disabled', undefined]);
    assert.deepEqual((await api.getToken(USER, token.id)).policies, changed.policies);
    await api.updateToken(USER, token.id, { ...dnsOn(zoneId), status: 'active' });

    const rolled = await api.rollToken(USER, token.id);
    assert.ok(rolled.outcome === 'rolled');
    assert.equal((await local.apiFor(rolled.secret).verify(USER)).id, token.id);
    await assert.rejects(local.apiFor(secret).verify(USER), { name: 'ApiError', kind: 'invalid' });

    await api.deleteToken(USER, token.id);
    await assert.rejects(api.getToken(USER, token.id), { kind: 'not-found' });
  });

  it('does the same for an account, with its own token', async () => {
    const [accountId = ''] = local.cloudflare.accounts;
    const owner: Owner = { kind: 'account', accountId };
    const ofAccount = local.apiFor(local.cloudflare.accountToken);
    const zones = await ofAccount.listZones({ accountId });
    const outcome = await ofAccount.createToken(owner, dnsOn(zones.items[0]?.id ?? ''));
    assert.ok(outcome.outcome === 'created');
    assert.deepEqual(outcome.token.owner, owner);
    assert.equal((await local.apiFor(outcome.secret).verify(owner)).id, outcome.token.id);
    await ofAccount.deleteToken(owner, outcome.token.id);
  });

  it('lists recently expired tokens, too', async () => {
    const { control } = local.cloudflare;
    const { id } = control.addToken({ name: 'Over', owner: control.person, policies: [] });
    control.expire(id);
    const found = (await api.listTokens(USER)).find((token) => token.id === id);
    assert.equal(found?.status, 'expired');
    control.remove(id);
  });

  it('carries what it does not know through an edit', async () => {
    const { control } = local.cloudflare;
    control.state.futureFields.add('attestation');
    const stored = control.addToken({
      name: 'Of the future',
      owner: control.person,
      policies: [{ groups: ['DNS Read'], on: on.everyZone }],
      future: { attestation: { level: 3 } },
    });
    const token = await api.getToken(USER, stored.id);
    const { policies, unknown } = token;
    assert.deepEqual(unknown, { attestation: { level: 3 } });
    const edited = await api.updateToken(USER, stored.id, {
      name: 'Edited',
      policies,
      unknown,
    });
    assert.deepEqual([edited.name, edited.unknown], ['Edited', { attestation: { level: 3 } }]);
    control.remove(stored.id);
  });

  it('reads accounts, the user, permission groups and buckets', async () => {
    const accounts = await api.listAccounts();
    assert.deepEqual(accounts.map(({ id }) => id).sort(), [...local.cloudflare.accounts].sort());
    assert.deepEqual(await api.getUser(), {
      id: local.cloudflare.control.person.id,
      email: local.cloudflare.control.person.email,
    });
    const groups = await api.listPermissionGroups(USER);
    const dns = groups.find(({ id }) => id === DNS_WRITE);
    assert.deepEqual([dns?.name, dns?.scopes], ['DNS Write', ['com.cloudflare.api.account.zone']]);

    const account = local.cloudflare.control.addAccount({ name: 'Buckets' });
    local.cloudflare.control.addMembership(local.cloudflare.control.person, account);
    const names = Array.from({ length: 1100 }, (_, index) => `bucket-${String(index).padStart(4, '0')}`);
    for (const name of names) local.cloudflare.control.addBucket({ name, account });
    local.cloudflare.control.addBucket({ name: 'in-europe', account, jurisdiction: 'eu' });
    const found = await api.listBuckets(account.id, 'default');
    assert.deepEqual(
      found.map(({ name }) => name),
      names,
    );
    assert.deepEqual(await api.listBuckets(account.id, 'eu'), [
      { accountId: account.id, name: 'in-europe', jurisdiction: 'eu' },
    ]);
  });

  it('finds zones by part of their name, page by page', async () => {
    const all = await api.listZones();
    assert.equal(all.hasMore, false);
    assert.equal(all.total, all.items.length);
    const [zone] = all.items;
    assert.ok(zone);
    const part = zone.name.slice(1, 6);
    const found = await api.listZones({ search: part, accountId: zone.accountId });
    assert.ok(found.items.some(({ id }) => id === zone.id));
    assert.ok(
      found.items.every(({ name, accountId }) => name.includes(part) && accountId === zone.accountId),
    );
    assert.deepEqual(await api.getZone(zone.id), zone);
    const first = await api.listZones({ perPage: 5 });
    const second = await api.listZones({ perPage: 5, page: 2 });
    assert.equal(first.hasMore, true);
    assert.deepEqual([...first.items, ...second.items], all.items.slice(0, 10));
  });

  it('says what is wrong with every kind of wrong token', async () => {
    const { control } = local.cloudflare;
    const owner = control.person;
    const weak = control.addToken({
      name: 'Weak',
      owner,
      policies: [{ groups: ['Zone Read'], on: on.everyZone }],
    });
    const elsewhere = control.addToken({
      name: 'Elsewhere',
      owner,
      policies: [],
      condition: { request_ip: { in: ['192.0.2.1/32'] } },
    });
    const cases = [
      [local.apiFor('A'.repeat(40)), 'invalid'],
      [local.apiFor('short'), 'bad-shape'],
      [local.apiFor(weak.secret), 'missing-right'],
      [local.apiFor(elsewhere.secret), 'ip-filter'],
      [local.apiFor(local.cloudflare.accountToken), 'wrong-kind'],
    ] as const;
    for (const [client, kind] of cases) await assert.rejects(client.listTokens(USER), { kind }, kind);
    await assert.rejects(local.apiFor(local.cloudflare.accountToken).verify(USER), { kind: 'invalid' });
    control.remove(weak.id);
    control.remove(elsewhere.id);
  });

  it('says which permission cannot be given away, and when there is no room', async () => {
    const { control } = local.cloudflare;
    const account = control.addAccount({ name: 'Guest' });
    const zone = control.addZone({ name: 'guest.example', account });
    control.addMembership(control.person, account, {
      rights: [{ scope: 'zone', groups: ['Zone Read'], on: on.zones(zone) }],
    });
    await assert.rejects(api.createToken(USER, dnsOn(zone.id)), {
      kind: 'grant-refused',
      group: 'DNS Write',
    });
    await assert.rejects(api.createToken(USER, { ...dnsOn(zone.id), name: 'x'.repeat(121) }), {
      kind: 'rejected',
    });
    control.set({ userTokenQuota: 1 });
    await assert.rejects(api.createToken(USER, dnsOn(await aZone())), { kind: 'quota' });
    control.set({ userTokenQuota: 50 });
  });

  it('gets through a rate limit by waiting as told', async () => {
    local.cloudflare.control.inject({ times: 1, trouble: { do: 'throttle', retryAfter: 7 } });
    const start = local.clock.now();
    await api.listAccounts();
    assert.ok(local.clock.now() - start >= 7_000);
  });

  it('sees that a create is lost when the connection is cut, before or after the effect', async () => {
    const request = dnsOn(await aZone(), 'Lost');
    for (const when of ['before', 'after'] as const) {
      local.cloudflare.control.inject({ method: 'POST', times: 1, trouble: { do: 'reset', when } });
      const outcome = await api.createToken(USER, request);
      assert.equal(outcome.outcome, 'lost');
      const tokens = await api.listTokens(USER);
      assert.equal(tokens.filter(({ name }) => name === 'Lost').length, when === 'after' ? 1 : 0);
    }
    local.cloudflare.control.remove('Lost');
  });

  it('still gets the secret when a create or a roll is cancelled after it was sent', async () => {
    const request = dnsOn(await aZone(), 'Cancelled too late');
    const { control } = local.cloudflare;
    control.inject({ path: '/user/tokens/**', trouble: { do: 'slow-body', ms: 50 } });
    control.inject({ path: '/user/tokens', trouble: { do: 'slow-body', ms: 50 } });
    const cancelledLate = async <T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> => {
      control.clearRequests();
      const abort = new AbortController();
      const calling = call(abort.signal);
      while (control.requests().length === 0) await new Promise(setImmediate);
      abort.abort();
      return calling;
    };
    const outcome = await cancelledLate((signal) => api.createToken(USER, request, { signal }));
    assert.ok(outcome.outcome === 'created');
    const { id } = outcome.token;
    assert.equal((await cancelledLate((signal) => api.rollToken(USER, id, { signal }))).outcome, 'rolled');
    await assert.rejects(
      cancelledLate((signal) => api.getToken(USER, id, { signal })),
      { name: 'AbortError' },
    );
    control.remove(id);
  });

  it('reads an answer that comes in pieces', async () => {
    local.cloudflare.control.inject({ times: 1, trouble: { do: 'slow-body', ms: 50 } });
    assert.ok((await api.listPermissionGroups(USER)).length > 100);
  });

  it('names itself', () => {
    const [request] = local.cloudflare.control.requests();
    assert.equal(request?.userAgent, 'cloudflare-api-tokens-test/1');
  });
});

describe('the client, with 500 tokens', () => {
  it('lists all of them, once each, in order, with one request per 50', async () => {
    const large = await startLocal({ seed: 'large' });
    try {
      const [accountId = ''] = large.cloudflare.accounts;
      const tokens = await large.apiFor().listTokens({ kind: 'account', accountId });
      assert.equal(new Set(tokens.map(({ id }) => id)).size, 500);
      assert.equal(large.cloudflare.control.requests().length, 10);
      const again = await large.apiFor().listTokens({ kind: 'account', accountId });
      assert.deepEqual(again, tokens);
    } finally {
      await large.stop();
    }
  });

  it('stops at once when it is cancelled', async () => {
    const large = await startLocal({ seed: 'large', settings: { latencyMs: 20 } });
    try {
      const [accountId = ''] = large.cloudflare.accounts;
      const abort = new AbortController();
      const listing = large.apiFor().listTokens({ kind: 'account', accountId }, { signal: abort.signal });
      while (large.cloudflare.control.requests().length === 0) await new Promise(setImmediate);
      abort.abort();
      await assert.rejects(
        listing,
        (error) => !(error instanceof ApiError) && (error as Error).name === 'AbortError',
      );
      assert.ok(large.cloudflare.control.requests().length < 10);
    } finally {
      await large.stop();
    }
  });
});
