// The auth ladder: status, code and words for every way in which a credential can be wrong.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { on, startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { call, refusal, result } from './caller.ts';
import type { TokenView } from './caller.ts';

const UNKNOWN = 'Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY';
const DAY = 86_400_000;

describe('local Cloudflare: who is calling', () => {
  let cf: Cloudflare;
  let account: string;
  let zone: string;
  const verify = '/user/tokens/verify';
  const products = (): string[] => [
    `/zones/${zone}/dns_records`,
    `/accounts/${account}/r2/buckets`,
    '/memberships',
  ];
  const cores = (): string[] => [
    '/zones',
    '/accounts',
    '/user',
    '/user/tokens',
    `/accounts/${account}/tokens`,
  ];

  before(async () => {
    cf = await startCloudflare();
    account = cf.accounts[0] ?? '';
    zone = (await result<{ id: string }[]>(cf, '/zones?name=example.com'))[0]?.id ?? '';
  });
  after(() => cf.stop());

  it('asks for a missing header', async () => {
    const none = { as: null };
    const missing = '1001 Missing "Authorization" header';
    for (const path of [verify, `/accounts/${account}/tokens/verify`, ...cores()]) {
      assert.equal(await refusal(cf, 400, path, none), missing, path);
    }
    const noCredentials = '9106 Missing X-Auth-Key, X-Auth-Email or Authorization headers';
    for (const path of products()) {
      assert.equal(await refusal(cf, 400, path, none), noCredentials, path);
    }
  });

  it('calls a malformed bearer by its name, except at the products', async () => {
    for (const secret of ['abc-def', 'not a token', '', `${'a'.repeat(36)}f`, `${UNKNOWN} x`]) {
      for (const path of [verify, `/accounts/${account}/tokens/verify`, ...cores()]) {
        const { status, body } = await call(cf, path, { as: secret });
        assert.equal(status, 400, path);
        assert.deepEqual(body?.errors, [
          {
            code: 6003,
            message: 'Invalid request headers',
            error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
          },
        ]);
      }
      for (const path of products()) {
        assert.equal(
          await refusal(cf, 400, path, { as: secret }),
          '9106 Authentication failed (status: 400)',
        );
      }
    }
    const basic = { as: null, headers: { authorization: 'Basic YTpi' } };
    assert.equal(await refusal(cf, 400, '/zones', basic), '6003 Invalid request headers');
  });

  it('does not know a well-formed token, in three dialects', async () => {
    for (const as of [UNKNOWN, `cfut_${'A'.repeat(40)}00000000`]) {
      assert.equal(await refusal(cf, 401, verify, { as }), '1000 Invalid API Token');
      assert.equal(
        await refusal(cf, 401, `/accounts/${account}/tokens/verify`, { as }),
        '1000 Invalid API Token',
      );
      for (const path of cores())
        assert.equal(await refusal(cf, 403, path, { as }), '9109 Invalid access token');
      for (const path of products()) {
        assert.equal(await refusal(cf, 401, path, { as }), '10000 Authentication error', path);
      }
    }
  });

  it('reads the bearer scheme in any case', async () => {
    await result(cf, verify, { as: null, headers: { authorization: `bearer ${cf.userToken}` } });
  });

  it('keeps account-owned tokens away from the user', async () => {
    const as = cf.accountToken;
    assert.equal(await refusal(cf, 401, verify, { as }), '1000 Invalid API Token');
    for (const path of ['/user', '/user/tokens', '/user/tokens/permission_groups']) {
      assert.equal(await refusal(cf, 403, path, { as }), '9109 Valid user-level authentication not found');
    }
    assert.equal(await refusal(cf, 400, '/memberships', { as }), '9106 Authentication failed (status: 400)');
  });

  it('verifies each token on the path of its owner only', async () => {
    const own = `/accounts/${account}/tokens/verify`;
    const other = `/accounts/${cf.accounts[1]}/tokens/verify`;
    assert.deepEqual(await result(cf, own, { as: cf.accountToken }), {
      id: cf.control.token('VS Code (Fernhill Coffee)').id,
      status: 'active',
    });
    assert.equal(await refusal(cf, 401, other, { as: cf.accountToken }), '1000 Invalid API Token');
    assert.equal(await refusal(cf, 401, own, { as: cf.userToken }), '1000 Invalid API Token');
  });

  it('says in messages that a token is good', async () => {
    const { body } = await call(cf, verify);
    assert.deepEqual(body?.messages, [
      { code: 10000, message: 'This API Token is valid and active', type: null },
    ]);
  });

  it('treats tokens that are not in force as unknown, and lets verify tell why', async () => {
    const { control } = cf;
    const expected = {
      'Deploy script (old laptop)': 'disabled',
      'Grafana dashboards': 'expired',
      'Black Friday cache purge': 'active',
    };
    for (const [name, status] of Object.entries(expected)) {
      const as = control.secretOf(name);
      assert.equal(await refusal(cf, 403, '/zones', { as }), '9109 Invalid access token', name);
      assert.equal(await refusal(cf, 401, products()[0] ?? '', { as }), '10000 Authentication error', name);
      const { status: http, body } = await call(cf, verify, { as });
      assert.equal(http, 200);
      assert.equal((body?.result as TokenView).status, status);
      assert.deepEqual(body?.messages, []);
      control.set({ verifyInactive: 'refused' });
      assert.equal(await refusal(cf, 401, verify, { as }), '1000 Invalid API Token');
      control.set({ verifyInactive: 'status' });
    }
  });

  it('forgets a revoked secret altogether', async () => {
    const as = cf.control.secretOf('staging-worker');
    assert.equal(
      await refusal(cf, 401, `/accounts/${account}/tokens/verify`, { as }),
      '1000 Invalid API Token',
    );
    const token = cf.control.addToken({ name: 'leaked', owner: cf.control.person, policies: [] });
    await result(cf, verify, { as: token.secret });
    cf.control.expose('leaked');
    assert.equal(await refusal(cf, 401, verify, { as: token.secret }), '1000 Invalid API Token');
    assert.equal((await result<TokenView>(cf, `/user/tokens/${token.id}`)).status, 'revoked (exposed)');
    cf.control.remove('leaked');
  });

  it('follows the clock into and out of a token’s time', async () => {
    const { control } = cf;
    const as = control.secretOf('Black Friday cache purge');
    assert.equal(await refusal(cf, 403, '/zones', { as }), '9109 Invalid access token');
    control.advance(21 * DAY);
    assert.deepEqual(await result(cf, '/zones', { as }), []);
    control.advance(7 * DAY);
    assert.equal(await refusal(cf, 403, '/zones', { as }), '9109 Invalid access token');
    control.advance(-28 * DAY);
  });

  it('refuses addresses that a token does not allow, on every endpoint', async () => {
    const as = cf.control.secretOf('Office NAS backup');
    const from = (address: string) => ({ as, headers: { 'cf-connecting-ip': address } });
    const outside = '9109 Cannot use the access token from location: ';
    for (const path of [verify, ...cores(), ...products()]) {
      assert.equal(await refusal(cf, 403, path, { as }), `${outside}127.0.0.1`, path);
    }
    assert.equal(await refusal(cf, 403, verify, from('203.0.113.66')), `${outside}203.0.113.66`);
    assert.equal(await refusal(cf, 403, verify, from('2001:db8:41::1')), `${outside}2001:db8:41::1`);
    await result(cf, verify, from('203.0.113.7'));
    await result(cf, verify, from('2001:db8:40:ffff::1'));
    cf.control.set({ verifyOutside: 'refused' });
    assert.equal(await refusal(cf, 401, verify, { as }), '1000 Invalid API Token');
    cf.control.set({ verifyOutside: 'location' });
  });

  it('finds that an empty condition lets nobody in', async () => {
    const { control } = cf;
    for (const condition of [{}, { request_ip: {} }, { request_ip: { in: [] } }]) {
      const token = control.addToken({
        name: 'empty condition',
        owner: control.person,
        policies: [],
        condition,
      });
      const words = await refusal(cf, 403, '/zones', { as: token.secret });
      assert.equal(words, '9109 Cannot use the access token from location: 127.0.0.1');
      control.remove(token.id);
    }
  });

  it('takes the Global API key with its e-mail, and tells what is wrong with a pair', async () => {
    const { apiKey, email } = cf.control.person;
    const pair = (key: string, mail: string) => ({
      as: null,
      headers: { 'x-auth-key': key, 'x-auth-email': mail },
    });
    assert.equal((await result<{ email: string }>(cf, '/user', pair(apiKey, email))).email, email);
    assert.equal((await result<TokenView[]>(cf, '/user/tokens', pair(apiKey, email))).length > 5, true);
    const unknown = '9103 Unknown X-Auth-Key or X-Auth-Email';
    assert.equal(await refusal(cf, 403, '/zones', pair(apiKey, 'else@example.com')), unknown);
    assert.equal(await refusal(cf, 403, '/zones', pair('0'.repeat(37), email)), unknown);
    const badKey = { code: 6103, message: 'Invalid format for X-Auth-Key header' };
    const badEmail = { code: 6102, message: 'Invalid format for X-Auth-Email header' };
    const malformed = [
      [pair(cf.userToken, email), [badKey]],
      [pair(apiKey, 'maya'), [badEmail]],
      [pair('', 'maya'), [badEmail, badKey]],
      [{ as: null, headers: { 'x-auth-email': email } }, [badKey]],
      [{ as: null, headers: { 'x-auth-key': apiKey } }, [badEmail]],
    ] as const;
    for (const [how, error_chain] of malformed) {
      const { status, body } = await call(cf, '/zones', how);
      assert.equal(status, 400);
      assert.deepEqual(body?.errors, [{ code: 6003, message: 'Invalid request headers', error_chain }]);
    }
    assert.equal(await refusal(cf, 400, verify, pair(apiKey, email)), '1001 Missing "Authorization" header');
  });

  it('remembers when a token was last used', async () => {
    const token = cf.control.addToken({
      name: 'never used',
      owner: cf.control.person,
      policies: [{ groups: ['Zone Read'], on: on.everyZone }],
    });
    const path = `/user/tokens/${token.id}`;
    assert.equal((await result<TokenView>(cf, path)).last_used_on, null);
    await result(cf, '/zones', { as: token.secret });
    assert.match((await result<TokenView>(cf, path)).last_used_on ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    cf.control.remove(token.id);
  });

  it('can stop listening to an address that fails too often', async () => {
    cf.control.set({ maxAuthFailures: 2 });
    const from = { headers: { 'cf-connecting-ip': '198.51.100.9' } };
    for (const words of ['9109 Invalid access token', '9109 Invalid access token']) {
      assert.equal(await refusal(cf, 403, '/zones', { ...from, as: UNKNOWN }), words);
    }
    assert.match(await refusal(cf, 403, '/zones', from), /^9109 Max auth failures reached/);
    cf.control.set({ maxAuthFailures: 0 });
    await result(cf, '/zones', from);
  });
});
