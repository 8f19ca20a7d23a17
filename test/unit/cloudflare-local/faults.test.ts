// Trouble on order, the rate limits, and the control endpoint.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { call, refusal, result } from './caller.ts';
import type { TokenView } from './caller.ts';

const create = { method: 'POST', body: { name: 'made in trouble', policies: [] } };

describe('local Cloudflare: trouble', () => {
  let cf: Cloudflare;

  before(async () => {
    cf = await startCloudflare();
  });
  afterEach(() => {
    cf.control.calm();
    cf.control.clearRequests();
  });
  after(() => cf.stop());

  const made = (): TokenView[] | number =>
    [...cf.control.state.tokens.values()].filter(({ name }) => name === create.body.name).length;

  it('throttles with a body, without one, and with a page', async () => {
    const { control } = cf;
    control.inject({ times: 1, trouble: { do: 'throttle', retryAfter: 7 } });
    const json = await call(cf, '/zones');
    assert.equal(json.status, 429);
    assert.equal(json.headers.get('retry-after'), '7');
    assert.equal(json.body?.errors[0]?.code, 10429);
    control.inject({ times: 1, trouble: { do: 'throttle', code: 971 } });
    const other = await call(cf, '/zones');
    assert.equal(other.body?.errors[0]?.message, 'Please wait and consider throttling your request speed');
    assert.equal(other.headers.get('retry-after'), null);
    control.inject({ times: 1, trouble: { do: 'throttle', body: 'empty', retryAfter: 1 } });
    const empty = await call(cf, '/zones');
    assert.deepEqual([empty.status, empty.text, empty.headers.get('retry-after')], [429, '', '1']);
    control.inject({ times: 1, trouble: { do: 'throttle', body: 'html' } });
    const page = await call(cf, '/zones');
    assert.match(page.text, /^<!DOCTYPE html>/);
    assert.equal((await call(cf, '/zones')).status, 200);
  });

  it('shows the edge’s HTML page, an error of one’s own, a blip and a garbled body', async () => {
    const { control } = cf;
    control.inject({ times: 1, trouble: { do: 'html', status: 502 } });
    const page = await call(cf, '/zones');
    assert.equal(page.status, 502);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    control.inject({
      times: 1,
      trouble: { do: 'error', status: 500, code: 10013, message: 'An unknown error' },
    });
    assert.equal(await refusal(cf, 500, '/zones'), '10013 An unknown error');
    control.inject({ times: 1, trouble: { do: 'blip' } });
    assert.equal(await refusal(cf, 403, '/zones'), '10000 Authentication error');
    control.inject({ times: 1, trouble: { do: 'blip', status: 401 } });
    assert.equal(await refusal(cf, 401, '/zones'), '10000 Authentication error');
    control.inject({ times: 1, trouble: { do: 'garble' } });
    await assert.rejects(call(cf, '/zones'), SyntaxError);
  });

  it('cuts the connection before the effect, and after it', async () => {
    const { control } = cf;
    control.inject({
      method: 'POST',
      path: '/user/tokens',
      times: 1,
      trouble: { do: 'reset', when: 'before' },
    });
    await assert.rejects(call(cf, '/user/tokens', create), TypeError);
    assert.equal(made(), 0);
    control.inject({
      method: 'POST',
      path: '/user/tokens',
      times: 1,
      trouble: { do: 'reset', when: 'after' },
    });
    await assert.rejects(call(cf, '/user/tokens', create), TypeError);
    assert.equal(made(), 1);
    assert.deepEqual(
      control.requests().map(({ method, path, status }) => [method, path, status]),
      [
        ['POST', '/user/tokens', 0],
        ['POST', '/user/tokens', 0],
      ],
    );
    const roll = `/user/tokens/${control.token(create.body.name).id}/value`;
    const old = control.secretOf(create.body.name);
    control.inject({ path: '/user/tokens/*/value', trouble: { do: 'reset', when: 'after' } });
    await assert.rejects(call(cf, roll, { method: 'PUT', body: {} }), TypeError);
    assert.notEqual(control.secretOf(create.body.name), old);
    control.remove(create.body.name);
  });

  it('strikes by method and path, after some, and as often as told', async () => {
    const { control } = cf;
    const account = cf.accounts[0] ?? '';
    control.inject({
      method: 'GET',
      path: '/accounts/*/tokens',
      skip: 1,
      times: 2,
      trouble: { do: 'html', status: 503 },
    });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      statuses.push((await call(cf, `/accounts/${account}/tokens?page=${index + 1}`)).status);
    }
    assert.deepEqual(statuses, [200, 503, 503, 200, 200]);
    const remove = control.inject({ path: '/accounts/**', trouble: { do: 'html', status: 503 } });
    assert.equal((await call(cf, `/accounts/${account}/tokens/verify`)).status, 503);
    assert.equal((await call(cf, '/zones')).status, 200);
    remove();
    assert.equal((await call(cf, `/accounts/${account}`)).status, 200);
  });

  it('waits, here or everywhere, and sends bodies slowly', async () => {
    const { control } = cf;
    const timed = async (path: string): Promise<number> => {
      const start = performance.now();
      await result(cf, path);
      return performance.now() - start;
    };
    control.inject({ path: '/zones', times: 1, trouble: { do: 'delay', ms: 60 } });
    assert.ok((await timed('/zones')) >= 59);
    control.set({ latencyMs: 40 });
    assert.ok((await timed('/accounts')) >= 39);
    control.set({ latencyMs: 0 });
    control.inject({ times: 1, trouble: { do: 'slow-body', ms: 100 } });
    const start = performance.now();
    const response = await fetch(`${cf.url}/zones`, { headers: { authorization: `Bearer ${cf.userToken}` } });
    const head = performance.now() - start;
    assert.equal(((await response.json()) as { result: unknown[] }).result.length, 12);
    assert.ok(performance.now() - start - head >= 50, 'the body takes its time');
  });

  it('keeps a record without secrets', async () => {
    const { control } = cf;
    await result(cf, '/zones?per_page=5');
    await call(cf, '/user/tokens/verify', { as: 'cfut_nonsense' });
    const [zones, verify] = control.requests();
    assert.ok(zones !== undefined && verify !== undefined);
    assert.equal(zones.query, '?per_page=5');
    assert.equal(zones.tokenId, control.token('VS Code').id);
    assert.equal(verify.status, 400);
    assert.ok(!('tokenId' in verify));
    const text = JSON.stringify(control.requests());
    for (const { secret } of control.state.tokens.values()) assert.ok(!text.includes(secret));
    assert.equal(control.requests(({ path }) => path === '/zones').length, 1);
  });

  it('can be told all this over HTTP', async () => {
    const control = async (method: string, path: string, body?: unknown): Promise<Response> =>
      fetch(cf.controlUrl + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    await control('POST', '/faults', [{ path: '/zones', times: 1, trouble: { do: 'html', status: 502 } }]);
    assert.equal((await call(cf, '/zones')).status, 502);
    await control('POST', '/faults', { method: 'get', trouble: { do: 'html', status: 502 } });
    assert.equal((await call(cf, '/zones')).status, 502);
    assert.equal(((await (await control('GET', '/faults')).json()) as unknown[]).length, 1);
    await control('DELETE', '/faults');
    assert.equal((await call(cf, '/zones')).status, 200);
    assert.equal(((await (await control('GET', '/requests')).json()) as unknown[]).length, 3);
    await control('DELETE', '/requests');
    assert.deepEqual(cf.control.requests(), []);
    const settings = (await (await control('PATCH', '/settings', { totalPages: false })).json()) as object;
    assert.equal((settings as { totalPages: boolean }).totalPages, false);
    await control('PATCH', '/settings', { totalPages: true });
    const before = cf.control.state.now();
    await control('POST', '/clock', { advanceMs: 60_000 });
    assert.ok(cf.control.state.now() - before >= 60_000);
    const added = (await (
      await control('POST', '/tokens', {
        owner: cf.control.person.id,
        name: 'from outside',
        policies: [{ groups: ['Zone Read'], on: { 'com.cloudflare.api.account.zone.*': '*' } }],
      })
    ).json()) as { id: string; secret: string };
    assert.equal((await result<unknown[]>(cf, '/zones', { as: added.secret })).length, 12);
    await control('POST', `/tokens/${added.id}/expire`);
    assert.equal(await refusal(cf, 403, '/zones', { as: added.secret }), '9109 Invalid access token');
    await control('POST', '/tokens/from%20outside/expose');
    assert.equal((await result<TokenView>(cf, `/user/tokens/${added.id}`)).status, 'revoked (exposed)');
    await control('POST', `/tokens/${added.id}/remove`);
    const tokens = (await (await control('GET', '/tokens')).json()) as { id: string }[];
    assert.ok(!tokens.some(({ id }) => id === added.id));
    const wrong: [string, string, unknown][] = [
      ['POST', '/faults', { trouble: { do: 'dance' } }],
      ['POST', '/faults', {}],
      ['POST', '/faults', { trouble: { do: 'delay' } }],
      ['POST', '/faults', { trouble: { do: 'html', status: 204 } }],
      ['POST', '/faults', { trouble: { do: 'error', status: 500 } }],
      ['POST', '/faults', { trouble: { do: 'reset', when: 'later' } }],
      ['POST', '/faults', { trouble: { do: 'blip', status: 500 } }],
      ['POST', '/faults', { trouble: { do: 'garble' }, times: 'often' }],
      ['PATCH', '/settings', { colour: 'red' }],
      ['PATCH', '/settings', { latencyMs: 'long' }],
      ['PATCH', '/settings', { toString: 'x' }],
      ['PATCH', '/settings', { verifyInactive: 'perhaps' }],
      ['POST', '/clock', {}],
      ['POST', '/tokens', { owner: 'nobody', name: 'x', policies: [] }],
      ['POST', '/tokens', { owner: cf.control.person.id, name: 'x', policies: [{ groups: ['DNS Read'] }] }],
      ['POST', '/tokens/nothing/expose', {}],
    ];
    for (const [method, path, body] of wrong)
      assert.equal((await control(method, path, body)).status, 400, path);
  });

  it('can start in trouble', async () => {
    const other = await startCloudflare({
      seed: 'empty',
      settings: { totalPages: false },
      faults: [{ times: 1, trouble: { do: 'html', status: 500 } }],
    });
    try {
      assert.equal((await call(other, '/zones')).status, 500);
      assert.ok(!('total_pages' in ((await call(other, '/zones')).body?.result_info ?? {})));
    } finally {
      await other.stop();
    }
    await assert.rejects(startCloudflare({ settings: { colour: 'red' } as object }), TypeError);
  });
});

describe('local Cloudflare: rate limits', () => {
  let cf: Cloudflare;
  let time = Date.UTC(2026, 10, 1);

  before(async () => {
    cf = await startCloudflare({ seed: 'empty', settings: { rateQuota: 5 }, clock: () => time });
  });
  after(() => cf.stop());

  const left = async (as?: string): Promise<string | null> =>
    (await call(cf, '/zones', as === undefined ? {} : { as })).headers.get('ratelimit');

  it('counts down in the headers, per user and per account token, and starts anew when it does not enforce', async () => {
    assert.equal(await left(), '"default";r=4;t=300');
    time += 10_500;
    const { headers } = await call(cf, '/accounts');
    assert.equal(headers.get('ratelimit'), '"default";r=3;t=290');
    assert.equal(headers.get('ratelimit-policy'), '"default";q=5;w=300');
    assert.equal(headers.get('retry-after'), null);
    assert.equal(await left(cf.accountToken), '"default";r=4;t=300');
    for (let index = 0; index < 20; index += 1) assert.equal((await call(cf, '/zones')).status, 200);
    time += 300_000;
  });

  it('answers 429 for a whole window once the quota is exceeded', async () => {
    cf.control.set({ rateLimit: true });
    for (let index = 0; index < 5; index += 1) assert.equal((await call(cf, '/zones')).status, 200);
    time += 100_000;
    const refused = await call(cf, '/zones');
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '300');
    assert.equal(refused.headers.get('ratelimit'), '"default";r=0;t=300');
    assert.equal(refused.body?.errors[0]?.code, 10429);
    time += 299_000;
    const again = await call(cf, '/user/tokens');
    assert.deepEqual([again.status, again.headers.get('retry-after')], [429, '1']);
    assert.equal(
      (await call(cf, '/zones', { as: cf.accountToken })).status,
      200,
      'an account token counts alone',
    );
    time += 1000;
    assert.equal((await call(cf, '/zones')).status, 200);
  });

  it('allows an address so many requests per second', async () => {
    time += 1_000_000;
    cf.control.set({ rateQuota: 1200, burstPerSecond: 3 });
    for (let index = 0; index < 3; index += 1) assert.equal((await call(cf, '/zones')).status, 200);
    const refused = await call(cf, '/zones');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
    assert.equal((await call(cf, '/zones', { as: 'nonsense' })).status, 429, 'before anybody asks who calls');
    time += 1000;
    assert.equal((await call(cf, '/zones')).status, 200);
  });
});
