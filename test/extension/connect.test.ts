// "Connect to Cloudflare" with every sort of token a person may paste: what it becomes, and what they are told.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { storeAgain } from '../../src/commands/keepSecret.ts';
import { connectWithEnvironment } from '../../src/connections/connect.ts';
import type { Connection } from '../../src/connections/connection.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { until } from './waiting.ts';
import { accountOwner, openWorld, type World } from './world.ts';

const USER_TOKENS_READ = '0cc3a61731504c89b99ec1be78b77aa0';
const USER = 'com.cloudflare.api.user';

describe('connecting', () => {
  let world: World;
  beforeEach(() => (world = openWorld()));
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  const said = () => world.dialogs.said.join('\n');

  async function connected(secret: string): Promise<Connection> {
    await world.connect(secret);
    const [connection, second] = await world.connections.list();
    assert.ok(connection !== undefined && second === undefined, said());
    return connection;
  }

  async function refused(secret: string, reason: RegExp): Promise<void> {
    await world.connect(secret);
    assert.match(said(), reason);
    assert.deepEqual(await world.connections.list(), []);
    assert.equal(world.secrets.entries.size, 0);
  }

  it('with a user token sees the user and all accounts', async () => {
    const { id, home, label, userId, owners } = await connected(cloudflare.userToken);
    assert.deepEqual(home, { kind: 'user' });
    assert.equal(label, 'maya.lindqvist@fernhill.example');
    assert.equal(userId, await control.userId());
    assert.equal((await control.tokens()).find((token) => token.id === id)?.secret, cloudflare.userToken);
    assert.deepEqual(owners.map(({ name, rights }) => [name, rights]).sort(), [
      ['Fernhill Coffee', 'edit'],
      ['Fernhill Labs', 'edit'],
      ['Harbour Street Studio', 'edit'],
      ['maya.lindqvist@fernhill.example', 'edit'],
    ]);
    assert.match(said(), /Connected to Cloudflare as maya\.lindqvist@fernhill\.example\./);
  });

  it('with an account-owned token sees that account', async () => {
    const { home, label, owners } = await connected(cloudflare.accountToken);
    assert.deepEqual(home, accountOwner(0));
    assert.equal(label, 'Fernhill Coffee');
    assert.deepEqual(owners, [{ owner: accountOwner(0), name: 'Fernhill Coffee', rights: 'edit' }]);
  });

  it('takes off what was pasted around the secret', async () => {
    await connected(` export CLOUDFLARE_API_TOKEN="${cloudflare.accountToken}"\n`);
    const [{ secret } = {}] = [
      await world.vault.get('connection', (await world.connections.list())[0]?.id ?? ''),
    ];
    assert.equal(secret?.reveal(), cloudflare.accountToken);
  });

  it('with a token that may only read tokens says so', async () => {
    const outcome = await world.api(cloudflare.userToken).createToken(
      { kind: 'user' },
      {
        name: 'Read only',
        policies: [
          {
            effect: 'allow',
            groups: [{ id: USER_TOKENS_READ }],
            resources: { [`${USER}.${await control.userId()}`]: '*' },
          },
        ],
      },
    );
    assert.equal(outcome.outcome, 'created');
    try {
      const { owners, label, userId } = await connected(outcome.secret.reveal());
      assert.deepEqual(owners, [{ owner: { kind: 'user' }, name: '', rights: 'read' }]);
      assert.equal(label, outcome.token.id.slice(0, 8));
      assert.equal(userId, await control.userId());
      assert.match(said(), /lacks API Tokens Edit/);
      assert.match(said(), /may not list accounts/);
      assert.match(said(), /User Details Read/);
    } finally {
      await control.remove(outcome.token.id);
    }
  });

  it('refuses a token that may not manage tokens, and names the permission', async () => {
    const { secret } = await control.plant({
      name: 'DNS only',
      owner: await control.userId(),
      policies: policies.dnsRead,
    });
    await refused(secret, /lacks the permission for this\. Give it API Tokens Edit/);
  });

  describe('with an account token that may not list accounts', () => {
    let secret: string;
    beforeEach(async () => {
      const { accountId } = accountOwner(1);
      ({ secret } = await control.plant({
        name: 'Narrow',
        owner: accountId,
        policies: policies.manageAccount(accountId),
      }));
    });

    it('asks for the account', async () => {
      world.dialogs.type(secret);
      await world.connect(accountOwner(1).accountId.toUpperCase());
      const [connection] = await world.connections.list();
      assert.deepEqual(connection?.home, accountOwner(1), said());
      assert.equal(connection.label, accountOwner(1).accountId);
      assert.match(said(), /Enter the ID of its account/);
    });

    it('takes no for an answer', async () => {
      await refused(secret, /Enter the ID of its account/);
      assert.doesNotMatch(said(), /Could not connect/);
    });

    it('knows an ID that cannot be one', async () => {
      world.dialogs.type(secret);
      await refused('Fernhill Labs', /An account ID has 32 hexadecimal characters/);
    });

    it('fails with the ID of another account', async () => {
      world.dialogs.type(secret);
      await refused(accountOwner(0).accountId, /Could not connect to Cloudflare/);
    });
  });

  for (const [state, change] of Object.entries<(id: string) => Promise<unknown>>({
    expired: (id) => control.expire(id),
    exposed: (id) => control.expose(id),
    deleted: (id) => control.remove(id),
  })) {
    for (const verifyInactive of ['status', 'refused'] as const) {
      it(`refuses a token that is ${state} (verify answers with ${verifyInactive})`, async () => {
        await control.set({ verifyInactive });
        const userId = await control.userId();
        const { id, secret } = await control.plant({
          name: 'Was good',
          owner: userId,
          policies: policies.manageUser(userId),
        });
        await change(id);
        await refused(secret, /does not accept the token: it was deleted, rolled, disabled or has expired/);
      });
    }
  }

  it('refuses a disabled token and one that is not valid yet', async () => {
    const userId = await control.userId();
    const token = { owner: userId, policies: policies.manageUser(userId) };
    const off = await control.plant({ ...token, name: 'Off', status: 'disabled' });
    await refused(off.secret, /does not accept the token/);
    const early = await control.plant({ ...token, name: 'Early', notBefore: Date.now() + 86_400_000 });
    await refused(early.secret, /does not accept the token/);
  });

  it('refuses a secret that nobody knows, of either kind', async () => {
    const unknown = `cfut_${'x'.repeat(40)}00000000`;
    await refused(unknown, /does not accept the token/);
    await refused(unknown.replace('cfut', 'cfat'), /does not accept the token/);
    await refused('y'.repeat(40), /does not accept the token/);
  });

  it('refuses a token used from an address that its IP filter forbids', async () => {
    const userId = await control.userId();
    const { secret } = await control.plant({
      name: 'Elsewhere',
      owner: userId,
      policies: policies.manageUser(userId),
      condition: { request_ip: { in: ['203.0.113.0/24'] } },
    });
    await refused(secret, /IP filter does not allow this computer's address/);
  });

  it('tells without asking Cloudflare what cannot be a management token', async () => {
    for (const [pasted, reason] of [
      ['0123456789abcdef0123456789abcdef01234', /Global API key/],
      [`cfoat_${'a'.repeat(48)}`, /Wrangler login/],
      ['0123456789abcdef0123456789abcdef', /This is an ID/],
      ['cfut_tooshort', /Copy the whole secret/],
      ['not a token at all!', /only letters, digits, hyphens and underscores/],
    ] as const) {
      await refused(pasted, reason);
      assert.ok(!said().includes(pasted), pasted);
    }
    assert.deepEqual(await control.requests(), []);
  });

  describe('in trouble', () => {
    it('tells what went wrong', async () => {
      await control.trouble({ path: '/user/tokens/verify', trouble: { do: 'html', status: 502 } });
      await refused(cloudflare.userToken, /answered with an error \(HTTP 502\)/);
      await control.calm();
      await control.trouble({ path: '/user/tokens/verify', trouble: { do: 'throttle', retryAfter: 300 } });
      await refused(cloudflare.userToken, /slow down\. Try again in 300 seconds/);
    });

    it('connects after passing trouble', async () => {
      await control.trouble(
        { trouble: { do: 'reset', when: 'before' }, times: 1 },
        { path: '/user/tokens/verify', skip: 1, times: 1, trouble: { do: 'html', status: 502 } },
        { path: '/accounts', times: 1, trouble: { do: 'throttle', body: 'empty' } },
        { path: '/user', times: 1, trouble: { do: 'blip' } },
      );
      assert.equal((await connected(cloudflare.userToken)).owners.length, 4);
    });

    it('tells that there is no connection', async () => {
      await world.close();
      world = openWorld({ baseUrl: 'http://127.0.0.1:9/client/v4' });
      await refused(cloudflare.userToken, /could not be reached/);
    });

    it('offers to try again', async () => {
      await control.trouble({ path: '/user/tokens/verify', times: 4, trouble: { do: 'html', status: 502 } });
      world.dialogs.press('Try Again');
      world.dialogs.type(cloudflare.userToken);
      assert.equal((await connected(cloudflare.userToken)).owners.length, 4);
    });

    it('keeps the connection in this window when storing fails, tells so, and stores it on the next try', async () => {
      world.secrets.refuseStore = true;
      await world.connect(cloudflare.accountToken);
      assert.match(
        said(),
        /Connected to Cloudflare as Fernhill Coffee, but in this window only\. VS Code could not keep the secret/,
      );
      assert.match(said(), /gone when the window closes or reloads\.\nStore Again/);
      assert.doesNotMatch(said(), /Could not connect/);
      assert.equal(world.secrets.entries.size, 0);
      const { node, item } = await world.tokenRow('VS Code (Fernhill Coffee)');
      assert.match(String(item.description), /^Connection not stored · this connection/);
      assert.match(item.accessibilityInformation?.label ?? '', /Connection not stored/);
      assert.match(item.contextValue ?? '', /\bunsaved\b/);
      assert.doesNotMatch(item.contextValue ?? '', /\bkept\b/);
      assert.equal(world.contexts.get('unsavedSecrets'), true);

      const redrawn = world.redrawn.length;
      world.secrets.refuseStore = false;
      await storeAgain(world, node);
      assert.match(said(), /is now in VS Code’s secret storage/);
      await until('its row is drawn', () => world.redrawn.slice(redrawn).includes(node));
      assert.doesNotMatch((await world.explorer.getTreeItem(node)).contextValue ?? '', /\bunsaved\b/);
      const later = openWorld({ secrets: world.secrets });
      assert.equal((await later.sessions.all()).length, 1);
      await later.close();
    });

    it('stores it again from the message, and says so again where that fails', async () => {
      world.secrets.refuseStore = true;
      const store = world.secrets.store.bind(world.secrets);
      let tries = 0;
      world.secrets.store = async (key, value) => {
        tries++;
        world.secrets.refuseStore = tries < 3;
        await store(key, value);
      };
      world.dialogs.press('Store Again');
      await world.connect(cloudflare.accountToken);
      await until('it is stored', () => world.secrets.entries.size === 1);
      await until('that is said', () =>
        said().endsWith('The connection Fernhill Coffee is now in VS Code’s secret storage.'),
      );
      assert.equal(said().split('in this window only').length, 3);
    });

    it('says of a connection among others that only this window has it', async () => {
      await world.connect(cloudflare.userToken);
      world.secrets.refuseStore = true;
      await world.connect(cloudflare.accountToken);
      const [coffee, maya] = await world.rows();
      assert.deepEqual(
        [coffee?.item.description, maya?.item.description],
        ['in this window only', undefined],
      );
      assert.equal(coffee?.item.accessibilityInformation?.label, 'Fernhill Coffee, in this window only');
    });

    it('says that it could not connect where the secret storage cannot even be read', async () => {
      Object.assign(world.secrets, { refuseStore: true, refuseKeys: true });
      await world.connect(cloudflare.accountToken);
      assert.match(said(), /Could not connect to Cloudflare\. VS Code could not read its secret storage/);
    });
  });

  describe('with the environment', () => {
    const before = process.env['CLOUDFLARE_API_TOKEN'];
    const environment = (value: string | undefined) => {
      delete process.env['CLOUDFLARE_API_TOKEN'];
      if (value !== undefined) process.env['CLOUDFLARE_API_TOKEN'] = value;
    };
    afterEach(() => environment(before));

    it('uses the token there', async () => {
      environment(cloudflare.accountToken);
      await connectWithEnvironment(world.connecting);
      assert.equal((await world.connections.list())[0]?.label, 'Fernhill Coffee', said());
    });

    it('says why it cannot', async () => {
      environment(undefined);
      await connectWithEnvironment(world.connecting);
      assert.match(said(), /CLOUDFLARE_API_TOKEN is not set/);
      environment('0123456789abcdef0123456789abcdef01234');
      await connectWithEnvironment(world.connecting);
      assert.match(said(), /CLOUDFLARE_API_TOKEN cannot be used\. This is a Global API key/);
      assert.deepEqual(await world.connections.list(), []);
    });
  });
});
