// Rolling a secret: kept before anything is said, never lost, never blindly repeated.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ApiError } from '../../src/cloudflare/errors.ts';
import { deleteToken } from '../../src/commands/deleteToken.ts';
import { finishRoll } from '../../src/commands/finishRoll.ts';
import { storeAgain } from '../../src/commands/keepSecret.ts';
import { rollToken } from '../../src/commands/rollToken.ts';
import { remindOfRolls } from '../../src/commands/tellInterrupted.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { until } from './waiting.ts';
import { openWorld, type World } from './world.ts';

describe('rolling a secret', () => {
  let world: World;
  let folder: Folder;
  let own: { id: string; secret: string };
  let token: { id: string; secret: string };

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    const owner = await control.userId();
    own = await control.plant({ name: 'Manager', owner, policies: policies.manageUser(owner) });
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.connect(own.secret);
    await world.vault.put('token', token.id, new Secret(token.secret), {});
    world.dialogs.press('Roll Secret');
  });
  afterEach(async () => {
    await closeEditors();
    await world.close();
    folder.remove();
    await control.reset();
    await vscode.env.clipboard.writeText('');
  });

  const said = () => world.dialogs.said.join('\n');
  const roll = async (name: string) => rollToken(world, (await world.tokenRow(name)).node);
  const kept = async (kind: 'token' | 'connection', id: string) =>
    (await world.vault.get(kind, id))?.secret.reveal() ?? '';
  const current = async (id: string) => (await control.tokens()).find((one) => one.id === id)?.secret;
  const rolls = async () => (await control.requests()).filter((request) => request.endsWith('/value'));

  it('asks first, and says what that means', async () => {
    await world.close();
    world = openWorld({ secrets: world.secrets });
    folder.write('.env', `TOKEN=${token.secret}\n`);
    await roll('Deploy');
    assert.match(said(), /Roll the secret of “Deploy”\?\nThe current secret stops working at once/);
    assert.match(said(), /Found in this workspace; you can update these next:\n• \S*\.env \(TOKEN\)/);
    assert.deepEqual(await rolls(), []);
    assert.equal(await current(token.id), token.secret);
  });

  it('keeps the new secret, sees that it works, and offers to update where the old one stands', async () => {
    folder.write('.env', `TOKEN="${token.secret}" # deploy\n`);
    await roll('Deploy');
    const secret = await kept('token', token.id);
    assert.notEqual(secret, token.secret);
    assert.equal(secret, await current(token.id));
    assert.equal(await world.vault.whereabouts('token', token.id), 'stored');
    assert.match(
      said(),
      /“Deploy” has a new secret\. It is stored and works\. The old secret is still in \S*\.env \(TOKEN\)/,
    );
    assert.ok(!said().includes(secret) && !said().includes(token.secret));
    assert.match(folder.read('.env') ?? '', new RegExp(token.secret), 'not without the person saying so');
  });

  it('updates the files when told to', async () => {
    folder.write('.env', `TOKEN="${token.secret}" # deploy\n`);
    world.dialogs.press(/^Update /);
    await roll('Deploy');
    assert.equal(folder.read('.env'), `TOKEN="${await kept('token', token.id)}" # deploy\n`);
    assert.match(said(), /Updated \S*\.env \(TOKEN\)/);
  });

  it('says what will break, found and noted, and offers to rotate instead', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    await world.usage.note(token.id, 'GitHub secret CF');
    world.dialogs.press('Rotate Instead…');
    const commands = vscode.commands as { executeCommand: typeof vscode.commands.executeCommand };
    const { executeCommand } = vscode.commands;
    const run: unknown[] = [];
    commands.executeCommand = <T>(command: string, ...rest: unknown[]) => {
      if (command !== 'cloudflareTokens.rotate')
        return executeCommand.call(vscode.commands, command, ...rest) as Thenable<T>;
      return Promise.resolve(run.push(...rest) as T);
    };
    const answers = vscode.window.showWarningMessage as (...rest: unknown[]) => Thenable<unknown>;
    const window = vscode.window as { showWarningMessage: unknown };
    // Of both buttons the person wants the second.
    window.showWarningMessage = (text: string, options: unknown, ...buttons: string[]) =>
      answers(text, options, ...buttons.filter((button) => button !== 'Roll Secret'));
    await roll('Deploy').finally(() => (commands.executeCommand = executeCommand));
    assert.match(said(), /Refused until you update them yourself:\n• GitHub secret CF\n/);
    assert.deepEqual(run, [{ connectionId: own.id, owner: { kind: 'user' }, tokenId: token.id }]);
    assert.deepEqual(await rolls(), []);
    assert.equal(world.leftRolls.of(token.id), undefined);
  });

  it('updates three consumers in one edit, an S3 pair among them, and lists what is left by hand', async () => {
    const env = (secret: string) => `TOKEN="${secret}" # deploy\n`;
    const vars = (secret: string) => `export CF=${secret}\r\n`;
    const r2 = (secret: string) =>
      `AWS_ACCESS_KEY_ID=${token.id}\nAWS_SECRET_ACCESS_KEY=${s3SecretOf(secret)}\n`;
    folder.write('.env', env(token.secret));
    folder.write('b/.dev.vars', vars(token.secret));
    folder.write('c/.env', r2(token.secret));
    await world.usage.note(token.id, 'GitHub secret CF');
    world.dialogs.press('Update All 3');
    await roll('Deploy');
    const secret = await kept('token', token.id);
    assert.deepEqual(
      ['.env', 'b/.dev.vars', 'c/.env'].map((name) => folder.read(name)),
      [env(secret), vars(secret), r2(secret)],
    );
    assert.match(
      said(),
      /Updated .*\.env \(TOKEN\).*AWS_SECRET_ACCESS_KEY\)\. Left to do by hand: GitHub secret CF/,
    );
    assert.match(said(), /Copy New Secret/);
    const [note] = (await world.rows((await world.tokenRow('Deploy')).node)).filter(
      ({ node }) => node.type === 'note',
    );
    assert.equal(note?.item.description, 'still to update: GitHub secret CF');
    world.dialogs.press('All Done');
    await finishRoll(world, (await world.tokenRow('Deploy')).node);
    assert.equal(world.leftRolls.of(token.id), undefined);
  });

  it('can be finished later, in another window, though the old secret is known to nobody', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    folder.write('b/.env', `TOKEN=${token.secret}\n`);
    await roll('Deploy');
    assert.match(said(), /The old secret is still in/);
    const written = JSON.stringify(world.leftRolls.all());
    assert.match(written, /\.env/);
    for (const secret of [token.secret, await kept('token', token.id)])
      for (const text of [secret, s3SecretOf(secret)])
        assert.ok(!written.includes(text), 'neither a secret nor the S3 secret that is made of it');
    assert.ok(!JSON.stringify([...world.state.entries]).includes(token.secret));
    const mine = folder.write('b/.env', 'TOKEN=mine\n');
    await until(
      'VS Code knows',
      async () => (await vscode.workspace.openTextDocument(mine)).getText() === 'TOKEN=mine\n',
    );
    await world.close();
    world = openWorld({ secrets: world.secrets, state: world.state });
    world.dialogs.press(/^Update /);
    await remindOfRolls(world);
    assert.equal(folder.read('.env'), `TOKEN=${await kept('token', token.id)}\n`);
    assert.equal(folder.read('b/.env'), 'TOKEN=mine\n', 'what holds another value is left alone');
    assert.match(said(), /b\/\.env \(TOKEN\) has another value by now/);
    assert.equal(world.leftRolls.of(token.id), undefined);
  });

  it('puts the newest secret into the files where the message is about an earlier roll', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    const show = vscode.window.showWarningMessage as (...rest: unknown[]) => Thenable<unknown>;
    const window = vscode.window as { showWarningMessage: unknown };
    let first = '';
    window.showWarningMessage = async (text: string, ...rest: string[]) => {
      if (!text.includes('has a new secret')) return show(text, ...rest);
      window.showWarningMessage = show;
      first = await kept('token', token.id);
      await roll('Deploy');
      world.dialogs.press(/^Update /);
      return rest.find((button) => button.startsWith('Update '));
    };
    await roll('Deploy');
    const secret = await kept('token', token.id);
    assert.notEqual(secret, first);
    assert.equal(folder.read('.env'), `TOKEN=${secret}\n`);
    assert.equal(world.leftRolls.of(token.id), undefined);
  });

  it('takes no dead secret for the new one where that was lost', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    const path = '/user/tokens/*/value';
    await control.trouble({ method: 'PUT', path, times: 1, trouble: { do: 'reset', when: 'after' } });
    await roll('Deploy');
    const before = world.dialogs.said.length;
    await finishRoll(world, (await world.tokenRow('Deploy')).node);
    assert.match(
      world.dialogs.said.slice(before).join('\n'),
      /The new secret of “Deploy” is not stored in VS Code/,
    );
    assert.equal(world.leftRolls.of(token.id)?.places.length, 1, 'the place is not forgotten');
    await roll('Deploy');
    assert.match(said(), /The old secret is still in \S*\.env \(TOKEN\)/);
  });

  it('remembers what an earlier roll left where another was not made', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    await roll('Deploy');
    const before = world.leftRolls.of(token.id);
    assert.equal(before?.places.length, 1);
    await control.trouble({ method: 'PUT', times: 1, trouble: { do: 'reset', when: 'before' } });
    await roll('Deploy');
    assert.match(said(), /was not rolled: the answer was lost, but the old secret still works/);
    assert.deepEqual(world.leftRolls.of(token.id), before);
  });

  it('reminds of nothing that cannot be finished, and forgets it with the token', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    await roll('Deploy');
    const secret = await kept('token', token.id);
    await world.vault.forget('token', token.id);
    const before = world.dialogs.said.length;
    await remindOfRolls(world);
    assert.deepEqual(world.dialogs.said.slice(before), []);
    await world.vault.put('token', token.id, new Secret(secret), {});
    world.dialogs.press('Delete Token');
    await deleteToken(world, (await world.tokenRow('Deploy')).node);
    assert.equal(world.leftRolls.of(token.id), undefined);
  });

  it('leaves nothing to finish when Cloudflare refused, or when the old secret still works', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    await control.trouble({ method: 'PUT', times: 1, trouble: { do: 'html', status: 403 } });
    await assert.rejects(roll('Deploy'));
    assert.equal(world.leftRolls.of(token.id), undefined);
    await control.trouble({ method: 'PUT', times: 1, trouble: { do: 'reset', when: 'before' } });
    await roll('Deploy');
    assert.equal(world.leftRolls.of(token.id), undefined);
  });

  it('has patience with a secret that is not known everywhere yet', async () => {
    await control.set({ propagationMs: 700 });
    await roll('Deploy');
    assert.match(said(), /It is stored and works/);
  });

  it('keeps the secret in memory when it cannot be stored, and stores it on the next try', async () => {
    world.secrets.refuseStore = true;
    await roll('Deploy');
    assert.match(said(), /The secret of “Deploy” is not stored\. VS Code could not keep the secret/);
    assert.match(said(), /kept in this window only/);
    assert.equal(await kept('token', token.id), await current(token.id));
    assert.match((await world.tokenRow('Deploy')).item.contextValue ?? '', /\bunsaved\b/);
    world.secrets.refuseStore = false;
    await storeAgain(world, (await world.tokenRow('Deploy')).node);
    assert.equal(await world.vault.whereabouts('token', token.id), 'stored');
    assert.match(said(), /The secret of “Deploy” is now in VS Code’s secret storage/);
  });

  it('offers to update the files, too, while nobody has said what to do about the storage', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    world.secrets.refuseStore = true;
    const window = vscode.window as { showErrorMessage: unknown };
    const { showErrorMessage } = vscode.window;
    window.showErrorMessage = () => new Promise(() => undefined);
    world.dialogs.press(/^Update /);
    try {
      void roll('Deploy');
      await until('the file is updated', async () => {
        const secret = (await current(token.id)) ?? '';
        return secret !== token.secret && folder.read('.env') === `TOKEN=${secret}\n`;
      });
    } finally {
      window.showErrorMessage = showErrorMessage;
    }
  });

  it('can copy a secret that could not be stored', async () => {
    world.secrets.refuseStore = true;
    world.dialogs.press('Copy Secret');
    await roll('Deploy');
    assert.equal(await vscode.env.clipboard.readText(), await current(token.id));
    assert.match(said(), /it leaves the clipboard in/);
  });

  it('loses nothing when the storage fails altogether meanwhile', async () => {
    const show = vscode.window.showWarningMessage as (...rest: unknown[]) => Thenable<unknown>;
    const window = vscode.window as { showWarningMessage: unknown };
    window.showWarningMessage = (...rest: unknown[]) => {
      Object.assign(world.secrets, { refuseStore: true, refuseGet: true, refuseKeys: true });
      return show(...rest);
    };
    await roll('Deploy');
    assert.equal(await kept('token', token.id), await current(token.id));
    assert.match(said(), /is not stored/);
  });

  describe("of the connection's own token", () => {
    it('takes the connection along', async () => {
      await roll('Manager');
      assert.match(said(), /The connection \S+ runs on this token and takes over the new secret/);
      assert.equal(await kept('connection', own.id), await current(own.id));
      assert.equal(await kept('token', own.id), '', 'and keeps it once');
      await world.explorer.refresh();
      assert.ok((await world.rows()).length > 1);
    });

    it('takes both along where it is kept as a token as well', async () => {
      await world.vault.put('token', own.id, new Secret(own.secret), {});
      await roll('Manager');
      assert.equal(await kept('connection', own.id), await current(own.id));
      assert.equal(await kept('token', own.id), await current(own.id));
    });

    it('loses nothing when it cannot be stored, and stores all of it on the next try', async () => {
      await world.vault.put('token', own.id, new Secret(own.secret), {});
      world.secrets.refuseStore = true;
      await roll('Manager');
      assert.match(said(), /The secret of “Manager” is not stored/);
      assert.equal(await kept('connection', own.id), await current(own.id));
      assert.equal(await kept('token', own.id), await current(own.id));
      await world.explorer.refresh();
      await until('the palette knows', () => world.contexts.get('unsavedSecrets') === true);
      world.secrets.refuseStore = false;
      await storeAgain(world, undefined);
      assert.deepEqual([world.vault.unstored('connection'), world.vault.unstored('token')], [[], []]);
      const later = openWorld({ secrets: world.secrets });
      assert.equal((await later.vault.get('connection', own.id))?.secret.reveal(), await current(own.id));
      await later.close();
    });

    it('can copy the secret that could not be stored', async () => {
      world.secrets.refuseStore = true;
      world.dialogs.press('Copy Secret');
      await roll('Manager');
      assert.equal(await vscode.env.clipboard.readText(), await current(own.id));
    });
  });

  it('notices a lost answer, says that the old secret is dead, and rolls again only when told', async () => {
    await control.trouble({
      method: 'PUT',
      path: '/user/tokens/*/value',
      trouble: { do: 'reset', when: 'after' },
    });
    await control.forgetRequests();
    await roll('Deploy');
    assert.equal((await rolls()).length, 1);
    assert.match(said(), /“Deploy” was rolled, but its new secret was lost on the way[^]*Roll Again/);
    assert.equal(await kept('token', token.id), token.secret);
  });

  it('changes nothing when Cloudflare refuses', async () => {
    await control.trouble({
      method: 'PUT',
      trouble: { do: 'error', status: 403, code: 9109, message: 'Unauthorized to access requested resource' },
    });
    await assert.rejects(
      roll('Deploy'),
      (error: unknown) => error instanceof ApiError && error.kind === 'missing-right',
    );
    assert.equal(await kept('token', token.id), token.secret);
  });

  it('drops the row of a token that is gone', async () => {
    const { node } = await world.tokenRow('Deploy');
    await control.remove(token.id);
    await assert.rejects(rollToken(world, node), ApiError);
    await assert.rejects(world.tokenRow('Deploy'));
  });
});
