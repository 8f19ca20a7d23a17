// What a create or update is refused for before anybody asks who may grant what.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { call, refusal, result } from './caller.ts';
import type { Envelope, TokenView } from './caller.ts';

const DNS_READ = '82e64a83756745bbbb1c9c2701bf816b';
const BUCKET_READ = '6a018a9f2fc74eb6b293b0c548f38b39';
const SETTINGS_READ = 'c1fde68c7bcc44588cbb6ddbc16d6480';
const ALL_ZONES = { 'com.cloudflare.api.account.zone.*': '*' };

describe('local Cloudflare: wrong requests', () => {
  let cf: Cloudflare;
  let account: string;

  before(async () => {
    cf = await startCloudflare();
    account = cf.accounts[0] ?? '';
  });
  after(() => cf.stop());

  const policy = (over: object = {}): object => ({
    effect: 'allow',
    resources: ALL_ZONES,
    permission_groups: [{ id: DNS_READ }],
    ...over,
  });
  const refused = (body: unknown): Promise<string> =>
    refusal(cf, 400, '/user/tokens', { method: 'POST', body });
  const refusedPolicy = (over: object): Promise<string> => refused({ name: 'x', policies: [policy(over)] });
  const refusedByAccount = (over: object, status = 400): Promise<string> =>
    refusal(cf, status, `/accounts/${account}/tokens`, {
      method: 'POST',
      body: { name: 'x', policies: [policy(over)] },
    });

  it('wants a JSON object', async () => {
    for (const body of ['{', '', '[]', '"x"', 'null']) assert.match(await refused(body), /^1198 /, body);
    const put = { method: 'PUT', body: '{"name":' };
    const path = `/accounts/${account}/tokens/${cf.control.token('Product photo uploads').id}`;
    assert.match(await refusal(cf, 400, path, put), /^1198 /);
  });

  it('does not swallow a body without end', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(11 * 2 ** 20), policies: [] });
    assert.equal(
      await refusal(cf, 413, '/user/tokens', { method: 'POST', body }),
      '413 Request body is too large',
    );
    await result(cf, '/zones');
  });

  it('wants a name of 1 to 120 characters, and counts characters', async () => {
    for (const name of ['', 'x'.repeat(121), undefined, null, 7]) {
      assert.match(await refused({ name, policies: [] }), /^400 name must have a length/);
    }
    for (const name of ['x', 'é'.repeat(120), '🔑'.repeat(120), '<b>"\'&\u202e\n']) {
      const made = await result<TokenView>(cf, '/user/tokens', {
        method: 'POST',
        body: { name, policies: [] },
      });
      assert.equal(made.name, name);
      cf.control.remove(made.id);
    }
  });

  it('points at what is wrong', async () => {
    const { body } = await call(cf, '/user/tokens', { method: 'POST', body: { name: '', policies: [] } });
    assert.deepEqual(body?.errors[0]?.source, { pointer: '/name' });
  });

  it('wants policies with an effect, groups with ids, and resources', async () => {
    assert.match(await refused({ name: 'x' }), /policies must be present/);
    assert.match(await refused({ name: 'x', policies: [7] }), /policy must be an object/);
    assert.match(await refusedPolicy({ effect: 'maybe' }), /effect must be one of allow, deny/);
    assert.match(await refusedPolicy({ permission_groups: [] }), /permission_groups must be present/);
    assert.match(
      await refusedPolicy({ permission_groups: [{ name: 'DNS Read' }] }),
      /^400 id must be present/,
    );
    assert.match(await refusedPolicy({ permission_groups: [{ id: null }] }), /^400 id must be present/);
    assert.match(await refusedPolicy({ resources: {} }), /resources must be present/);
    assert.match(await refusedPolicy({ resources: { ...ALL_ZONES, x: 1 } }), /supported resource type/);
    assert.match(
      await refusedPolicy({ resources: { 'com.cloudflare.api.account.zone.*': true } }),
      /must be "\*"/,
    );
    const nothing = { [`com.cloudflare.api.account.${account}`]: {} };
    assert.match(await refusedPolicy({ resources: nothing }), /^400 resource ".*" must be present/);
  });

  it('does not know every permission group', async () => {
    const id = 'f'.repeat(32);
    assert.equal(
      await refusedPolicy({ permission_groups: [{ id }] }),
      `1001 Permission group ${id} not found`,
    );
  });

  it('does not know every resource', async () => {
    const unknown = (key: string) => `1001 "${key}" is not a supported resource type`;
    for (const key of [
      'com.cloudflare.api.planet.*',
      'com.cloudflare.api.account.zone.short',
      'com.cloudflare.edge.r2.bucket.photos',
      'com.cloudflare.api.user.*',
      'com.cloudflare.api.account.zone.',
    ]) {
      assert.equal(await refusedPolicy({ resources: { [key]: '*' } }), unknown(key));
    }
    const nested = { [`com.cloudflare.api.account.${account}`]: { 'com.cloudflare.api.planet.*': '*' } };
    assert.equal(await refusedPolicy({ resources: nested }), unknown('com.cloudflare.api.planet.*'));
    const upsideDown = { 'com.cloudflare.api.account.zone.*': ALL_ZONES };
    assert.equal(
      await refusedPolicy({ resources: upsideDown }),
      unknown('com.cloudflare.api.account.zone.*'),
    );
  });

  it('refuses flat wildcards to account-owned tokens, and takes the nested form', async () => {
    assert.equal(
      await refusedByAccount({}),
      '1001 Must specify a zone for account owned tokens, or nest zone under specific account resource',
    );
    const settings = { permission_groups: [{ id: SETTINGS_READ }] };
    const flat = { ...settings, resources: { 'com.cloudflare.api.account.*': '*' } };
    assert.match(await refusedByAccount(flat), /^1001 Must specify an account/);
    const everywhere = { resources: { 'com.cloudflare.api.account.*': ALL_ZONES } };
    assert.match(await refusedByAccount(everywhere), /^1001 Must specify an account/);
    const resources = { [`com.cloudflare.api.account.${account}`]: ALL_ZONES };
    const made = await result<TokenView>(cf, `/accounts/${account}/tokens`, {
      method: 'POST',
      body: { name: 'nested', policies: [policy({ resources })] },
    });
    assert.deepEqual(made.policies[0]?.resources, resources);
    cf.control.remove(made.id);
  });

  it('wants buckets nested, for every owner', async () => {
    const groups = { permission_groups: [{ id: BUCKET_READ }] };
    const flat = { ...groups, resources: { 'com.cloudflare.edge.r2.bucket.*': '*' } };
    assert.equal(await refusedByAccount(flat, 403), '9109 Unauthorized to access requested resource');
    for (const resources of [
      { [`com.cloudflare.api.account.${account}`]: { 'com.cloudflare.edge.r2.bucket.*': '*' } },
      { [`com.cloudflare.edge.r2.bucket.${account}_eu_invoices`]: '*' },
    ]) {
      for (const base of ['/user/tokens', `/accounts/${account}/tokens`]) {
        const body = { name: 'buckets', policies: [policy({ ...groups, resources })] };
        const made = await result<TokenView>(cf, base, { method: 'POST', body });
        cf.control.remove(made.id);
      }
    }
  });

  it('keeps granular groups from user tokens', async () => {
    const granular = [...cf.control.state.groups.values()].find(
      ({ scope }) => scope === 'com.cloudflare.edge.worker.script',
    );
    const words = await refusedPolicy({ permission_groups: [{ id: granular?.id }] });
    assert.equal(words, '1001 User tokens cannot reference roles with granular resource scopes');
  });

  it('wants ranges in CIDR notation', async () => {
    const wrong = [
      '192.0.2.1',
      '192.0.2.0/33',
      '2001:db8::/129',
      '192.0.2/24',
      'x/8',
      '/24',
      24,
      'fe80::1%eth0/64',
    ];
    for (const range of wrong) {
      for (const list of ['in', 'not_in']) {
        const body = { name: 'x', policies: [], condition: { request_ip: { [list]: [range] } } };
        assert.match(await refused(body), /^1001 .*is not a valid CIDR range/, String(range));
      }
    }
    assert.match(
      await refused({ name: 'x', policies: [], condition: { request_ip: { in: '192.0.2.0/24' } } }),
      /list/,
    );
  });

  it('does not take a condition of the wrong kind for none', async () => {
    const withCondition = (condition: unknown) => refused({ name: 'x', policies: [], condition });
    for (const condition of [[], '192.0.2.0/24', 7]) {
      assert.equal(await withCondition(condition), '400 condition must be an object');
    }
    for (const request_ip of [['192.0.2.0/24'], '192.0.2.0/24']) {
      assert.equal(await withCondition({ request_ip }), '400 request_ip must be an object');
    }
  });

  it('takes both spellings of the condition, and answers one', async () => {
    const body = {
      name: 'old spelling',
      policies: [],
      condition: { 'request.ip': { in: ['192.0.2.0/24', '2001:db8::1/128'], not_in: ['192.0.2.7/32'] } },
    };
    const made = await result<TokenView>(cf, '/user/tokens', { method: 'POST', body });
    assert.deepEqual(made.condition, { request_ip: body.condition['request.ip'] });
    cf.control.remove(made.id);
  });

  it('reads times, drops what is finer than a second, and takes null for unset', async () => {
    for (const time of [
      'tomorrow',
      '2026-01-01',
      '2026-13-01T00:00:00Z',
      1767225600,
      '2026-01-01T00:00:00',
      '2026-02-30T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '9999-12-31T23:59:59-10:00',
      '0000-01-01T00:00:00+10:00',
    ]) {
      assert.match(await refused({ name: 'x', policies: [], expires_on: time }), /^400 expires_on must be/);
    }
    const made = await result<TokenView>(cf, '/user/tokens', {
      method: 'POST',
      body: {
        name: 'times',
        policies: [],
        not_before: '2030-01-01T02:00:00.789+02:00',
        expires_on: '2031-01-01T00:00:00Z',
        condition: null,
        status: null,
      },
    });
    assert.equal(made.not_before, '2030-01-01T00:00:00Z');
    assert.equal(made.expires_on, '2031-01-01T00:00:00Z');
    assert.ok(!('condition' in made));
    cf.control.remove(made.id);
  });

  it('takes no status but active and disabled', async () => {
    for (const status of ['expired', 'revoked (exposed)', 'on', true]) {
      assert.match(await refused({ name: 'x', policies: [], status }), /^400 status must be one of/);
    }
  });

  it('does not route what is no route', async () => {
    const nowhere = async (path: string): Promise<void> => {
      assert.equal(
        await refusal(cf, 404, path),
        `7003 Could not route to /client/v4${path}, perhaps your object identifier is invalid?, 7000 No route for that URI`,
      );
    };
    await nowhere('/nothing');
    await nowhere('/accounts/invalid-account-id-000/tokens');
    await nowhere(`/user/tokens/${'a'.repeat(34)}`);
    await nowhere(`/user/tokens/${'a'.repeat(32)}/values`);
    await nowhere(`/zones/${'A'.repeat(32)}/dns_records`);
    await nowhere('/accounts//tokens');
    await nowhere(`/accounts/${account}/tokens//value`);
    const outside = await fetch(new URL('/', cf.url));
    assert.equal(outside.status, 404);
    assert.deepEqual(((await outside.json()) as Envelope).errors, [
      { code: 7000, message: 'No route for that URI' },
    ]);
    const method = (path: string, name: string) => refusal(cf, 405, path, { method: name });
    assert.equal(await method('/user/tokens/verify', 'POST'), '7001 Method POST not available for that URI.');
    assert.equal(
      await method(`/user/tokens/${'a'.repeat(32)}/value`, 'POST'),
      '7001 Method POST not available for that URI.',
    );
    assert.equal(await method('/zones', 'OPTIONS'), '7001 Method OPTIONS not available for that URI.');
  });
});
