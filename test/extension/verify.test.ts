// Verifying a secret that is kept here or was pasted: what Cloudflare thinks of it, in words.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { verifyToken } from '../../src/commands/verifyToken.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { accountOwner, openWorld, type World } from './world.ts';

const SECRET = 'cfut_0123456789012345678901234567890123456789abcdef01';
const DAYS = 86_400_000;

describe('verifying', () => {
  let world: World;
  beforeEach(async () => {
    world = openWorld();
    await world.connect(cloudflare.userToken);
  });
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  const said = () => world.dialogs.said.join('\n');
  const row = async (name: string) => (await world.tokenRow(name)).node;

  /** A token whose secret is kept here. */
  async function planted(more: Partial<Parameters<typeof control.plant>[0]>) {
    const token = { name: 'Mine', owner: await control.userId(), policies: policies.dnsRead, ...more };
    const { id, secret } = await control.plant(token);
    await world.vault.put('token', id, new Secret(secret), {});
    return { id, node: await row('Mine') };
  }

  it('says id, state and dates of a token whose secret is here', async () => {
    const { id, node } = await planted({ expiresOn: Date.now() + 90.5 * DAYS });
    await verifyToken(world, node);
    assert.match(
      said(),
      /“Mine” works: Cloudflare says it is active\. Expires .* \(in 90 days|in 2 months\)/,
    );
    assert.ok(said().includes(`ID ${id}.`));
  });

  it('verifies the token of the connection itself', async () => {
    await verifyToken(world, await row('VS Code'));
    assert.match(said(), /“VS Code” works/);
  });

  it('says in words what is wrong', async () => {
    const { node, id } = await planted({ status: 'disabled' });
    await verifyToken(world, node);
    assert.match(said(), /“Mine” does not work: disabled/);
    await control.set({ verifyInactive: 'refused' });
    await verifyToken(world, node);
    assert.match(
      said(),
      /“Mine” could not be verified\. Cloudflare does not accept it: the token is disabled/,
    );
    await world.vault.put('token', id, new Secret(SECRET), {});
    await control.plant({ name: 'Rolled', owner: await control.userId(), policies: [] });
    await world.explorer.refresh();
    const rolled = await row('Rolled');
    await world.vault.put('token', rolled.tokenId, new Secret(SECRET), {});
    await verifyToken(world, rolled);
    assert.match(said(), /although the token is active: it was rolled elsewhere/);
  });

  it('asks for a secret that is not here, does not keep it, and knows whose it is', async () => {
    const node = await row('Certbot on web-01');
    const before = new Map(world.secrets.entries);
    world.dialogs.type((await control.token('Certbot on web-01')).secret);
    await verifyToken(world, node);
    assert.match(said(), /“Certbot on web-01” works/);
    world.dialogs.type((await control.token('Terraform (production)')).secret);
    await verifyToken(world, node);
    assert.match(
      said(),
      /valid secret, but of another token \(ID [0-9a-f]{32}\), not of “Certbot on web-01”/,
    );
    assert.deepEqual(world.secrets.entries, before);
  });

  it('finds out whose a pasted secret is', async () => {
    world.dialogs.type((await control.token('Gallery site DNS')).secret);
    await verifyToken(world, undefined);
    assert.match(said(), /works: Cloudflare says it is active/);
    const elsewhere = await control.plant({
      name: 'Bucket',
      owner: accountOwner(1).accountId,
      policies: [],
    });
    world.dialogs.type(elsewhere.secret);
    await verifyToken(world, undefined);
    assert.ok(said().includes(`ID ${elsewhere.id}.`));
    world.dialogs.type(SECRET);
    await verifyToken(world, undefined);
    assert.match(said(), /does not accept the secret: it was mistyped, rolled or deleted/);
    assert.ok(!said().includes(SECRET) && !said().includes(elsewhere.secret));
  });
});
