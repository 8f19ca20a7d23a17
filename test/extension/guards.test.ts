// What must not slip through: tokens that other connections run on, files that git tracks, lists that come too late.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { changeStatus } from '../../src/commands/changeStatus.ts';
import { deleteToken } from '../../src/commands/deleteToken.ts';
import { rollToken } from '../../src/commands/rollToken.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { openWorld, type World } from './world.ts';

describe('a token that another connection runs on', () => {
  let world: World;
  let other: { id: string; secret: string };

  beforeEach(async () => {
    world = openWorld();
    const owner = await control.userId();
    const first = await control.plant({ name: 'First manager', owner, policies: policies.manageUser(owner) });
    other = await control.plant({ name: 'Second manager', owner, policies: policies.manageUser(owner) });
    await world.connect(first.secret);
    await world.connect(other.secret);
  });
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  /** Its row below the first connection, not below its own. */
  async function rowThroughFirst() {
    for (const { node } of await world.rows()) {
      if (node.type !== 'connection' || node.connectionId === other.id) continue;
      const below = await world.rows(node);
      const owners = below.some((row) => row.node.type === 'owner')
        ? (await Promise.all(below.map((row) => world.rows(row.node)))).flat()
        : below;
      const found = owners.find((row) => row.node.type === 'token' && row.node.tokenId === other.id);
      if (found !== undefined) return found.node;
    }
    throw new Error('no row');
  }

  it('hands its new secret to that connection when it is rolled', async () => {
    world.dialogs.press('Roll Secret');
    await rollToken(world, await rowThroughFirst());
    const now = (await control.tokens()).find(({ id }) => id === other.id)?.secret;
    assert.notEqual(now, other.secret);
    assert.equal((await world.connections.secret(other.id))?.reveal(), now);
    assert.match(world.dialogs.said.join('\n'), /runs on this token and takes over the new secret/);
  });

  it('takes that connection with it when it is deleted, and says so before', async () => {
    world.dialogs.press('Delete Token');
    await deleteToken(world, await rowThroughFirst());
    assert.match(world.dialogs.said.join('\n'), /runs on this token and will be gone with it/);
    assert.ok(!(await world.connections.list()).some(({ id }) => id === other.id));
  });

  it('is disabled only after the same warning', async () => {
    await changeStatus(world, await rowThroughFirst(), 'disabled');
    assert.match(world.dialogs.said.join('\n'), /runs on this token and stops working/);
    const states = (await world.sessions.all()).flatMap(
      (session) => session.known({ kind: 'user' })?.tokens ?? [],
    );
    assert.ok(states.filter(({ id }) => id === other.id).every(({ status }) => status === 'active'));
  });
});

describe('the update after a roll', () => {
  let world: World;
  let folder: Folder;
  let token: { id: string; secret: string };

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    const owner = await control.userId();
    const own = await control.plant({ name: 'Manager', owner, policies: policies.manageUser(owner) });
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.connect(own.secret);
    await world.vault.put('token', token.id, new Secret(token.secret), {});
    world.dialogs.press('Roll Secret');
    world.dialogs.press(/^Update /);
  });
  afterEach(async () => {
    await closeEditors();
    await world.close();
    folder.remove();
    await control.reset();
  });

  it('leaves out a file that git tracks, and says so', async () => {
    folder.write('.env', `TOKEN=${token.secret}\n`);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, stdio: 'ignore' });
    git('init');
    git('add', '--force', '.env');
    await rollToken(world, (await world.tokenRow('Deploy')).node);
    assert.equal(folder.read('.env'), `TOKEN=${token.secret}\n`);
    assert.match(world.dialogs.said.join('\n'), /git tracks .*\.env[\s\S]*still has the old secret/);
  });

  it('does not touch a variable whose last entry holds something else', async () => {
    const text = `TOKEN=${token.secret}\nTOKEN=another\n`;
    folder.write('.env', text);
    await rollToken(world, (await world.tokenRow('Deploy')).node);
    assert.equal(folder.read('.env'), text);
  });
});

describe('a list that is on its way', () => {
  let world: World;

  beforeEach(() => {
    world = openWorld();
  });
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  it('does not bring a token back that was dropped meanwhile', async () => {
    const owner = await control.userId();
    const own = await control.plant({ name: 'Manager', owner, policies: policies.manageUser(owner) });
    const token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.connect(own.secret);
    const [session] = await world.sessions.all();
    assert.ok(session !== undefined);
    await session.tokens({ kind: 'user' });
    const reloading = session.reload({ kind: 'user' });
    await session.api.deleteToken({ kind: 'user' }, token.id);
    session.drop({ kind: 'user' }, token.id);
    assert.ok(!(await reloading).some(({ id }) => id === token.id));
    assert.ok(!session.known({ kind: 'user' })?.tokens.some(({ id }) => id === token.id));
  });
});
