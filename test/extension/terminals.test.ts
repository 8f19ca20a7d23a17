// Secrets without a file: in one terminal, in the terminals of a workspace, for a task, and for an hour.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { rollToken } from '../../src/commands/rollToken.ts';
import { rotateToken } from '../../src/commands/rotation/rotateToken.ts';
import { secretForInput } from '../../src/commands/secretForInput.ts';
import { openShortLivedTerminal, sweepShortLived } from '../../src/commands/shortLivedTerminal.ts';
import { openTerminal, useInTerminals, withdrawFromTerminals } from '../../src/commands/terminals.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { fakeState } from '../unit/usage/fakeState.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { until } from './waiting.ts';
import { openWorld, type World } from './world.ts';

const NAME = 'CLOUDFLARE_API_TOKEN';

describe('without a file', () => {
  let world: World;
  let folder: Folder;
  let own: { id: string; secret: string };
  let token: { id: string; secret: string };
  let terminals: readonly vscode.Terminal[];

  beforeEach(async () => {
    terminals = vscode.window.terminals;
    world = openWorld();
    folder = makeFolder();
    const owner = await control.userId();
    own = await control.plant({ name: 'Manager', owner, policies: policies.manageUser(owner) });
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.connect(own.secret);
    await world.vault.put('token', token.id, new Secret(token.secret), { name: 'Deploy' });
  });
  afterEach(async () => {
    // Again and again, because one that is still starting does not hear it.
    await until('the terminals are closed', () => {
      for (const terminal of opened()) terminal.dispose();
      return opened().length === 0;
    });
    await closeEditors();
    await world.close();
    folder.remove();
    for (const { id, name } of await control.tokens())
      if (/^Deploy \((rotating|terminal)/.test(name)) await control.remove(id).catch(() => undefined);
    await control.reset();
  });

  const said = () => world.dialogs.said.join('\n');
  const opened = () => vscode.window.terminals.filter((one) => !terminals.includes(one));
  const row = async (name = 'Deploy') => (await world.tokenRow(name)).node;
  const optionsOf = (terminal: vscode.Terminal | undefined) =>
    terminal?.creationOptions as vscode.TerminalOptions;
  const twins = async () =>
    (await control.tokens()).filter(({ name }) => name.startsWith('Deploy (terminal'));
  const clean = (text: string) => assert.ok(!text.includes(token.secret), 'the secret is in there');

  it('one terminal has the secret, and nothing is kept of it', async () => {
    world.dialogs.pick(NAME);
    await openTerminal(world, await row());
    const [terminal] = opened();
    assert.deepEqual(optionsOf(terminal).env, { [NAME]: token.secret });
    assert.equal(optionsOf(terminal).isTransient, true);
    assert.equal(terminal?.name, 'Token “Deploy”');
    clean(said() + JSON.stringify([...world.state.entries]) + String(optionsOf(terminal).message));
    assert.equal(world.collection.values.size, 0);
  });

  it('takes another name, and refuses one that is none', async () => {
    world.dialogs.pick('Another name…');
    world.dialogs.type('1X');
    await openTerminal(world, await row());
    assert.match(said(), /cannot start with a digit/);
    assert.equal(opened().length, 0);
    world.dialogs.pick('Another name…');
    world.dialogs.type(' MY_TOKEN ');
    await openTerminal(world, await row());
    assert.deepEqual(optionsOf(opened()[0]).env, { MY_TOKEN: token.secret });
  });

  describe('the terminals of the workspace', () => {
    const use = async () => {
      world.dialogs.pick(NAME);
      await useInTerminals(world, await row());
    };

    it('have the secret where the person wants that, without a word of it on the disk', async () => {
      assert.equal(world.collection.persistent, false, 'before there is a value');
      await use();
      assert.deepEqual([...world.collection.values], [[NAME, token.secret]]);
      const { description } = world.collection;
      assert.equal(
        typeof description === 'object' ? description.value : '',
        `\`${NAME}\`: the secret of “Deploy”`,
      );
      clean(JSON.stringify([...world.state.entries]) + said());
      assert.match(
        said(),
        /New terminals of this workspace have the secret of “Deploy” as CLOUDFLARE_API_TOKEN/,
      );
    });

    it('have it again in the next window, and no more once it is withdrawn', async () => {
      await use();
      await world.close();
      world = openWorld({ secrets: world.secrets, state: world.state });
      assert.equal(world.collection.values.size, 0);
      await world.terminals.apply();
      assert.deepEqual([...world.collection.values], [[NAME, token.secret]]);
      await withdrawFromTerminals(world);
      assert.equal(world.collection.values.size, 0);
      assert.match(said(), /New terminals no longer have CLOUDFLARE_API_TOKEN/);
      await world.terminals.apply();
      assert.equal(world.collection.values.size, 0);
    });

    it('follow a roll and a rotation, and lose a secret that is forgotten', async () => {
      await use();
      world.dialogs.press('Roll Secret');
      await rollToken(world, await row());
      const current = async (id: string) => (await control.tokens()).find((one) => one.id === id)?.secret;
      const rolled = await current(token.id);
      await until('the new secret is there', () => world.collection.values.get(NAME) === rolled);
      world.dialogs.press('Start Rotation');
      await rotateToken(world, await row());
      const twin = world.rotations.of(token.id)?.twinId ?? '';
      const rotated = await current(twin);
      await until('the twin’s secret is there', () => world.collection.values.get(NAME) === rotated);
      await world.vault.forget('token', twin);
      await until('it is gone', () => world.collection.values.size === 0);
    });

    it('of another workspace have the twin’s secret, too, from when it is in use; undone, the old one', async () => {
      const elsewhere = [{ variable: NAME, tokenId: token.id, name: 'Deploy' }];
      const given = async () => {
        await world.state.update('terminals', elsewhere);
        await world.terminals.apply();
        return world.collection.values.get(NAME);
      };
      world.dialogs.press('Start Rotation');
      await rotateToken(world, await row());
      const rotation = world.rotations.of(token.id);
      assert.ok(rotation?.twinId !== undefined && rotation.stage === 'deploying');
      const twin = (await world.vault.get('token', rotation.twinId))?.secret.reveal();
      assert.equal(await given(), twin);
      await world.rotations.save({ ...rotation, stage: 'choosing' });
      assert.equal(await given(), token.secret);
      await world.rotations.save({ ...rotation, undoing: 'restoring' });
      assert.equal(await given(), token.secret);
      await world.rotations.save(rotation);
      await until('it is told of', () => world.collection.values.get(NAME) === twin);
      // Over for good, the one that took its place is still known.
      await world.rotations.remove(token.id, rotation.twinId);
      await world.vault.forget('token', token.id);
      assert.equal(await given(), twin);
    });

    it('are marked as out of date only when a value changes', async () => {
      await use();
      await world.vault.put('token', 'other', new Secret('x'.repeat(40)), {});
      await world.terminals.apply();
      assert.deepEqual(world.collection.replaced, [NAME]);
    });
  });

  describe('a task or launch configuration', () => {
    const ask = (argument: unknown, allowed = fakeState()) => secretForInput(world, argument, allowed);

    it('gets the secret of the token it names, by name or id, when the person lets it', async () => {
      assert.equal(await ask({ token: 'Deploy' }), undefined, 'the question was dismissed');
      assert.match(said(), /Give the secret of “Deploy” to a task or launch configuration\?/);
      world.dialogs.press('Allow Once');
      assert.equal(await ask({ token: 'Deploy' }), token.secret);
      assert.equal(await ask({ token: token.id }), token.secret);
      assert.equal(await ask('Deploy'), token.secret);
      clean(said());
    });

    it('gets that of the variable it names, as the env files have it', async () => {
      folder.write('.env', `MINE=${token.secret}\n`);
      world.dialogs.press('Allow Once');
      assert.equal(await ask({ variable: 'MINE' }), token.secret);
    });

    it('has the person choose where it names none, or one that is not there', async () => {
      world.dialogs.press('Allow Once');
      for (const argument of [undefined, 7, {}, { token: 'Nobody' }, { variable: 'NONE' }]) {
        world.dialogs.pick('Deploy');
        assert.equal(await ask(argument), token.secret);
      }
    });

    it('is asked about once only where the person allows it in the workspace', async () => {
      const allowed = fakeState();
      world.dialogs.press('Allow in This Workspace');
      assert.equal(await ask({ token: 'Deploy' }, allowed), token.secret);
      const before = world.dialogs.said.length;
      assert.equal(await ask({ token: 'Deploy' }, allowed), token.secret);
      assert.equal(world.dialogs.said.length, before);
    });
  });

  describe('a short-lived token', () => {
    const openOne = async () => {
      world.dialogs.pick(NAME);
      await openShortLivedTerminal(world, await row());
    };

    it('is for one terminal and an hour, and is deleted when that closes', async () => {
      await openOne();
      const [twin] = await twins();
      assert.ok(twin);
      const [terminal] = opened();
      assert.deepEqual(optionsOf(terminal).env, { [NAME]: twin.secret });
      const { expiresOn = '' } = await world.api(own.secret).getToken({ kind: 'user' }, twin.id);
      const left = Date.parse(expiresOn) - Date.now();
      assert.ok(left > 3_500_000 && left <= 3_600_000, String(left));
      assert.deepEqual(await world.vault.ids('token'), [token.id], 'its secret is kept nowhere');
      assert.ok(!JSON.stringify([...world.state.entries]).includes(twin.secret));
      terminal?.dispose();
      await until('the token is deleted', async () => (await twins()).length === 0);
      await until('it is forgotten', () =>
        [...world.state.entries.keys()].every((key) => !key.startsWith('terminal')),
      );
    });

    it('is deleted at the next start where its window died', async () => {
      await openOne();
      const key = [...world.state.entries.keys()].find((one) => one.startsWith('terminal:')) ?? '';
      assert.deepEqual(world.shortLived.leftOver(), [], 'not while the window lives');
      const record = world.state.entries.get(key) as { by: object };
      await world.state.update(key, { ...record, by: { ...record.by, id: 'dead', pid: 2 ** 22 + 1 } });
      await sweepShortLived(world);
      assert.deepEqual(await twins(), []);
      assert.match(
        said(),
        /Deleted what a closed window had left for its terminals: “Deploy \(terminal \w{8}\)”/,
      );
      assert.equal(world.state.entries.has(key), false);
    });

    const keyOfOne = () => [...world.state.entries.keys()].find((one) => one.startsWith('terminal:')) ?? '';
    const change = async (fields: object) => {
      const key = keyOfOne();
      const record = world.state.entries.get(key) as { by: object };
      await world.state.update(key, { ...record, ...fields, by: { ...record.by, id: 'dead', ...fields } });
    };
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

    it('is left to a window on another machine while it could be in use there', async () => {
      await openOne();
      await change({ machine: 'elsewhere', at: minutesAgo(30) });
      await sweepShortLived(world);
      assert.equal((await twins()).length, 1);
      await change({ machine: 'elsewhere', at: minutesAgo(61) });
      await sweepShortLived(world);
      assert.deepEqual(await twins(), []);
    });

    it('is given up where its connection is gone, once it has expired', async () => {
      await openOne();
      await change({ connectionId: 'gone', pid: 2 ** 22 + 1, at: minutesAgo(5) });
      await sweepShortLived(world);
      assert.notEqual(keyOfOne(), '', 'the connection may come back');
      await change({ connectionId: 'gone', pid: 2 ** 22 + 1, at: minutesAgo(61) });
      await sweepShortLived(world);
      assert.equal(keyOfOne(), '');
    });

    it('that cannot be deleted keeps no other from it', async () => {
      await openOne();
      await openOne();
      for (const [key, record] of [...world.state.entries])
        if (key.startsWith('terminal:'))
          await world.state.update(key, {
            ...(record as object),
            by: { id: 'dead', pid: 0, machine: 'x' },
            at: minutesAgo(61),
          });
      await control.trouble({ method: 'DELETE', times: 1, trouble: { do: 'html', status: 403 } });
      await assert.rejects(sweepShortLived(world));
      assert.equal((await twins()).length, 1);
      await sweepShortLived(world);
      assert.equal((await twins()).length, 0);
    });

    it('leaves nothing behind where Cloudflare refuses, or the answer is lost', async () => {
      for (const trouble of [
        { do: 'html', status: 403 },
        { do: 'reset', when: 'after' },
      ] as const) {
        await control.trouble({ method: 'POST', times: 1, trouble });
        await assert.rejects(openOne());
        assert.deepEqual(await twins(), []);
        assert.ok(![...world.state.entries.keys()].some((key) => key.startsWith('terminal')));
      }
      assert.equal(opened().length, 0);
    });
  });
});
