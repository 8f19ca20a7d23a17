// What tokens may do, and what their makers may give away.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { on, startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { refusal, result } from './caller.ts';
import type { TokenView } from './caller.ts';

const DNS_READ = '82e64a83756745bbbb1c9c2701bf816b';
const DNS_WRITE = '4755a26eedb94da69e1066d98aa820be';
const ZONE_READ = 'c8fed203ed3043cba015a93ad1616f1f';
const SETTINGS_READ = 'c1fde68c7bcc44588cbb6ddbc16d6480';
const TOKENS_WRITE = '686d18d5ac6c441c867cbf6771e58a0a';
const UNAUTHORIZED = '9109 Unauthorized to access requested resource';
const cannot = (group: string) =>
  `1001 Failed common permission check against resources. (Permission group: "${group}")`;

describe('local Cloudflare: what tokens may do', () => {
  let cf: Cloudflare;

  before(async () => {
    cf = await startCloudflare();
  });
  after(() => cf.stop());

  const zoneId = (name: string): string =>
    [...cf.control.state.zones.values()].find((zone) => zone.name === name)?.id ?? '';
  const records = (name: string): string => `/zones/${zoneId(name)}/dns_records`;
  const record = { type: 'TXT', name: '_acme-challenge', content: '"proof"' };

  it('lets a narrow token work on its zone and nowhere else', async () => {
    const as = cf.control.secretOf('Certbot on web-01');
    const made = await result<{ id: string; name: string }>(cf, records('example.com'), {
      method: 'POST',
      as,
      body: record,
    });
    assert.equal(made.name, '_acme-challenge.example.com');
    const one = `${records('example.com')}/${made.id}`;
    assert.deepEqual(await result(cf, one, { as, method: 'DELETE' }), { id: made.id });
    for (const method of ['GET', 'POST']) {
      const body = method === 'POST' ? { body: record } : {};
      assert.equal(
        await refusal(cf, 403, records('example.org'), { as, method, ...body }),
        '10000 Authentication error',
      );
    }
    assert.deepEqual(await result(cf, '/zones', { as }), [], 'no Zone Read: an empty list, not an error');
    assert.deepEqual(await result(cf, '/accounts', { as }), []);
    assert.equal(await refusal(cf, 403, `/zones/${zoneId('example.com')}`, { as }), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, '/user', { as }), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, '/user/tokens', { as }), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, `/accounts/${cf.accounts[0]}/tokens`, { as }), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, `/accounts/${cf.accounts[0]}`, { as }), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, '/memberships', { as }), '10000 Authentication error');
    assert.equal(
      await refusal(cf, 403, `/accounts/${cf.accounts[0]}/r2/buckets`, { as }),
      '10000 Authentication error',
    );
  });

  it('reads with a Read group, and does not write', async () => {
    const as = cf.control.secretOf('Zoë\'s "scratch" <test> & 日本語');
    await result(cf, records('beanlog.example'), { as });
    assert.equal(
      await refusal(cf, 403, records('beanlog.example'), { as, method: 'POST', body: record }),
      '10000 Authentication error',
    );
  });

  it('lets a deny win over an allow', async () => {
    const as = cf.control.secretOf('ExternalDNS k8s-prod');
    await result(cf, records('example.com'), { as });
    assert.equal(await refusal(cf, 403, records('example.org'), { as }), '10000 Authentication error');
    const names = (await result<{ name: string }[]>(cf, '/zones', { as })).map(({ name }) => name);
    assert.equal(names.length, 10);
    assert.ok(!names.includes('example.org') && !names.includes('harbour-street.example'));
  });

  it('understands nested wildcards, plain accounts and several zones', async () => {
    const [first, second] = cf.accounts.map((id) => cf.control.state.accounts.get(id));
    assert.ok(first !== undefined && second !== undefined);
    const seen = async (policies: Parameters<typeof cf.control.addToken>[0]['policies']): Promise<number> => {
      const token = cf.control.addToken({ name: 'probe', owner: cf.control.person, policies });
      const count = (await result<unknown[]>(cf, '/zones', { as: token.secret })).length;
      cf.control.remove(token.id);
      return count;
    };
    const groups = ['Zone Read'];
    assert.equal(await seen([{ groups, on: on.everyZone }]), 12);
    assert.equal(await seen([{ groups, on: on.zonesOf(first) }]), 5);
    assert.equal(await seen([{ groups, on: on.accounts(first) }]), 5);
    assert.equal(await seen([{ groups, on: on.accounts(first, second) }]), 9);
    assert.equal(await seen([{ groups: ['DNS Write'], on: on.everyZone }]), 0);
    assert.equal(
      await seen([
        { groups, on: on.everyZone },
        { effect: 'deny', groups, on: on.zonesOf(second) },
      ]),
      8,
    );
  });

  it('needs the token right, of the right level, on the right account', async () => {
    const { control, accounts } = cf;
    const [first, second] = accounts;
    const account = control.state.accounts.get(first ?? '');
    assert.ok(account !== undefined);
    const token = control.addToken({
      name: 'reader',
      owner: control.person,
      policies: [{ scope: 'account', groups: ['Account API Tokens Read'], on: on.accounts(account) }],
    });
    const as = token.secret;
    await result(cf, `/accounts/${first}/tokens`, { as });
    await result(cf, `/accounts/${first}/tokens/permission_groups`, { as });
    assert.equal(await refusal(cf, 403, `/accounts/${second}/tokens`, { as }), UNAUTHORIZED);
    const create = { as, method: 'POST', body: { name: 'x', policies: [] } };
    assert.equal(await refusal(cf, 403, `/accounts/${first}/tokens`, create), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, '/user/tokens', { as }), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, `/accounts/${'0'.repeat(32)}/tokens`), UNAUTHORIZED);
    assert.equal(await refusal(cf, 403, `/accounts/${second}/tokens`, { as: cf.accountToken }), UNAUTHORIZED);
    control.remove(token.id);
  });

  it('answers 7403 for accounts and zones that are none', async () => {
    const none = '0'.repeat(32);
    const words = (what: string) =>
      `7403 The given ${what} is not valid or is not authorized to access this service`;
    assert.equal(await refusal(cf, 403, `/accounts/${none}/r2/buckets`), words('account'));
    assert.equal(await refusal(cf, 403, `/zones/${none}/dns_records`), words('zone'));
  });

  it('can say Forbidden with a link, as some products do since August 2026', async () => {
    cf.control.set({ forbiddenWords: true });
    assert.equal(await refusal(cf, 403, records('example.com')), '10000 Forbidden');
    cf.control.set({ forbiddenWords: false });
    assert.equal(await refusal(cf, 403, records('example.com')), '10000 Authentication error');
  });

  it('wants each group to fit each resource', async () => {
    const account = cf.accounts[0] ?? '';
    const accountKey = `com.cloudflare.api.account.${account}`;
    const userKey = `com.cloudflare.api.user.${cf.control.person.id}`;
    const create = (groups: string[], resources: object, base = '/user/tokens') => ({
      path: base,
      how: {
        method: 'POST',
        body: {
          name: 'x',
          policies: [{ effect: 'allow', permission_groups: groups.map((id) => ({ id })), resources }],
        },
      },
    });
    const family = `/accounts/${account}/tokens`;
    const misfits = [
      [create([DNS_READ], { [userKey]: '*' }), 'DNS Read'],
      [create([SETTINGS_READ], { 'com.cloudflare.api.account.zone.*': '*' }), 'Account Settings Read'],
      [
        create([SETTINGS_READ], { [accountKey]: { 'com.cloudflare.api.account.zone.*': '*' } }),
        'Account Settings Read',
      ],
      [create([TOKENS_WRITE], { [accountKey]: '*' }), 'API Tokens Write'],
      [create([TOKENS_WRITE], { [`com.cloudflare.api.user.${'0'.repeat(32)}`]: '*' }), 'API Tokens Write'],
      [create([TOKENS_WRITE], { [userKey]: '*' }, family), 'API Tokens Write'],
      [create([DNS_READ], { 'com.cloudflare.api.account.*': '*' }), 'DNS Read'],
      [create([DNS_READ], { [`com.cloudflare.api.account.zone.${'0'.repeat(32)}`]: '*' }), 'DNS Read'],
      [
        create([DNS_READ, SETTINGS_READ], {
          'com.cloudflare.api.account.zone.*': '*',
          'com.cloudflare.api.account.*': '*',
        }),
        'DNS Read',
      ],
      [
        create([SETTINGS_READ], { [`com.cloudflare.api.account.${cf.accounts[1]}`]: '*' }, family),
        'Account Settings Read',
      ],
      [
        create(
          [ZONE_READ],
          { [`com.cloudflare.api.account.zone.${zoneId('beanlog.example')}`]: '*' },
          family,
        ),
        'Zone Read',
      ],
    ] as const;
    for (const [{ path, how }, group] of misfits) {
      assert.equal(await refusal(cf, 400, path, how), cannot(group), JSON.stringify(how.body));
    }
    const plain = create([DNS_READ], { [accountKey]: '*' }, family);
    cf.control.remove((await result<TokenView>(cf, plain.path, plain.how)).id);
  });

  it('takes all rights from a token when its owner leaves the account', async () => {
    const other = await startCloudflare({ seed: 'empty' });
    try {
      assert.equal((await result<unknown[]>(other, '/accounts')).length, 1);
      other.control.person.memberships.length = 0;
      assert.deepEqual(await result(other, '/accounts'), []);
      assert.equal(await refusal(other, 403, `/accounts/${other.accounts[0]}/tokens`), UNAUTHORIZED);
      await result(other, `/accounts/${other.accounts[0]}/tokens`, { as: other.accountToken });
    } finally {
      await other.stop();
    }
  });
});

describe('local Cloudflare: what a person with fewer rights can give away', () => {
  let cf: Cloudflare;

  before(async () => {
    cf = await startCloudflare({ seed: 'limited' });
  });
  after(() => cf.stop());

  const zone = (name: string): string =>
    [...cf.control.state.zones.values()].find((found) => found.name === name)?.id ?? '';
  const create = (groups: string[], resources: object, effect = 'allow') => ({
    method: 'POST',
    body: {
      name: 'given',
      policies: [{ effect, permission_groups: groups.map((id) => ({ id })), resources }],
    },
  });

  it('is the rights held on the zone, Write with the Read beside it', async () => {
    const shop = { [`com.cloudflare.api.account.zone.${zone('quayside-books.example')}`]: '*' };
    const made = await result<TokenView>(cf, '/user/tokens', create([DNS_WRITE, DNS_READ, ZONE_READ], shop));
    const as = made.value ?? '';
    await result(cf, `/zones/${zone('quayside-books.example')}/dns_records`, { as });
    const purge = 'e17beae8b8cb423a99b1730f21238bed';
    assert.equal(
      await refusal(cf, 400, '/user/tokens', create([DNS_WRITE, purge], shop)),
      cannot('Cache Purge'),
    );
    const put = { ...create([purge], shop), method: 'PUT' };
    assert.equal(await refusal(cf, 400, `/user/tokens/${made.id}`, put), cannot('Cache Purge'));
    assert.equal(
      (await result<TokenView>(cf, `/user/tokens/${made.id}`)).policies[0]?.permission_groups.length,
      3,
    );
  });

  it('is nothing on the zone beside it, on all zones, or on several accounts', async () => {
    const client = `com.cloudflare.api.account.${cf.accounts[1]}`;
    const blog = { [`com.cloudflare.api.account.zone.${zone('quayside-blog.example')}`]: '*' };
    const wide = [
      blog,
      { 'com.cloudflare.api.account.zone.*': '*' },
      { [client]: { 'com.cloudflare.api.account.zone.*': '*' } },
      { [client]: '*' },
      { ...blog, [`com.cloudflare.api.account.zone.${zone('noor.example')}`]: '*' },
    ];
    for (const resources of wide) {
      assert.equal(await refusal(cf, 400, '/user/tokens', create([DNS_READ], resources)), cannot('DNS Read'));
    }
    const scripts = 'e086da7e2179491d91ee5f35b3ca210a';
    const everywhere = create([scripts], { 'com.cloudflare.api.account.*': '*' });
    assert.equal(await refusal(cf, 400, '/user/tokens', everywhere), cannot('Workers Scripts Write'));
    const own = {
      [`com.cloudflare.api.account.${cf.accounts[0]}`]: { 'com.cloudflare.api.account.zone.*': '*' },
    };
    await result(cf, '/user/tokens', create([DNS_READ], own));
    const both = create([SETTINGS_READ], { 'com.cloudflare.api.account.*': '*' });
    await result(cf, '/user/tokens', both);
  });

  it('bounds what a token that claims more can do', async () => {
    const names = (await result<{ name: string }[]>(cf, '/zones')).map(({ name }) => name);
    assert.deepEqual(names, ['noor.example', 'quayside-books.example']);
    assert.equal(await refusal(cf, 403, `/accounts/${cf.accounts[1]}/tokens`), UNAUTHORIZED);
    assert.equal((await result<unknown[]>(cf, '/accounts')).length, 2);
  });

  it('shows which groups can be chosen', async () => {
    type Groups = { name: string; is_selectable: boolean }[];
    const groups = await result<Groups>(cf, `/accounts/${cf.accounts[0]}/tokens/permission_groups`, {
      as: cf.accountToken,
    });
    assert.ok(groups.every((group) => group.is_selectable));
    cf.control.person.memberships.shift();
    const left = await result<Groups>(cf, '/user/tokens/permission_groups');
    assert.deepEqual(
      left
        .filter((group) => group.is_selectable)
        .map(({ name }) => name)
        .sort(),
      [
        'API Tokens Read',
        'API Tokens Write',
        'Account Settings Read',
        'DNS Read',
        'DNS Write',
        'Memberships Read',
        'Memberships Write',
        'User Details Read',
        'User Details Write',
        'Zone Read',
      ],
    );
  });
});

describe('local Cloudflare: a person who provisions tokens', () => {
  let cf: Cloudflare;

  before(async () => {
    cf = await startCloudflare({ seed: 'limited' });
  });
  after(() => cf.stop());

  it('makes account tokens within the own rights, and reaches only those', async () => {
    const { control } = cf;
    const account = control.addAccount({ name: 'Agency' });
    const zone = control.addZone({ name: 'agency.example', account });
    const rights = [{ scope: 'zone', groups: ['DNS Write'], on: on.zones(zone) }] as const;
    control.addMembership(control.person, account, { rights, provisionsTokens: true });
    const others = control.addToken({ name: 'of somebody else', owner: account, policies: [] });
    const base = `/accounts/${account.id}/tokens`;
    const body = (group: string) => ({
      name: 'deploy',
      policies: [{ effect: 'allow', permission_groups: [{ id: group }], resources: on.zones(zone) }],
    });
    assert.deepEqual(await result(cf, base), []);
    const made = await result<TokenView>(cf, base, { method: 'POST', body: body(DNS_READ) });
    assert.equal(made.creator_email_at_creation, control.person.email);
    assert.equal(
      await refusal(cf, 400, base, { method: 'POST', body: body(ZONE_READ) }),
      cannot('Zone Read'),
    );
    assert.deepEqual(
      (await result<TokenView[]>(cf, base)).map(({ id }) => id),
      [made.id],
    );
    const theirs = `${base}/${others.id}`;
    for (const [method, path] of [
      ['GET', theirs],
      ['PUT', theirs],
      ['DELETE', theirs],
      ['PUT', `${theirs}/value`],
    ] as const) {
      const words = await refusal(cf, 404, path, {
        method,
        ...(method === 'PUT' ? { body: body(DNS_READ) } : {}),
      });
      assert.equal(words, '1003 API token not found');
    }
    await result(cf, `${base}/${made.id}/value`, { method: 'PUT', body: {} });
    await result(cf, `${base}/${made.id}`, { method: 'DELETE' });
    const reader = control.addToken({
      name: 'no right on tokens',
      owner: control.person,
      policies: [{ groups: ['DNS Write'], on: on.zones(zone) }],
    });
    assert.equal(await refusal(cf, 403, base, { as: reader.secret }), UNAUTHORIZED);
  });
});
