// The life of a token: create, read, list, replace, roll, delete, in both families.
import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { after, before, describe, it } from 'mocha';
import { startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { call, refusal, result } from './caller.ts';
import type { TokenView } from './caller.ts';

const DNS_READ = '82e64a83756745bbbb1c9c2701bf816b';
const DNS_WRITE = '4755a26eedb94da69e1066d98aa820be';
const ZONE_READ = 'c8fed203ed3043cba015a93ad1616f1f';
const DAY = 86_400_000;

describe('local Cloudflare: tokens', () => {
  let cf: Cloudflare;
  let account: string;

  before(async () => {
    cf = await startCloudflare();
    account = cf.accounts[0] ?? '';
  });
  after(() => cf.stop());

  /** Both families, with resources that each accepts. */
  const families = () => [
    {
      base: '/user/tokens',
      as: cf.userToken,
      prefix: 'cfut_',
      resources: { 'com.cloudflare.api.account.zone.*': '*' },
    },
    {
      base: `/accounts/${account}/tokens`,
      as: cf.accountToken,
      prefix: 'cfat_',
      resources: { [`com.cloudflare.api.account.${account}`]: { 'com.cloudflare.api.account.zone.*': '*' } },
    },
  ];

  it('creates with a secret of the new shape, and never shows it again', async () => {
    for (const { base, as, prefix, resources } of families()) {
      const policies = [{ effect: 'allow', resources, permission_groups: [{ id: DNS_READ }] }];
      const made = await result<TokenView>(cf, base, {
        method: 'POST',
        as,
        body: { name: 'made', policies },
      });
      assert.match(made.id, /^[0-9a-f]{32}$/);
      assert.match(made.value ?? '', new RegExp(`^${prefix}[A-Za-z0-9]{40}[0-9a-f]{8}$`));
      const secret = made.value ?? '';
      assert.equal(secret.slice(-8), crc32(secret.slice(0, -8)).toString(16).padStart(8, '0'));
      const read = await result<TokenView>(cf, `${base}/${made.id}`, { as });
      assert.ok(!('value' in read));
      assert.deepEqual({ ...read, value: secret }, made);
      assert.equal((await result<{ id: string }>(cf, `${base}/verify`, { as: secret })).id, made.id);
      assert.deepEqual(await result(cf, `${base}/${made.id}`, { method: 'DELETE', as }), { id: made.id });
      assert.equal(await refusal(cf, 404, `${base}/${made.id}`, { as }), '1003 API token not found');
      assert.equal(await refusal(cf, 401, `${base}/verify`, { as: secret }), '1000 Invalid API Token');
    }
  });

  it('keeps the families apart', async () => {
    const { id } = cf.control.token('Certbot on web-01');
    assert.equal(await refusal(cf, 404, `/accounts/${account}/tokens/${id}`), '1003 API token not found');
    const other = cf.control.token('Gallery site DNS').id;
    assert.equal(await refusal(cf, 404, `/user/tokens/${other}`), '1003 API token not found');
    assert.equal(await refusal(cf, 404, `/accounts/${account}/tokens/${other}`), '1003 API token not found');
  });

  it('lets a user token manage account tokens and tells who made them', async () => {
    const [, { base, resources }] = families() as [unknown, ReturnType<typeof families>[number]];
    const body = {
      name: 'by a user',
      policies: [{ effect: 'allow', resources, permission_groups: [{ id: DNS_READ }] }],
    };
    const made = await result<TokenView>(cf, base, { method: 'POST', body });
    assert.equal(made.creator_email_at_creation, 'maya.lindqvist@fernhill.example');
    await result(cf, `${base}/${made.id}`, { method: 'DELETE' });
  });

  it('answers names and meta of groups, and reorders policies and groups until told not to', async () => {
    const policies = [
      {
        effect: 'allow',
        resources: { 'com.cloudflare.api.account.zone.*': '*' },
        permission_groups: [{ id: ZONE_READ, name: 'wrong name' }, { id: DNS_WRITE }],
      },
      {
        effect: 'deny',
        resources: { 'com.cloudflare.api.account.zone.*': '*' },
        permission_groups: [{ id: DNS_READ }],
      },
    ];
    const body = { name: 'ordered', policies };
    const made = await result<TokenView>(cf, '/user/tokens', { method: 'POST', body });
    assert.deepEqual(
      made.policies.map(({ effect }) => effect),
      ['deny', 'allow'],
    );
    const groups = made.policies[1]?.permission_groups ?? [];
    assert.deepEqual(
      groups.map(({ id, name }) => [id, name]),
      [
        [DNS_WRITE, 'DNS Write'],
        [ZONE_READ, 'Zone Read'],
      ],
    );
    assert.equal(groups[0]?.meta['scopes'], 'com.cloudflare.api.account.zone');
    assert.ok(Object.values(groups[0].meta).every((value) => typeof value === 'string'));
    cf.control.set({ reorderAnswers: false });
    const kept = await result<TokenView>(cf, `/user/tokens/${made.id}`);
    cf.control.set({ reorderAnswers: true });
    assert.deepEqual(
      kept.policies.map(({ effect }) => effect),
      ['allow', 'deny'],
    );
    assert.equal(kept.policies[0]?.permission_groups[0]?.id, ZONE_READ);
    cf.control.remove(made.id);
  });

  it('replaces everything on PUT: what is left out is cleared', async () => {
    const policies = [
      {
        effect: 'allow',
        resources: { 'com.cloudflare.api.account.zone.*': '*' },
        permission_groups: [{ id: DNS_READ }],
      },
    ];
    const full = {
      name: 'full',
      policies,
      status: 'disabled',
      not_before: '2018-07-01T05:20:00Z',
      expires_on: '2099-01-01T00:00:00Z',
      condition: { request_ip: { in: ['192.0.2.0/24'] } },
    };
    const made = await result<TokenView>(cf, '/user/tokens', { method: 'POST', body: full });
    assert.equal(made.status, 'disabled');
    assert.equal(made.not_before, full.not_before);
    assert.equal(made.expires_on, full.expires_on);
    assert.deepEqual(made.condition, full.condition, 'only the list that was sent comes back');
    cf.control.advance(5000);
    const body = { name: 'bare', policies };
    const path = `/user/tokens/${made.id}`;
    const replaced = await result<TokenView>(cf, path, { method: 'PUT', body });
    assert.equal(replaced.name, 'bare');
    assert.equal(replaced.status, 'active');
    for (const field of ['not_before', 'expires_on', 'condition', 'value'])
      assert.ok(!(field in replaced), field);
    assert.notEqual(replaced.policies[0]?.id, made.policies[0]?.id, 'policies get new ids');
    assert.notEqual(replaced.modified_on, made.modified_on);
    assert.equal(replaced.issued_on, made.issued_on);
    const disabled = await result<TokenView>(cf, path, {
      method: 'PUT',
      body: { ...body, status: 'disabled' },
    });
    assert.equal(disabled.status, 'disabled');
    assert.equal(await refusal(cf, 403, '/zones', { as: made.value ?? '' }), '9109 Invalid access token');
    await result(cf, path, { method: 'PUT', body: { ...body, status: 'active', policies: [] } });
    assert.deepEqual(await result(cf, '/zones', { as: made.value ?? '' }), []);
    cf.control.remove(made.id);
  });

  it('rolls to a bare string; the old secret is dead and the id stays', async () => {
    const token = cf.control.addToken({ name: 'rolled', owner: cf.control.person, policies: [] });
    const old = token.secret;
    const modified = token.modifiedOn;
    cf.control.advance(2000);
    const fresh = await result<string>(cf, `/user/tokens/${token.id}/value`, { method: 'PUT', body: {} });
    assert.match(fresh, /^cfut_[A-Za-z0-9]{40}[0-9a-f]{8}$/);
    assert.equal(await refusal(cf, 401, '/user/tokens/verify', { as: old }), '1000 Invalid API Token');
    assert.equal((await result<TokenView>(cf, '/user/tokens/verify', { as: fresh })).id, token.id);
    assert.ok(token.modifiedOn > modified);
    await result(cf, `/user/tokens/${token.id}/value`, { method: 'PUT' });
    cf.control.remove(token.id);
  });

  it('makes legacy secrets when asked to', async () => {
    cf.control.set({ legacySecrets: true });
    const made = await result<TokenView>(cf, '/user/tokens', {
      method: 'POST',
      body: { name: 'old', policies: [] },
    });
    cf.control.set({ legacySecrets: false });
    assert.match(made.value ?? '', /^[A-Za-z0-9_-]{40}$/);
    await result(cf, '/user/tokens/verify', { as: made.value ?? '' });
    const rolled = await result<string>(cf, `/user/tokens/${made.id}/value`, { method: 'PUT', body: {} });
    assert.match(rolled, /^cfut_/);
    cf.control.remove(made.id);
  });

  it('needs a while to know a new secret, when asked to', async () => {
    cf.control.set({ propagationMs: 4000 });
    const made = await result<TokenView>(cf, '/user/tokens', {
      method: 'POST',
      body: { name: 'slow', policies: [] },
    });
    cf.control.set({ propagationMs: 0 });
    const as = made.value ?? '';
    assert.equal(await refusal(cf, 401, '/user/tokens/verify', { as }), '1000 Invalid API Token');
    cf.control.advance(4000);
    await result(cf, '/user/tokens/verify', { as });
    cf.control.remove(made.id);
  });

  it('hides expired tokens until asked, and old ones for good', async () => {
    const names = async (query: string): Promise<string[]> =>
      (await result<TokenView[]>(cf, query)).map(({ name }) => name);
    assert.ok(!(await names('/user/tokens?per_page=50')).includes('Grafana dashboards'));
    assert.ok((await names('/user/tokens?include_expired=true&per_page=50')).includes('Grafana dashboards'));
    const harbour = `/accounts/${cf.accounts[2]}/tokens?include_expired=true`;
    assert.deepEqual(await names(harbour), ['Gallery site DNS']);
    cf.control.advance(-40 * DAY);
    assert.ok((await names('/user/tokens?per_page=50')).includes('Grafana dashboards'));
    cf.control.advance(40 * DAY);
    const expired = cf.control.token('Grafana dashboards').id;
    assert.equal((await result<TokenView>(cf, `/user/tokens/${expired}`)).status, 'expired');
  });

  it('pages, filters by name and turns the order', async () => {
    const all = await call(cf, '/user/tokens?per_page=50');
    const total = all.body?.result_info?.['total_count'];
    const { body } = await call(cf, '/user/tokens?page=2&per_page=5');
    const page = body?.result as TokenView[];
    assert.deepEqual(body?.result_info, {
      page: 2,
      per_page: 5,
      count: page.length,
      total_count: total,
      total_pages: Math.ceil(Number(total) / 5),
    });
    const beyond = await call(cf, '/user/tokens?page=99');
    assert.deepEqual(beyond.body?.result, []);
    assert.equal(beyond.body.result_info?.['count'], 0);
    assert.deepEqual(
      (await result<TokenView[]>(cf, '/user/tokens?name=certbot')).map(({ name }) => name),
      ['Certbot on web-01'],
    );
    const down = await result<TokenView[]>(cf, '/user/tokens?per_page=50');
    const up = await result<TokenView[]>(cf, '/user/tokens?per_page=50&direction=ASC');
    assert.deepEqual(up, down.toReversed());
    for (const query of [
      'per_page=4',
      'per_page=51',
      'page=0',
      'page=x',
      'direction=up',
      'include_expired=1',
    ]) {
      await refusal(cf, 400, `/user/tokens?${query}`);
    }
    cf.control.set({ totalPages: false });
    const older = await call(cf, '/user/tokens');
    assert.ok(!('total_pages' in (older.body?.result_info ?? {})));
    cf.control.set({ totalPages: true });
  });

  it('shows a list under a trailing slash, and no other method there', async () => {
    assert.deepEqual(await result(cf, '/user/tokens/'), await result(cf, '/user/tokens'));
    for (const method of ['PUT', 'DELETE']) {
      const words = await refusal(cf, 405, '/user/tokens/', { method });
      assert.equal(words, `7001 Method ${method} not available for that URI.`);
    }
  });

  it('answers null for unset dates when asked to', async () => {
    cf.control.set({ explicitNulls: true });
    const token = await result<TokenView>(cf, `/user/tokens/${cf.control.token('VS Code').id}`);
    cf.control.set({ explicitNulls: false });
    assert.equal(token.expires_on, null);
    assert.equal(token.not_before, null);
  });

  it('serves all permission groups at once, filtered by part of the name and by scope', async () => {
    const groups = (path: string) =>
      result<{ id: string; name: string; scopes: string[]; category: string; is_selectable: boolean }[]>(
        cf,
        path,
      );
    const user = await groups('/user/tokens/permission_groups?page=2&per_page=5');
    const ofAccount = await groups(`/accounts/${account}/tokens/permission_groups`);
    assert.equal(user.length, cf.control.state.groups.size);
    assert.ok(user.every(({ id }) => /^[0-9a-f]{32}$/.test(id)));
    assert.ok(user.every((group) => group.category !== '' && group.scopes.length === 1));
    assert.ok(ofAccount.every((group) => group.is_selectable));
    const granular = user.filter((group) => !group.is_selectable).map(({ scopes: [scope] }) => scope);
    assert.deepEqual(
      granular,
      ['com.cloudflare.edge.worker.script'],
      'user tokens cannot have the granular groups',
    );
    const isUsers = ({ scopes }: { scopes: string[] }) => scopes.includes('com.cloudflare.api.user');
    assert.equal(user.filter(isUsers).length, 6);
    assert.deepEqual(
      ofAccount.map(({ id }) => id),
      user.filter((group) => !isUsers(group)).map(({ id }) => id),
    );
    const query = `name=${encodeURIComponent('DNS Read')}&scope=com.cloudflare.api.account.zone`;
    const [only, ...more] = await groups(`/user/tokens/permission_groups?${query}`);
    assert.equal(only?.id, DNS_READ);
    assert.deepEqual(more, []);
    const [pages, ...others] = await groups('/user/tokens/permission_groups?name=pages%20read');
    assert.equal(pages?.name, 'Pages Read', 'the group that is called so comes first');
    assert.ok(others.length > 0);
    assert.ok((await groups('/user/tokens/permission_groups?name=Workers')).length > 5);
    assert.deepEqual(await groups('/user/tokens/permission_groups?name=DNS%2520Read'), []);
  });

  it('stops at the quotas, which is exactly when they are reached', async () => {
    const body = { name: 'the last one', policies: [] };
    for (const [base, setting] of [
      ['/user/tokens', 'userTokenQuota'],
      [`/accounts/${account}/tokens`, 'accountTokenQuota'],
    ] as const) {
      const usual = cf.control.settings[setting];
      const { body: list } = await call(cf, `${base}?include_expired=true`);
      const quota = Number(list?.result_info?.['total_count']) + 1;
      cf.control.set({ [setting]: quota });
      const last = await result<TokenView>(cf, base, { method: 'POST', body });
      const words = await refusal(cf, 400, base, { method: 'POST', body });
      assert.ok(words.includes(`at most ${quota} API tokens`), words);
      await result(cf, `${base}/${last.id}`, { method: 'DELETE' });
      cf.control.remove((await result<TokenView>(cf, base, { method: 'POST', body })).id);
      cf.control.set({ [setting]: usual });
    }
  });

  it('keeps the tokens that Cloudflare made for itself', async () => {
    const { id } = cf.control.token('Resource tagging');
    const words = await refusal(cf, 400, `/accounts/${account}/tokens/${id}`, { method: 'DELETE' });
    assert.match(words, /^1001 .*managed by Cloudflare/);
  });

  it('carries fields and groups of the future, and drops them when a PUT leaves them out', async () => {
    const path = `/accounts/${cf.accounts[1]}/tokens/${cf.control.token('Quantum gateway pilot').id}`;
    const token = await result<TokenView & { rotation?: object }>(cf, path);
    assert.deepEqual(token.rotation, { period_days: 90 });
    const { name, policies, rotation } = token;
    const same = await result<typeof token>(cf, path, { method: 'PUT', body: { name, policies, rotation } });
    assert.deepEqual(same.rotation, rotation);
    assert.equal(same.policies.length, 2);
    const less = await result<typeof token>(cf, path, { method: 'PUT', body: { name, policies } });
    assert.ok(!('rotation' in less));
  });

  it('lets a token edit and delete itself', async () => {
    const name = 'self';
    const token = cf.control.addToken({
      name,
      owner: cf.control.person,
      policies: [
        {
          scope: 'user',
          groups: ['API Tokens Write'],
          on: { [`com.cloudflare.api.user.${cf.control.person.id}`]: '*' },
        },
      ],
    });
    const as = token.secret;
    assert.deepEqual(await result(cf, `/user/tokens/${token.id}`, { method: 'DELETE', as }), {
      id: token.id,
    });
    assert.equal(await refusal(cf, 401, '/user/tokens/verify', { as }), '1000 Invalid API Token');
  });
});
