// What can be changed beside tokens: zones, records in a batch, buckets, accounts, the user and memberships; each by
// who holds the Write group, and by nobody else.
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
}

const UNAUTHORIZED = '9109 Unauthorized to access requested resource';

describe('local Cloudflare: changes', () => {
  let cf: Cloudflare;
  let coffee: string;
  /** Secrets of tokens that hold a Write group each. */
  const holder: Record<'zones' | 'dns' | 'r2' | 'settings' | 'person' | 'memberships', string> = {
    zones: '',
    dns: '',
    r2: '',
    settings: '',
    person: '',
    memberships: '',
  };

  before(async () => {
    cf = await startCloudflare();
    coffee = cf.accounts[0] ?? '';
    const { control } = cf;
    const account = control.state.accounts.get(coffee);
    assert.ok(account !== undefined);
    const owner = control.person;
    const secret = (
      scope: 'user' | 'account' | 'zone',
      group: string,
      resources: Record<string, string | Record<string, string>>,
    ): string =>
      control.addToken({ name: group, owner, policies: [{ scope, groups: [group], on: resources }] }).secret;
    holder.zones = secret('zone', 'Zone Write', on.zonesOf(account));
    holder.dns = secret('zone', 'DNS Write', on.everyZone);
    holder.r2 = secret('account', 'Workers R2 Storage Write', on.accounts(account));
    holder.settings = secret('account', 'Account Settings Write', on.accounts(account));
    holder.person = secret('user', 'User Details Write', on.user(owner));
    holder.memberships = secret('user', 'Memberships Write', on.user(owner));
  });
  after(() => cf.stop());

  it('adds, pauses and removes zones', async () => {
    const as = holder.zones;
    const body = { name: 'New.Example.net', account: { id: coffee }, type: 'partial' };
    const post = { method: 'POST', as, body };
    const zone = await result<Named & { status: string; type: string }>(cf, '/zones', post);
    assert.deepEqual([zone.name, zone.status, zone.type], ['new.example.net', 'pending', 'partial']);
    assert.equal(await refusal(cf, 400, '/zones', post), '1061 new.example.net already exists');
    const path = `/zones/${zone.id}`;
    const edited = await result<{ paused: boolean; type: string }>(cf, path, {
      method: 'PATCH',
      as,
      body: { paused: true, type: 'full' },
    });
    assert.deepEqual([edited.paused, edited.type], [true, 'full']);
    assert.equal(await refusal(cf, 403, path, { method: 'DELETE' }), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, path, { method: 'PATCH', body: {} }), UNAUTHORIZED);
    assert.deepEqual(await result(cf, path, { method: 'DELETE', as }), { id: zone.id });
    assert.equal(await refusal(cf, 403, path, { as }), UNAUTHORIZED);
  });

  it('adds zones only where the caller may, and only under a domain name', async () => {
    const create = (body: object, as = holder.zones) => ({ method: 'POST', as, body });
    const denied = '1068 Permission denied';
    const account = { id: coffee };
    assert.equal(await refusal(cf, 403, '/zones', create({ name: 'x.example' })), denied);
    assert.equal(
      await refusal(cf, 403, '/zones', create({ name: 'x.example', account }, cf.userToken)),
      denied,
    );
    const other = { name: 'x.example', account: { id: cf.accounts[1] } };
    assert.equal(await refusal(cf, 403, '/zones', create(other)), denied);
    for (const name of ['', 'localhost', '-x.example', 'x..example', 'a b.example', 7]) {
      assert.match(await refusal(cf, 400, '/zones', create({ name, account })), /^1002 /);
    }
    assert.match(
      await refusal(cf, 400, '/zones', create({ name: 'x.example', account, type: 'odd' })),
      /^1001 type/,
    );
  });

  const records = (name: string): string =>
    `/zones/${[...cf.control.state.zones.values()].find((zone) => zone.name === name)?.id}/dns_records`;

  it('changes records in a batch, all or nothing', async () => {
    const as = holder.dns;
    const base = records('example.com');
    const list = async () =>
      (await result<Row[]>(cf, base, { as })).map(({ name, type, content }) => `${name} ${type} ${content}`);
    const before = await list();
    const a = { type: 'A', name: 'one', content: '192.0.2.1' };
    const one = await result<Row>(cf, base, { method: 'POST', as, body: a });
    const two = await result<Row>(cf, base, { method: 'POST', as, body: { ...a, name: 'two' } });
    const batch = (body: object) => ({ method: 'POST', as, body });
    const done = await result<Record<string, Row[]>>(
      cf,
      `${base}/batch`,
      batch({
        deletes: [{ id: one.id }],
        patches: [{ id: two.id, content: '192.0.2.2' }],
        posts: [{ ...a, content: '192.0.2.3' }],
      }),
    );
    assert.deepEqual(
      Object.entries(done).map(([part, rows]) => [part, rows.map(({ content }) => content)]),
      [
        ['deletes', ['192.0.2.1']],
        ['patches', ['192.0.2.2']],
        ['puts', []],
        ['posts', ['192.0.2.3']],
      ],
    );
    const now = await list();
    const broken = batch({
      deletes: [{ id: two.id }],
      posts: [
        { ...a, name: 'three' },
        { ...a, type: 'NONE' },
      ],
    });
    assert.match(await refusal(cf, 400, `${base}/batch`, broken), /^1004 /);
    assert.match(await refusal(cf, 400, `${base}/batch`, batch({ posts: {} })), /posts must be a list/);
    assert.match(await refusal(cf, 404, `${base}/batch`, batch({ puts: [null] })), /^81044 /);
    assert.deepEqual(await list(), now);
    const created = done['posts']?.[0]?.id;
    await result(cf, `${base}/batch`, batch({ deletes: [{ id: two.id }, { id: created }] }));
    assert.deepEqual(await list(), before);
    assert.equal(
      await refusal(cf, 403, `${base}/batch`, { method: 'POST', body: {} }),
      '10000 Authentication error',
    );
  });

  it('exports a zone as a text, and takes new parts of a record for its content', async () => {
    const as = holder.dns;
    const base = records('example.net');
    const body = { type: 'CAA', name: '@', data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' } };
    const made = await result<Row>(cf, base, { method: 'POST', as, body });
    assert.equal(made.content, '0 issue letsencrypt.org');
    const data = { ...body.data, value: 'pki.goog' };
    const changed = await result<Row>(cf, `${base}/${made.id}`, { method: 'PATCH', as, body: { data } });
    assert.equal(changed.content, '0 issue pki.goog');
    const { headers, text } = await call(cf, `${base}/export`, { as });
    assert.match(headers.get('content-type') ?? '', /^text\/plain/);
    assert.ok(text.includes('example.net.\t1\tIN\tA\t192.0.2.10\n'), text);
    assert.ok(text.includes('www.example.net.\t1\tIN\tCNAME\texample.net.\n'), text);
    await result(cf, `${base}/${made.id}`, { method: 'DELETE', as });
  });

  it('moves a bucket to another storage class', async () => {
    const path = `/accounts/${coffee}/r2/buckets/product-photos`;
    const patch = (as: string, word: string) => ({
      method: 'PATCH',
      as,
      headers: { 'cf-r2-storage-class': word },
    });
    const changed = await result<{ storage_class: string }>(cf, path, patch(holder.r2, 'InfrequentAccess'));
    assert.equal(changed.storage_class, 'InfrequentAccess');
    assert.match(await refusal(cf, 400, path, patch(holder.r2, 'Frozen')), /^1001 /);
    assert.equal(await refusal(cf, 403, path, patch(cf.userToken, 'Standard')), '10000 Authentication error');
  });

  it('renames an account', async () => {
    const path = `/accounts/${coffee}`;
    const put = (body: object, as = holder.settings) => ({ method: 'PUT', as, body });
    assert.equal((await result<Named>(cf, path, put({ id: coffee, name: 'Fernhill' }))).name, 'Fernhill');
    assert.equal((await result<Named>(cf, path)).name, 'Fernhill');
    assert.match(
      await refusal(cf, 400, path, put({ name: 'x', type: 'standard' })),
      /^1001 .*account type is not supported/,
    );
    assert.match(await refusal(cf, 400, path, put({ name: '<b>' })), /^1001 .*invalid character/);
    assert.match(await refusal(cf, 400, path, put({ name: 'x'.repeat(256) })), /^1001 .*too long/);
    assert.match(await refusal(cf, 400, path, put({})), /^1001 /);
    assert.equal(await refusal(cf, 403, path, put({ name: 'x' }, cf.userToken)), UNAUTHORIZED);
    assert.equal(
      await refusal(cf, 405, '/accounts/', put({ name: 'x' })),
      '7001 Method PUT not available for that URI.',
    );
  });

  it('renames the user', async () => {
    const body = { first_name: 'Mai' };
    const patch = { method: 'PATCH', body };
    const user = await result<Record<string, unknown>>(cf, '/user', { ...patch, as: holder.person });
    assert.deepEqual([user['first_name'], user['last_name']], ['Mai', 'Lindqvist']);
    assert.equal(await refusal(cf, 403, '/user', patch), UNAUTHORIZED);
  });

  it('accepts an invitation, and leaves an account', async () => {
    const account = cf.control.addAccount({ name: 'Inviting' });
    cf.control.addMembership(cf.control.person, account, { status: 'pending' });
    const as = holder.memberships;
    const [invited] = await result<{ id: string }[]>(cf, '/memberships?status=pending', { as });
    const path = `/memberships/${invited?.id}`;
    const accept = { method: 'PUT', body: { status: 'accepted' } };
    assert.equal(await refusal(cf, 403, path, accept), '10000 Authentication error');
    assert.match(
      await refusal(cf, 400, path, { ...accept, as, body: { status: 'pending' } }),
      /^1001 status/,
    );
    assert.equal((await result<{ status: string }>(cf, path, { ...accept, as })).status, 'accepted');
    assert.ok((await result<Named[]>(cf, '/accounts')).some(({ name }) => name === 'Inviting'));
    assert.deepEqual(await result(cf, path, { method: 'DELETE', as }), { id: invited?.id });
    assert.equal(await refusal(cf, 404, path, { as }), '1003 Membership not found');
    assert.ok(!(await result<Named[]>(cf, '/accounts')).some(({ name }) => name === 'Inviting'));
  });
});
