// Cloudflare's own TypeScript client against the local Cloudflare: the calls it makes with a token.
import assert from 'node:assert/strict';
import Sdk from 'cloudflare';
import { after, before, describe, it } from 'mocha';
import { on, startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';

const DNS_WRITE = '4755a26eedb94da69e1066d98aa820be';

describe('local Cloudflare: the official client', () => {
  let cf: Cloudflare;
  let user: Sdk;
  let ofAccount: Sdk;
  let account_id: string;

  before(async () => {
    cf = await startCloudflare();
    account_id = cf.accounts[0] ?? '';
    user = client(cf.userToken);
    ofAccount = client(cf.accountToken);
  });
  after(() => cf.stop());

  const client = (apiToken: string): Sdk => new Sdk({ apiToken, baseURL: cf.url, maxRetries: 0 });
  const collect = async <T>(pages: AsyncIterable<T>): Promise<T[]> => {
    const items: T[] = [];
    for await (const item of pages) items.push(item);
    return items;
  };

  it('manages user tokens', async () => {
    assert.equal((await user.user.tokens.verify()).status, 'active');
    const groups = await collect(
      user.user.tokens.permissionGroups.list({ name: 'DNS Write', scope: 'com.cloudflare.api.account.zone' }),
    );
    assert.deepEqual(
      groups.map(({ id }) => id),
      [DNS_WRITE],
    );
    const params = {
      name: 'from the client',
      policies: [
        {
          effect: 'allow' as const,
          permission_groups: [{ id: DNS_WRITE }],
          resources: { 'com.cloudflare.api.account.zone.*': '*' },
        },
      ],
      condition: { request_ip: { in: ['127.0.0.0/8'] } },
      expires_on: '2099-01-01T00:00:00Z',
    };
    const made = await user.user.tokens.create(params);
    assert.match(made.value ?? '', /^cfut_/);
    assert.equal((await client(made.value ?? '').user.tokens.verify()).expires_on, params.expires_on);
    const id = made.id ?? '';
    assert.deepEqual((await user.user.tokens.get(id)).condition, params.condition);
    assert.equal((await user.user.tokens.update(id, { ...params, status: 'disabled' })).status, 'disabled');
    assert.match(await user.user.tokens.value.update(id, { body: {} }), /^cfut_/);
    assert.deepEqual(await user.user.tokens.delete(id), { id });
    await assert.rejects(user.user.tokens.get(id), Sdk.NotFoundError);
    const names = (await collect(user.user.tokens.list({ per_page: 5 }))).map(({ name }) => name);
    assert.ok(names.length > 5);
    assert.equal(new Set(names).size, names.length, 'no token comes twice');
  });

  it('manages account tokens', async () => {
    assert.equal((await ofAccount.accounts.tokens.verify({ account_id })).status, 'active');
    const groups = await collect(ofAccount.accounts.tokens.permissionGroups.list({ account_id }));
    assert.ok(groups.length > 300);
    assert.equal(
      (await ofAccount.accounts.tokens.permissionGroups.get({ account_id })).length,
      groups.length,
    );
    const params = {
      account_id,
      name: 'from the client',
      policies: [
        {
          effect: 'allow' as const,
          permission_groups: [{ id: DNS_WRITE }],
          resources: {
            [`com.cloudflare.api.account.${account_id}`]: { 'com.cloudflare.api.account.zone.*': '*' },
          },
        },
      ],
    };
    const made = await ofAccount.accounts.tokens.create(params);
    assert.match(made.value ?? '', /^cfat_/);
    const id = made.id ?? '';
    assert.equal((await ofAccount.accounts.tokens.get(id, { account_id })).name, params.name);
    assert.equal((await ofAccount.accounts.tokens.update(id, { ...params, name: 'new' })).name, 'new');
    assert.match(await ofAccount.accounts.tokens.value.update(id, { account_id }), /^cfat_/);
    assert.deepEqual(await ofAccount.accounts.tokens.delete(id, { account_id }), { id });
    const listed = await collect(user.accounts.tokens.list({ account_id, include_expired: true }));
    assert.equal(listed.length, 6);
  });

  it('reads accounts, zones, the user, memberships and buckets', async () => {
    assert.equal((await collect(user.accounts.list())).length, 3);
    assert.equal((await user.accounts.get({ account_id })).name, 'Fernhill Coffee');
    const zones = await collect(
      user.zones.list({
        account: { id: account_id },
        name: 'contains:example',
        type: ['full', 'partial'],
        per_page: 5,
      }),
    );
    assert.equal(zones.length, 5);
    const [zone] = zones;
    assert.equal((await user.zones.get({ zone_id: zone?.id ?? '' })).account.id, account_id);
    assert.equal((await user.user.get()).email, 'maya.lindqvist@fernhill.example');
    assert.equal((await collect(user.memberships.list({ status: 'accepted' }))).length, 3);
    const eu = await user.r2.buckets.list({ account_id, 'cf-r2-jurisdiction': 'eu' });
    assert.deepEqual(
      eu.buckets?.map(({ name }) => name),
      ['invoices'],
    );
  });

  it('edits DNS with a narrow token, and fails next door', async () => {
    const [shop, corporate] = await Promise.all(
      ['example.com', 'example.org'].map(
        async (name) => (await collect(user.zones.list({ name })))[0]?.id ?? '',
      ),
    );
    const narrow = client(cf.control.secretOf('Certbot on web-01'));
    const record = { type: 'TXT' as const, name: '_acme-challenge.example.com', content: '"x"', ttl: 60 };
    const made = await narrow.dns.records.create({ zone_id: shop ?? '', ...record });
    const listed = await collect(
      narrow.dns.records.list({ zone_id: shop ?? '', name: { exact: record.name }, type: 'TXT' }),
    );
    assert.deepEqual(
      listed.map(({ id }) => id),
      [made.id],
    );
    const change = { zone_id: shop ?? '', ...record, content: '"y"' };
    assert.equal((await narrow.dns.records.edit(made.id, change)).content, '"y"');
    assert.equal((await narrow.dns.records.update(made.id, { ...change, content: '"z"' })).content, '"z"');
    await narrow.dns.records.delete(made.id, { zone_id: shop ?? '' });
    await assert.rejects(
      narrow.dns.records.create({ zone_id: corporate ?? '', ...record }),
      (error) => error instanceof Sdk.PermissionDeniedError && error.errors[0]?.code === 10000,
    );
  });

  it('changes zones, batches of records, buckets, accounts and memberships with tokens that may', async () => {
    const { control } = cf;
    const account = control.state.accounts.get(account_id);
    assert.ok(account !== undefined);
    const { secret } = control.addToken({
      name: 'Terraform',
      owner: control.person,
      policies: [
        { groups: ['Zone Write', 'DNS Write'], on: on.zonesOf(account) },
        {
          scope: 'account',
          groups: ['Account Settings Write', 'Workers R2 Storage Write'],
          on: on.accounts(account),
        },
        { scope: 'user', groups: ['Memberships Write'], on: on.user(control.person) },
      ],
    });
    const terraform = client(secret);
    const zone = await terraform.zones.create({
      account: { id: account_id },
      name: 'sdk.example',
      type: 'full',
    });
    const { id: zone_id } = zone;
    assert.equal((await terraform.zones.edit({ zone_id, paused: true })).paused, true);
    const text = { type: 'TXT' as const, name: 'a.sdk.example', content: '"1"', ttl: 60 as const };
    const batch = await terraform.dns.records.batch({ zone_id, posts: [text, { ...text, content: '"2"' }] });
    assert.equal(batch.posts?.length, 2);
    assert.match(await terraform.dns.records.export({ zone_id }), /^a\.sdk\.example\.\t60\tIN\tTXT\t"2"$/m);
    assert.deepEqual(await terraform.zones.delete({ zone_id }), { id: zone_id });
    const eu = { account_id, 'cf-r2-jurisdiction': 'eu' as const };
    assert.equal((await terraform.r2.buckets.create({ ...eu, name: 'sdk-bucket' })).jurisdiction, 'eu');
    const cold = { ...eu, storage_class: 'InfrequentAccess' as const };
    assert.equal((await terraform.r2.buckets.edit('sdk-bucket', cold)).storage_class, 'InfrequentAccess');
    await terraform.r2.buckets.delete('sdk-bucket', eu);
    const [membership] = await collect(terraform.memberships.list());
    const id = membership?.id ?? '';
    assert.equal((await terraform.memberships.get(id)).id, id);
    await assert.rejects(
      user.zones.create({ account: { id: account_id }, name: 'sdk.example' }),
      (error) => error instanceof Sdk.PermissionDeniedError && error.errors[0]?.code === 1068,
    );
    control.remove('Terraform');
  });

  it('raises its own errors', async () => {
    await assert.rejects(ofAccount.user.get(), Sdk.PermissionDeniedError);
    await assert.rejects(ofAccount.user.tokens.verify(), Sdk.AuthenticationError);
    await assert.rejects(user.user.tokens.create({ name: '', policies: [] }), Sdk.BadRequestError);
    cf.control.inject({ times: 1, trouble: { do: 'throttle', body: 'empty' } });
    await assert.rejects(user.user.get(), Sdk.RateLimitError);
    cf.control.inject({ times: 1, trouble: { do: 'reset', when: 'before' } });
    await assert.rejects(user.user.get(), Sdk.APIConnectionError);
  });

  it('works with the Global API key', async () => {
    const { apiKey, email } = cf.control.person;
    const byKey = new Sdk({ apiKey, apiEmail: email, apiToken: null, baseURL: cf.url });
    assert.equal((await byKey.user.get()).id, cf.control.person.id);
  });
});
