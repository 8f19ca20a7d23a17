// Accounts, zones, user, memberships, buckets and records: filters, orders, pages and shapes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { on, startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { call, refusal, result } from './caller.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Row extends Named {
  readonly type: string;
  readonly content: string;
  readonly ttl: number;
  readonly comment: string | null;
}

describe('local Cloudflare: lists', () => {
  let cf: Cloudflare;
  let coffee: string;

  before(async () => {
    cf = await startCloudflare();
    coffee = cf.accounts[0] ?? '';
    const account = cf.control.state.accounts.get(coffee);
    assert.ok(account !== undefined);
    cf.control.addZone({ name: 'intranet.example', account, type: 'internal' });
  });
  after(() => cf.stop());

  const names = async (path: string): Promise<string[]> =>
    (await result<Named[]>(cf, path)).map(({ name }) => name);

  it('lists accounts by name, in pages', async () => {
    assert.deepEqual(await names('/accounts'), ['Fernhill Coffee', 'Fernhill Labs', 'Harbour Street Studio']);
    assert.deepEqual(await names('/accounts?direction=desc&per_page=1&page=3'), ['Fernhill Coffee']);
    assert.deepEqual(await names('/accounts?name=labs'), ['Fernhill Labs']);
    await refusal(cf, 400, '/accounts?per_page=51');
    const account = await result<object>(cf, `/accounts/${coffee}`);
    assert.deepEqual(Object.keys(account), ['id', 'name', 'type', 'settings', 'created_on']);
    assert.deepEqual(
      (await result<Named[]>(cf, '/accounts', { as: cf.accountToken })).map(({ id }) => id),
      [coffee],
    );
  });

  it('finds zones with every operator', async () => {
    const all = await names('/zones');
    assert.equal(all.length, 12);
    assert.deepEqual(all, all.toSorted());
    const cases = {
      'example.com': ['example.com'],
      'EXAMPLE.com': ['example.com'],
      'equal:example.com': ['example.com'],
      'starts_with:Example.': ['example.com', 'example.net', 'example.org'],
      'starts_with_case_sensitive:Example.': [],
      'ends_with:.NET': ['example.net'],
      'ends_with_case_sensitive:.net': ['example.net'],
      'contains:hill-': ['fernhill-labs.example', 'fernhill-status.example'],
      'contains_case_sensitive:HILL': [],
      'not_equal:example.com': all.filter((name) => name !== 'example.com'),
      'nothing.example': [],
    };
    for (const [filter, expected] of Object.entries(cases)) {
      assert.deepEqual(await names(`/zones?name=${encodeURIComponent(filter)}`), expected, filter);
    }
  });

  it('combines filters with all or any of them', async () => {
    assert.deepEqual(await names('/zones?status=pending'), ['beanlog.example']);
    assert.deepEqual(await names('/zones?type=partial'), ['crumb-and-co.example']);
    assert.deepEqual(await names('/zones?type=internal'), ['intranet.example']);
    assert.equal((await names('/zones?type=full&type=partial,internal')).length, 13);
    assert.equal((await names(`/zones?account.id=${coffee}`)).length, 5);
    assert.equal((await names('/zones?account.name=Fernhill%20Labs')).length, 4);
    assert.equal((await names('/zones?account.name=contains:fernhill')).length, 9);
    assert.deepEqual(await names(`/zones?status=moved&account.id=${coffee}`), []);
    assert.equal((await names(`/zones?status=moved&account.id=${coffee}&match=any`)).length, 6);
    for (const query of ['status=up', 'type=odd', 'order=age', 'match=some', 'per_page=4', 'per_page=100']) {
      await refusal(cf, 400, `/zones?${query}`);
    }
  });

  it('orders zones', async () => {
    const all = await names('/zones?direction=desc');
    assert.deepEqual(all, (await names('/zones')).reverse());
    assert.deepEqual((await names('/zones?order=status&direction=desc')).slice(0, 2), [
      'beanlog.example',
      'old-roastery.example',
    ]);
    assert.equal((await names('/zones?order=plan.id'))[0], 'example.com');
    assert.equal((await names('/zones?order=account.name&direction=desc'))[0], 'tidewater-gallery.example');
  });

  it('shows a zone with its account, its plan and what the caller may do there', async () => {
    const [zone] = await result<(Named & { account: Named; permissions: string[]; plan: object })[]>(
      cf,
      '/zones?name=example.com',
    );
    assert.deepEqual(zone?.account, { id: coffee, name: 'Fernhill Coffee' });
    assert.deepEqual(zone.permissions, ['#zone:read']);
    assert.deepEqual(await result(cf, `/zones/${zone.id}`), zone);
    const words = await refusal(cf, 403, `/zones/${'0'.repeat(32)}`);
    assert.equal(words, '9109 Unauthorized to access requested resource');
  });

  it('pages zones', async () => {
    const { body } = await call(cf, '/zones?per_page=5&page=3');
    assert.equal((body?.result as unknown[]).length, 2);
    assert.deepEqual(body?.result_info, { page: 3, per_page: 5, count: 2, total_count: 12, total_pages: 3 });
  });

  it('shows the user', async () => {
    const user = await result<Record<string, unknown>>(cf, '/user');
    assert.equal(user['email'], 'maya.lindqvist@fernhill.example');
    assert.equal(user['first_name'], 'Maya');
    assert.equal((user['organizations'] as unknown[]).length, 3);
    assert.equal(user['id'], cf.control.person.id);
  });

  it('shows memberships with their accounts', async () => {
    const outsider = cf.control.addAccount({ name: 'Zebra Crossing' });
    cf.control.addMembership(cf.control.person, outsider, {
      status: 'pending',
      roles: ['Billing'],
      rights: 'all',
    });
    const memberships = (query: string) =>
      result<{ id: string; status: string; roles: string[]; account: Named }[]>(cf, `/memberships${query}`);
    const all = await memberships('');
    assert.equal(all.at(-1)?.account.name, 'Zebra Crossing');
    assert.deepEqual(
      (await memberships('?status=pending')).map(({ roles }) => roles),
      [['Billing']],
    );
    assert.equal((await memberships('?account.name=harbour')).length, 1);
    assert.equal((await memberships('?order=status&direction=desc'))[0]?.status, 'pending');
    assert.deepEqual(await result(cf, `/memberships/${all[0]?.id}`), all[0]);
    assert.equal(await refusal(cf, 404, `/memberships/${'0'.repeat(32)}`), '1003 Membership not found');
    assert.ok(!(await names('/accounts')).includes('Zebra Crossing'), 'a pending membership opens nothing');
    cf.control.person.memberships.pop();
    cf.control.state.accounts.delete(outsider.id);
  });

  it('lists buckets of one jurisdiction, with cursors', async () => {
    const path = `/accounts/${coffee}/r2/buckets`;
    const buckets = async (query: string, jurisdiction?: string) => {
      const headers = jurisdiction === undefined ? {} : { 'cf-r2-jurisdiction': jurisdiction };
      const { body } = await call(cf, path + query, { headers });
      const { buckets: found } = body?.result as { buckets: { name: string; jurisdiction: string }[] };
      return { names: found.map(({ name }) => name), info: body?.result_info ?? {} };
    };
    assert.deepEqual((await buckets('')).names, ['product-photos', 'storefront-assets']);
    assert.deepEqual((await buckets('', 'eu')).names, ['invoices']);
    assert.deepEqual((await buckets('', 'fedramp')).names, []);
    assert.deepEqual((await buckets('?name_contains=photo')).names, ['product-photos']);
    assert.deepEqual((await buckets('?start_after=product-photos')).names, ['storefront-assets']);
    const first = await buckets('?per_page=1');
    assert.deepEqual(first.names, ['product-photos']);
    const rest = await buckets(`?per_page=1&cursor=${String(first.info['cursor'])}`);
    assert.deepEqual(rest.names, ['storefront-assets']);
    assert.deepEqual(rest.info, { per_page: 1 }, 'no cursor at the end');
    assert.deepEqual((await buckets('?direction=desc')).names, ['storefront-assets', 'product-photos']);
    const down = await buckets('?direction=desc&per_page=1');
    assert.deepEqual((await buckets(`?direction=desc&cursor=${String(down.info['cursor'])}`)).names, [
      'product-photos',
    ]);
    await refusal(cf, 400, path, { headers: { 'cf-r2-jurisdiction': 'moon' } });
    await refusal(cf, 400, `${path}?per_page=1001`);
  });

  it('makes, shows and deletes buckets for who may', async () => {
    const { control } = cf;
    const account = control.state.accounts.get(coffee);
    assert.ok(account !== undefined);
    const { secret: as, id } = control.addToken({
      name: 'R2 admin',
      owner: account,
      policies: [{ scope: 'account', groups: ['Workers R2 Storage Write'], on: on.accounts(account) }],
    });
    const path = `/accounts/${coffee}/r2/buckets`;
    const headers = { 'cf-r2-jurisdiction': 'eu' };
    const made = await result<{ name: string; jurisdiction: string }>(cf, path, {
      as,
      headers,
      method: 'POST',
      body: { name: 'drafts' },
    });
    assert.equal(made.jurisdiction, 'eu');
    assert.deepEqual(await result(cf, `${path}/drafts`, { as, headers }), made);
    await refusal(cf, 409, path, { as, headers, method: 'POST', body: { name: 'drafts' } });
    await refusal(cf, 400, path, { as, method: 'POST', body: { name: 'No' } });
    await refusal(cf, 403, path, { method: 'POST', body: { name: 'read-only' } });
    await refusal(cf, 404, `${path}/drafts`, { as });
    await result(cf, `${path}/drafts`, { as, headers, method: 'DELETE' });
    await refusal(cf, 404, `${path}/drafts`, { as, headers });
    control.remove(id);
  });

  it('keeps DNS records', async () => {
    const [zone] = await result<Named[]>(cf, '/zones?name=example.com');
    const base = `/zones/${zone?.id}/dns_records`;
    const as = cf.control.secretOf('Certbot on web-01');
    const write = (method: string, path: string, body: object) => result<Row>(cf, path, { as, method, body });
    const list = async (query: string) =>
      (await result<Row[]>(cf, base + query, { as })).map(({ type, name }) => `${type} ${name}`);
    const body = { type: 'A', name: 'api', content: '192.0.2.44', ttl: 120, comment: 'from a test' };
    const made = await write('POST', base, body);
    assert.equal(made.name, 'api.example.com');
    assert.deepEqual(await result(cf, `${base}/${made.id}`, { as }), made);
    assert.deepEqual(await list('?type=A&name=api.example.com'), ['A api.example.com']);
    assert.deepEqual(await list('?name.exact=API.example.com'), ['A api.example.com']);
    assert.deepEqual(await list('?comment.contains=TEST'), ['A api.example.com']);
    assert.deepEqual(await list('?content.startswith=192.0.2.4&content=none&match=any'), [
      'A api.example.com',
    ]);
    assert.deepEqual(await list('?search=spf1'), ['TXT example.com']);
    assert.deepEqual(await list('?proxied=true&order=type'), ['A example.com', 'CNAME www.example.com']);
    const again = await refusal(cf, 400, base, { as, method: 'POST', body });
    assert.equal(again, '81058 An identical record already exists.');
    const patched = await write('PATCH', `${base}/${made.id}`, { content: '192.0.2.45' });
    assert.deepEqual([patched.content, patched.ttl, patched.comment], ['192.0.2.45', 120, 'from a test']);
    const put = await write('PUT', `${base}/${made.id}`, { type: 'A', name: 'api', content: '192.0.2.46' });
    assert.deepEqual([put.content, put.ttl, put.comment], ['192.0.2.46', 1, null]);
    const wrong = { type: 'A', name: 'x', content: 'not an address' };
    assert.equal(
      await refusal(cf, 400, base, { as, method: 'POST', body: wrong }),
      '9005 Content for A record must be a valid IPv4 address.',
    );
    await result(cf, `${base}/${made.id}`, { as, method: 'DELETE' });
    assert.equal(await refusal(cf, 404, `${base}/${made.id}`, { as }), '81044 Record does not exist.');
  });
});
