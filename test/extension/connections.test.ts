// What is kept of connections, when Cloudflare is asked through them, and how they are forgotten.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { disconnect } from '../../src/connections/disconnect.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control } from './control.ts';
import { openWorld, type World } from './world.ts';

const OTHER = 'cfut_0123456789012345678901234567890123456789abcdef01';

describe('connections', () => {
  let world: World;
  beforeEach(() => (world = openWorld()));
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  it('keep the secret and nothing else of it, under a key with the id of the token', async () => {
    await world.connect(cloudflare.accountToken);
    const { id } = await control.token('VS Code (Fernhill Coffee)');
    assert.deepEqual([...world.secrets.entries.keys()], [`connection:${id}`]);
    const kept = JSON.parse(world.secrets.entries.get(`connection:${id}`) ?? '') as Record<string, unknown>;
    assert.deepEqual(Object.keys(kept).sort(), ['about', 'secret', 'storedAt', 'v']);
    assert.equal(kept['secret'], cloudflare.accountToken);
    assert.ok(!JSON.stringify(kept['about']).includes(cloudflare.accountToken));
  });

  it('ask Cloudflare for nothing before somebody looks', async () => {
    await world.connect(cloudflare.userToken);
    await control.forgetRequests();
    const later = openWorld({ secrets: world.secrets });
    try {
      assert.deepEqual(await control.requests(), []);
      const owners = await later.rows();
      assert.equal(owners.length, 4);
      assert.deepEqual(await control.requests(), [], 'the rows of the owners are known');
      const user = owners.find(({ node }) => node.type === 'owner' && node.owner.kind === 'user');
      await later.rows(user?.node);
      const lists = (await control.requests()).filter((request) => request.endsWith('/tokens'));
      assert.deepEqual(lists, ['GET /user/tokens']);
    } finally {
      await later.close();
    }
  });

  it('are listed by their labels, each with its owners', async () => {
    await world.connect(cloudflare.userToken);
    await world.connect(cloudflare.accountToken);
    const rows = await world.rows();
    assert.deepEqual(
      rows.map(({ item }) => [item.label, item.contextValue]),
      [
        ['Fernhill Coffee', 'connection'],
        ['maya.lindqvist@fernhill.example', 'connection'],
      ],
    );
    const [coffee, maya] = rows;
    const belowCoffee = await world.rows(coffee?.node);
    assert.ok(
      belowCoffee.every(({ node }) => node.type === 'token'),
      'a single owner has no row',
    );
    assert.equal((await world.rows(maya?.node)).length, 4);
  });

  it('made twice with the same token are one', async () => {
    await world.connect(cloudflare.accountToken);
    await world.connect(cloudflare.accountToken);
    assert.equal((await world.connections.list()).length, 1);
  });

  it('are gone when VS Code has lost the secret, and the view says connect', async () => {
    await world.connect(cloudflare.accountToken);
    await world.rows();
    assert.equal(world.contexts.get('state'), 'connected');
    world.secrets.entries.clear();
    const later = openWorld({ secrets: world.secrets });
    assert.deepEqual(await later.rows(), []);
    assert.equal(later.contexts.get('state'), 'signedOut');
    await later.close();
  });

  it('made in another window show here', async () => {
    assert.deepEqual(await world.rows(), []);
    const other = openWorld({ secrets: world.secrets });
    await other.connect(cloudflare.accountToken);
    await other.close();
    assert.ok((await world.rows()).length > 0);
  });

  describe('disconnecting', () => {
    beforeEach(async () => {
      await world.connect(cloudflare.userToken);
      await world.connect(cloudflare.accountToken);
      const [coffee] = await world.connections.list();
      await world.vault.put('token', 'a'.repeat(32), new Secret(OTHER), { connectionId: coffee?.id });
    });

    const forget = async () => {
      const [coffee] = await world.rows();
      await disconnect(world.connections, world.vault, coffee?.node);
    };

    it('forgets that connection only, and keeps the secrets of its tokens', async () => {
      world.dialogs.press('Disconnect');
      await forget();
      const left = await world.connections.list();
      assert.deepEqual(
        left.map(({ label }) => label),
        ['maya.lindqvist@fernhill.example'],
      );
      assert.deepEqual(await world.vault.ids('token'), ['a'.repeat(32)]);
      assert.match(
        world.dialogs.said.join('\n'),
        /The secret of one token was stored through this connection/,
      );
      assert.equal((await world.rows()).length, 4);
    });

    it('forgets the secrets as well where the person wants that', async () => {
      world.dialogs.press('Disconnect and Forget Secrets');
      await forget();
      assert.equal((await world.connections.list()).length, 1);
      assert.deepEqual(await world.vault.ids('token'), []);
    });

    it('says that there is nothing to forget', async () => {
      for (const { id } of await world.connections.list()) await world.connections.remove(id);
      await disconnect(world.connections, world.vault, undefined);
      assert.match(world.dialogs.said.join('\n'), /There is no connection to Cloudflare\.$/);
    });

    it('changes nothing when the person thinks better of it', async () => {
      const before = new Map(world.secrets.entries);
      await forget();
      assert.deepEqual(world.secrets.entries, before);
    });

    it('asks which connection where no row says it', async () => {
      world.dialogs.pick('maya.lindqvist@fernhill.example');
      world.dialogs.press('Disconnect');
      await disconnect(world.connections, world.vault, undefined);
      assert.deepEqual(
        (await world.connections.list()).map(({ label }) => label),
        ['Fernhill Coffee'],
      );
    });

    it('ends the session: what it was asking is given up', async () => {
      const [coffee] = await world.sessions.all();
      assert.ok(coffee);
      await control.trouble({ path: '/accounts/*/tokens', trouble: { do: 'delay', ms: 60_000 } });
      const [{ owner } = { owner: coffee.connection.home }] = coffee.connection.owners;
      const asking = coffee.reload(owner);
      world.dialogs.press('Disconnect');
      await forget();
      await world.sessions.all();
      await assert.rejects(asking, { name: 'AbortError' });
    });
  });
});
