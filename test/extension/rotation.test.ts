// Rotating a token: a twin, the places that hold the secret, the deployment, the cooling time, the end; and all of it back.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { changeStatus } from '../../src/commands/changeStatus.ts';
import { deleteToken } from '../../src/commands/deleteToken.ts';
import { forgetSecret } from '../../src/commands/forgetSecret.ts';
import { rollToken } from '../../src/commands/rollToken.ts';
import { remindOfRotations, remindWhenCool } from '../../src/commands/rotation/remind.ts';
import { rotateToken } from '../../src/commands/rotation/rotateToken.ts';
import { undoRotation } from '../../src/commands/rotation/undoRotation.ts';
import { disconnect } from '../../src/connections/disconnect.ts';
import { explain } from '../../src/problems.ts';
import { canWorkOn } from '../../src/rotation/openReach.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { holdTimers } from './timers.ts';
import { openWorld, type World } from './world.ts';

describe('a rotation', () => {
  let world: World;
  let folder: Folder;
  let own: { id: string; secret: string };
  let token: { id: string; secret: string };

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    const owner = await control.userId();
    own = await control.plant({ name: 'Manager', owner, policies: policies.manageUser(owner) });
    token = await control.plant({
      name: 'Deploy',
      owner,
      policies: policies.dnsRead,
      condition: { request_ip: { in: ['127.0.0.0/8', '::1/128'] } },
    });
    await world.connect(own.secret);
    await world.vault.put('token', token.id, new Secret(token.secret), {});
  });
  afterEach(async () => {
    for (const { twinId } of world.rotations.all()) if (twinId !== undefined) await discard(twinId);
    await closeEditors();
    await world.close();
    folder.remove();
    for (const { name, id } of await control.tokens())
      if (/^(Deploy|Manager)( \(rotating|$)/.test(name) && id !== token.id && id !== own.id)
        await discard(id);
    await control.reset();
    await vscode.env.clipboard.writeText('');
  });

  const discard = (id: string) => control.remove(id).catch(() => undefined);
  const said = () => world.dialogs.said.join('\n');
  const rotate = async (name: string) => rotateToken(world, (await world.tokenRow(name)).node);
  const byId = async (id: string | undefined) => (await control.tokens()).find((one) => one.id === id);
  const rotation = () => world.rotations.of(token.id);
  const places = () => [folder.read('.env'), folder.read('b/.dev.vars')];
  const holding = (secret = '') => [`TOKEN="${secret}" # deploy\n`, `CF=${secret}\r\n`];
  const statusOf = async (id: string) => (await world.api(own.secret).getToken({ kind: 'user' }, id)).status;

  function writePlaces(): void {
    const [env = '', vars = ''] = holding(token.secret);
    folder.write('.env', env);
    folder.write('b/.dev.vars', vars);
  }

  /** A new extension host, later: what was in memory is gone. */
  async function restart(): Promise<void> {
    await world.close();
    world = openWorld({ secrets: world.secrets, state: world.state });
  }

  /** Brings a rotation to where it waits for the deployment. */
  async function toDeployment(): Promise<string> {
    writePlaces();
    world.dialogs.press('Start Rotation');
    world.dialogs.accept();
    await rotate('Deploy');
    assert.equal(rotation()?.stage, 'deploying');
    return rotation()?.twinId ?? '';
  }

  it('says first what it will do and what it found, and does nothing when dismissed', async () => {
    writePlaces();
    await world.usage.note(token.id, 'GitHub secret CF');
    await rotate('Deploy');
    assert.match(said(), /Rotate “Deploy” without downtime\?/);
    assert.match(said(), /Found in this workspace: \S*\.env \(TOKEN\), \S*\.dev\.vars \(CF\)\./);
    assert.match(said(), /To be updated by you: GitHub secret CF\./);
    assert.equal(rotation(), undefined);
    assert.ok(!(await control.requests()).some((request) => request.startsWith('POST')));
  });

  it('makes a twin that may do the same, and changes what the person chose in one edit', async () => {
    const twinId = await toDeployment();
    const twin = await byId(twinId);
    assert.match(twin?.name ?? '', /^Deploy \(rotating [0-9a-f]{4}\)$/);
    assert.deepEqual(places(), holding(twin?.secret));
    const { condition } = await world.api(own.secret).getToken({ kind: 'user' }, twinId);
    assert.deepEqual(condition, { allow: ['127.0.0.0/8', '::1/128'] });
    assert.match(
      said(),
      /The new secret of “Deploy” is in .*\.env \(TOKEN\), .*\.dev\.vars \(CF\), and works/,
    );
    assert.equal((await byId(token.id))?.secret, token.secret, 'the old one works as before');
    assert.equal((await world.vault.get('token', token.id))?.secret.reveal(), token.secret);
    assert.equal((await world.vault.get('token', twinId))?.secret.reveal(), twin?.secret);
    const all = said() + JSON.stringify([...world.state.entries]);
    assert.ok(!all.includes(token.secret) && !all.includes(twin?.secret ?? '?'));
  });

  it('carries R2’s S3 pair along: the access key id is the twin’s, the secret access key is made of its secret', async () => {
    const s3 = (id: string, secret = '') =>
      `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${s3SecretOf(secret)}\n`;
    folder.write('c/.env', s3(token.id, token.secret));
    folder.write('d/.env', `AWS_ACCESS_KEY_ID=${token.id}\n`);
    const twinId = await toDeployment();
    assert.equal(folder.read('c/.env'), s3(twinId, (await byId(twinId))?.secret));
    assert.equal(folder.read('d/.env'), `AWS_ACCESS_KEY_ID=${token.id}\n`, 'an id alone is no pair');
    world.dialogs.press('Undo Rotation');
    world.dialogs.press('Delete the Twin');
    await undoRotation(world, (await world.tokenRow('Deploy')).node);
    assert.equal(folder.read('c/.env'), s3(token.id, token.secret));
  });

  it('never tears an S3 pair apart: its halves may lie in two files, and are chosen together', async () => {
    const secretKey = (secret = '') => `AWS_SECRET_ACCESS_KEY=${s3SecretOf(secret)}\n`;
    folder.write('c/.env', `AWS_ACCESS_KEY_ID=${token.id}\n`);
    folder.write('c/.env.local', secretKey(token.secret));
    folder.write('.env', `TOKEN=${token.secret}\n`);
    world.dialogs.press('Start Rotation');
    const files = ['c/.env.local', 'c/.env'].map((name) => vscode.workspace.asRelativePath(folder.uri(name)));
    world.dialogs.pick(files.join(', '));
    await rotate('Deploy');
    assert.equal(rotation()?.stage, 'deploying');
    const twin = await byId(rotation()?.twinId);
    assert.equal(folder.read('c/.env'), `AWS_ACCESS_KEY_ID=${twin?.id ?? ''}\n`);
    assert.equal(folder.read('c/.env.local'), secretKey(twin?.secret));
    assert.equal(folder.read('.env'), `TOKEN=${token.secret}\n`);
  });

  it('goes to its end, over three windows', async () => {
    const twinId = await toDeployment();
    await restart();
    world.dialogs.press('Disable the Old Token…');
    world.dialogs.pick('1 hour');
    await rotate('Deploy');
    assert.match(said(), /Does everything run with the new secret of “Deploy”\?/);
    assert.match(said(), /The old token of “Deploy” is disabled until/);
    assert.equal(await statusOf(token.id), 'disabled');
    await restart();
    const cooling = rotation();
    assert.ok(cooling);
    await world.rotations.save({ ...cooling, coolsUntil: new Date(Date.now() - 1000).toISOString() });
    const { connectionId, owner, name } = cooling;
    const rolled = { tokenId: token.id, connectionId, owner, name, places: [], byHand: ['CI'], digests: [] };
    await world.leftRolls.save(rolled);
    world.dialogs.press('Delete Old Token');
    await rotate('Deploy');
    assert.match(said(), /“Deploy” is rotated/);
    assert.equal(await byId(token.id), undefined);
    assert.equal((await byId(twinId))?.name, 'Deploy');
    assert.equal(world.rotations.all().length, 0);
    assert.equal(world.rotations.successorOf(token.id), twinId);
    assert.deepEqual(world.leftRolls.all(), [], 'what is left of a roll of the old token is of no use');
    assert.equal(await world.vault.whereabouts('token', token.id), 'none');
    assert.equal((await world.vault.get('token', twinId))?.about['name'], 'Deploy');
    assert.deepEqual(places(), holding((await byId(twinId))?.secret));
    await discard(twinId);
  });

  it('is undone: the old token is enabled, its secret is back, and the twin is gone', async () => {
    const twinId = await toDeployment();
    world.dialogs.press('Disable the Old Token…');
    world.dialogs.pick('24 hours');
    await rotate('Deploy');
    assert.equal(await statusOf(token.id), 'disabled');
    await restart();
    world.dialogs.press('Undo Rotation');
    world.dialogs.press('Delete the Twin');
    await undoRotation(world, (await world.tokenRow('Deploy')).node);
    assert.match(said(), /The old token is enabled again\.\n\nThe old secret comes back in/);
    assert.match(said(), /The rotation of “Deploy” is undone/);
    assert.equal(await statusOf(token.id), 'active');
    assert.deepEqual(places(), holding(token.secret));
    assert.equal(await byId(twinId), undefined);
    assert.deepEqual(await world.vault.ids('token'), [token.id]);
    assert.deepEqual(world.rotations.all(), []);
    assert.equal(world.rotations.successorOf(token.id), undefined);
  });

  it('does not take the answer to a question that is out of date', async () => {
    const twinId = await toDeployment();
    world.dialogs.press('Disable the Old Token…');
    world.dialogs.pick('24 hours');
    await rotate('Deploy');
    const asked = vscode.window.showWarningMessage;
    // While “Delete the old token?” stands, the rotation is undone as far as the question whether to delete the twin.
    (vscode.window as { showWarningMessage: unknown }).showWarningMessage = async (text: string) => {
      (vscode.window as { showWarningMessage: unknown }).showWarningMessage = asked;
      assert.match(text, /^Delete the old token of “Deploy”/);
      world.dialogs.press('Undo Rotation');
      await undoRotation(world, (await world.tokenRow('Deploy')).node);
      assert.deepEqual(places(), holding(token.secret));
      return 'Delete Old Token';
    };
    world.dialogs.press('Delete It Now…');
    await rotate('Deploy');
    assert.match(said(), /The rotation of “Deploy” has got on since this was asked/);
    assert.equal(await statusOf(token.id), 'active');
    assert.ok(await byId(twinId));
    assert.equal(rotation()?.undoing, 'restoring');
  });

  it('shows in the tree what it waits for, with its steps', async () => {
    const twinId = await toDeployment();
    const row = await world.tokenRow('Deploy');
    assert.match(String(row.item.description), /^being rotated/);
    assert.match(row.item.contextValue ?? '', /\brotating\b/);
    const twin = await world.tokenRow((await byId(twinId))?.name ?? '');
    assert.match(String(twin.item.description), /^twin of “Deploy”/);
    for (const { node } of [row, twin]) {
      const [first] = await world.rows(node);
      assert.equal(first?.item.label, 'Rotation');
      assert.equal(first.item.description, 'waiting for your deployment');
      assert.equal(first.item.command?.command, 'cloudflareTokens.continueRotation');
      const steps = await world.rows(first.node);
      assert.deepEqual(
        steps.map(({ item }) => (item.iconPath as vscode.ThemeIcon).id),
        ['pass', 'pass', 'arrow-circle-right', 'circle-large', 'circle-large'],
      );
      assert.equal(
        steps[2]?.item.accessibilityInformation?.label,
        'Deployment is out, under way, you say when',
      );
    }
    assert.equal(world.contexts.get('rotations'), true);
  });

  it('moves the connection that runs on the token to the twin, and back', async () => {
    world.dialogs.press('Start Rotation');
    world.dialogs.press('The Deployment Is Out…');
    world.dialogs.press('Disable the Old Token…');
    world.dialogs.pick('24 hours');
    await rotate('Manager');
    const twinId = world.rotations.of(own.id)?.twinId ?? '';
    assert.match(said(), /The connection \S+ moves to the twin/);
    assert.deepEqual(
      (await world.connections.list()).map(({ id }) => id),
      [twinId],
    );
    assert.equal((await world.vault.get('token', token.id))?.about['connectionId'], undefined);
    await world.explorer.refresh();
    assert.equal(await world.tokenRow('Deploy').then(({ node }) => node.connectionId), twinId);
    const twin = (await byId(twinId))?.secret ?? '';
    assert.equal((await world.api(twin).getToken({ kind: 'user' }, own.id)).status, 'disabled');
    await restart();
    world.dialogs.press('Undo Rotation');
    world.dialogs.press('Delete the Twin');
    world.dialogs.pick('Manager');
    await undoRotation(world, undefined);
    assert.match(said(), /is undone/);
    assert.deepEqual(
      (await world.connections.list()).map(({ id }) => id),
      [own.id],
    );
    assert.deepEqual(await world.vault.ids('token'), [token.id], 'and its secret is kept once, as before');
    await world.explorer.refresh();
    assert.ok((await world.rows()).length > 1);
  });

  it('leaves what git would take along, and says so', async () => {
    writePlaces();
    const { execFileSync } = await import('node:child_process');
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, stdio: 'ignore' });
    git('init');
    git('add', '-f', 'b/.dev.vars');
    folder.write('.gitignore', '.env\n');
    world.dialogs.press('Start Rotation');
    world.dialogs.accept();
    world.dialogs.press('Leave Them to Me');
    await rotate('Deploy');
    assert.match(
      said(),
      /The new secret of “Deploy” is not everywhere yet\. \S*\.dev\.vars \(CF\): Git would/,
    );
    const twin = await byId(rotation()?.twinId);
    assert.deepEqual(places(), [holding(twin?.secret)[0], holding(token.secret)[1]]);
    assert.deepEqual(
      rotation()?.givenUp.map(({ variable }) => variable),
      ['CF'],
    );
  });

  it('leaves files that have other unsaved changes to the person', async () => {
    writePlaces();
    const uri = folder.uri('.env');
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), 'OTHER=1\n');
    await vscode.workspace.applyEdit(edit);
    world.dialogs.press('Start Rotation');
    world.dialogs.accept();
    await rotate('Deploy');
    assert.match(said(), /\.env \(TOKEN\) has other unsaved changes: save it/);
    assert.equal(rotation()?.stage, 'switching');
    await document.save();
    await rotate('Deploy');
    assert.equal(rotation()?.stage, 'deploying');
  });

  it('begins only where there is room for a twin', async () => {
    await control.set({ userTokenQuota: 1 });
    const tokens = (await control.tokens()).filter(({ owner }) => owner.kind === 'user').length;
    for (let count = tokens; count < 50; count++)
      await control.plant({
        name: `Filler ${count}`,
        owner: await control.userId(),
        policies: policies.dnsRead,
      });
    world.dialogs.press('Start Rotation');
    await rotate('Deploy');
    assert.match(said(), /There is no room for a twin of “Deploy”: you have 5\d of 50 user tokens/);
    assert.equal(rotation(), undefined);
  });

  it('keeps what is true when Cloudflare refuses, and goes on later', async () => {
    await control.trouble({ method: 'POST', times: 1, trouble: { do: 'html', status: 403 } });
    world.dialogs.press('Start Rotation');
    await assert.rejects(rotate('Deploy'));
    assert.deepEqual([rotation()?.stage, rotation()?.sentAt], ['creating', undefined]);
    await rotate('Deploy');
    assert.equal(rotation()?.stage, 'deploying');
  });

  it('finds the twin whose answer was lost, and rolls it', async () => {
    await control.trouble({ method: 'POST', times: 1, trouble: { do: 'reset', when: 'after' } });
    world.dialogs.press('Start Rotation');
    await rotate('Deploy');
    const twins = (await control.tokens()).filter(({ name }) => name.startsWith('Deploy (rotating'));
    assert.deepEqual(
      twins.map(({ id }) => id),
      [rotation()?.twinId],
    );
    assert.equal((await world.vault.get('token', twins[0]?.id ?? ''))?.secret.reveal(), twins[0]?.secret);
  });

  it('waits for a twin that is not known everywhere yet', async () => {
    await control.set({ propagationMs: 700 });
    world.dialogs.press('Start Rotation');
    await rotate('Deploy');
    assert.equal(rotation()?.stage, 'deploying');
  });

  it('is worked on by one window at a time', async () => {
    await toDeployment();
    const other = openWorld({ secrets: world.secrets, state: world.state });
    await world.rotations.alone(token.id, async () => {
      assert.equal(await world.rotations.alone(token.id, () => Promise.resolve('done')), 'busy');
    });
    // A host that is dead does not keep others out; one that lives does.
    const key = `rotation-at-work:${token.id}`;
    const { machine } = await import('../../src/journal/host.ts').then(({ thisHost }) => thisHost);
    await world.state.update(key, { by: { id: 'x', pid: process.ppid, machine }, at: Date.now() });
    assert.equal(await other.rotations.alone(token.id, () => Promise.resolve('done')), 'busy');
    await world.state.update(key, { by: { id: 'x', pid: 2 ** 22 + 1, machine }, at: Date.now() });
    assert.equal(await other.rotations.alone(token.id, () => Promise.resolve('done')), 'done');
    await other.close();
  });

  it('is warned of by whatever else would change one of its tokens', async () => {
    const twinId = await toDeployment();
    const before = world.dialogs.said.length;
    for (const id of [token.id, twinId]) {
      const row = { connectionId: own.id, owner: { kind: 'user' }, tokenId: id };
      await rollToken(world, row);
      await deleteToken(world, row);
      await changeStatus(world, row, 'disabled');
    }
    const heard = world.dialogs.said.slice(before);
    assert.equal(
      heard.filter((text) => text.includes('It is being rotated: continue or undo that')).length,
      3,
    );
    assert.equal(
      heard.filter((text) => text.includes('It is the twin that the rotation of “Deploy”')).length,
      3,
    );
  });

  it('is reminded of while it waits for the person, and not while there is nothing to do', async () => {
    await toDeployment();
    await restart();
    await remindOfRotations(world);
    assert.match(said(), /Rotation of “Deploy”: waiting for your deployment\./);
    const waiting = rotation();
    assert.ok(waiting);
    await restart();
    const coolsUntil = new Date(Date.now() + 60_000).toISOString();
    const cooling = { ...waiting, stage: 'cooling', disabledAt: coolsUntil, coolsUntil } as const;
    await world.rotations.save(cooling);
    await remindOfRotations(world);
    assert.equal(said(), '');
    const timers = holdTimers(10_000);
    let reminded = 0;
    const reminder = remindWhenCool(world, () => {
      reminded++;
      return Promise.resolve();
    });
    assert.equal(timers.held.length, 1);
    await timers.run();
    assert.equal(reminded, 1, 'when the cooling time ends');
    timers.end();
    reminder.dispose();
    await world.rotations.save({ ...cooling, coolsUntil: new Date(0).toISOString() });
    await world.rotations.save({
      ...cooling,
      tokenId: own.id,
      name: 'Manager',
      coolsUntil: coolsUntil.slice(0, 4),
    });
    await remindOfRotations(world);
    assert.match(said(), /2 rotations wait for you: “\w+”, “\w+”\./);
    await world.rotations.remove(own.id);
  });

  it('is worked on through connections of its own user only, to whom other users’ tokens would be gone', async () => {
    await toDeployment();
    const [begun, [session]] = [rotation(), await world.sessions.all()];
    assert.ok(begun && session);
    const { connection } = session;
    const { userId: known, ...anonymous } = begun;
    const { userId: told, ...silent } = connection;
    assert.equal(known, told);
    const other = { ...connection, id: 'other' };
    for (const [one, through, can] of [
      [begun, connection, true],
      [begun, other, true],
      [begun, { ...other, userId: 'somebody else' }, false],
      [begun, { ...silent, id: 'other' }, false],
      [anonymous, silent, true],
      [anonymous, { ...silent, id: begun.twinId ?? '' }, true],
      [anonymous, { ...silent, id: 'other' }, false],
      [
        begun,
        { ...connection, owners: connection.owners.map((seen) => ({ ...seen, rights: 'read' as const })) },
        false,
      ],
    ] as const)
      assert.equal(canWorkOn(one, { connection: through }), can);
  });

  it('says what is missing where no connection may go on with it', async () => {
    await toDeployment();
    await world.connections.remove(own.id);
    const row = { connectionId: own.id, owner: { kind: 'user' }, tokenId: token.id };
    await assert.rejects(rotateToken(world, row), (error) => {
      assert.match(explain(error), /Give it API Tokens Edit .*, or connect with one that has it/);
      return true;
    });
    assert.equal(rotation()?.stage, 'deploying');
  });

  it('is warned of where a secret that it needs would be forgotten', async () => {
    await toDeployment();
    const needs = /A rotation that is under way needs (it|some of them): it cannot be undone without\./;
    for (const forget of [
      () => forgetSecret(world, { connectionId: own.id, tokenId: token.id }),
      () =>
        disconnect(
          world.connections,
          world.vault,
          { connectionId: own.id },
          (id) => world.rotations.of(id) !== undefined,
        ),
    ]) {
      const before = world.dialogs.said.length;
      await forget();
      assert.match(world.dialogs.said.slice(before).join('\n'), needs);
    }
  });

  it('is not for tokens that nothing can be using', async () => {
    const owner = await control.userId();
    await control.plant({ name: 'Off', owner, policies: policies.dnsRead, status: 'disabled' });
    await world.explorer.refresh();
    await rotate('Off');
    assert.match(said(), /“Off” is disabled, so nothing that runs can be using it/);
  });

  it('asks when the twin of a token that expires should expire', async () => {
    const owner = await control.userId();
    const soon = Date.now() + 3 * 86_400_000;
    const { id } = await control.plant({
      name: 'Deploy soon',
      owner,
      policies: policies.dnsRead,
      expiresOn: soon,
    });
    await world.explorer.refresh();
    world.dialogs.press('Start Rotation');
    world.dialogs.pick('Never');
    await rotate('Deploy soon');
    const twin = await world.api(own.secret).getToken({ kind: 'user' }, world.rotations.of(id)?.twinId ?? '');
    assert.equal(twin.expiresOn, undefined);
  });
});
