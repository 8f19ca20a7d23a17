// Forgetting many secrets at once: of a connection, of all tokens, or all there is.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { forgetSecrets } from '../../src/commands/forgetSecrets.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { cloudflare } from './cloudflare.ts';
import { openWorld, type World } from './world.ts';

const TEXT = 'cfut_0123456789012345678901234567890123456789abcdef01';

describe('forgetting secrets', () => {
  let world: World;
  let connectionId: string;

  beforeEach(async () => {
    world = openWorld();
    await world.connect(cloudflare.userToken);
    connectionId = (await world.connections.list())[0]?.id ?? '';
    for (const [id, of] of [
      ['a', connectionId],
      ['b', connectionId],
      ['c', 'a connection that is gone'],
    ] as const)
      await world.vault.put('token', id, new Secret(TEXT), { connectionId: of });
  });
  afterEach(() => world.close());

  const said = () => world.dialogs.said.join('\n');
  const kept = async () => [
    (await world.vault.ids('token')).sort().join(''),
    (await world.vault.ids('connection')).length,
  ];

  it('asks first, and says what that means', async () => {
    await forgetSecrets(world, { connectionId });
    assert.match(said(), /Forget the secrets of 2 tokens kept through \S+\?/);
    assert.match(said(), /Cloudflare never shows a secret again/);
    assert.deepEqual(await kept(), ['abc', 1]);
  });

  it('of a connection’s row leaves all others', async () => {
    world.dialogs.press('Forget');
    await forgetSecrets(world, { connectionId });
    assert.deepEqual(await kept(), ['c', 1]);
  });

  it('of all tokens leaves the connections; of everything leaves nothing', async () => {
    world.dialogs.press('Forget');
    world.dialogs.pick('The secrets of all 3 tokens');
    await forgetSecrets(world, undefined);
    assert.deepEqual(await kept(), ['', 1]);
    world.dialogs.pick('Everything: 0 secrets and 1 connection');
    await forgetSecrets(world, undefined);
    assert.deepEqual(await kept(), ['', 0]);
    assert.match(said(), /Forgotten: everything: 0 secrets and 1 connection\./);
    await forgetSecrets(world, undefined);
    assert.match(said(), /VS Code has no secret of any token\./);
  });

  it('says how many could not be removed, and warns of a rotation that needs one', async () => {
    await world.rotations.save({
      tokenId: 'a',
      owner: { kind: 'user' },
      connectionId,
      name: 'A',
      twinName: 'A (rotating)',
      startedAt: '',
      stage: 'deploying',
      places: [],
      byHand: [],
      givenUp: [],
    });
    world.secrets.refuseDelete = true;
    world.dialogs.press('Forget');
    await forgetSecrets(world, { connectionId });
    assert.match(said(), /A rotation that is under way needs some of them/);
    assert.match(said(), /2 of 2 could not be removed/);
    await world.rotations.remove('a');
  });
});
