// What is drawn again when something changes: no more than that.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { changeStatus } from '../../src/commands/changeStatus.ts';
import { deleteToken } from '../../src/commands/deleteToken.ts';
import { rollToken } from '../../src/commands/rollToken.ts';
import type { TokenNode } from '../../src/explorer/nodes.ts';
import { sameOwner } from '../../src/tokens/owner.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { until } from './waiting.ts';
import { accountOwner, openWorld, type Row, type World } from './world.ts';

const SECRET = 'cfut_0123456789012345678901234567890123456789abcdef01';

describe('drawing again', () => {
  let world: World;
  const own = vscode.window.onDidChangeWindowState;
  const windowState = new vscode.EventEmitter<vscode.WindowState>();
  const window = vscode.window as { onDidChangeWindowState: typeof own };
  const now = Date.now;

  beforeEach(async () => {
    window.onDidChangeWindowState = windowState.event;
    world = openWorld();
    await world.connect(cloudflare.userToken);
  });
  afterEach(async () => {
    Date.now = now;
    window.onDidChangeWindowState = own;
    await world.close();
    await control.reset();
  });

  const drawn = (): unknown[] => world.redrawn as unknown[];
  /** Forgets what was drawn so far, once all names have been learned, for which a list is drawn again. */
  async function settle(): Promise<void> {
    await world.tokenRow('Certbot on web-01');
    await until('the names are known', () => world.redrawn.some((node) => node?.type === 'owner'));
    drawn().length = 0;
  }

  it('of one token that changed draws its row only', async () => {
    await control.plant({
      name: 'Was off',
      owner: await control.userId(),
      policies: policies.dnsRead,
      status: 'disabled',
    });
    const { node } = await world.tokenRow('Was off');
    await settle();
    await changeStatus(world, node, 'active');
    assert.ok(drawn().length > 0);
    assert.ok(
      drawn().every((one) => one === node),
      'the row is the object that VS Code was given',
    );
    assert.match((await world.explorer.getTreeItem(node)).contextValue ?? '', /\benabled active\b/);
  });

  it('of a secret that was kept draws its row only', async () => {
    const { node } = await world.tokenRow('Certbot on web-01');
    await settle();
    await world.vault.put('token', node.tokenId, new Secret(SECRET), {});
    await until('a row is drawn', () => drawn().length > 0);
    assert.ok(drawn().every((one) => one === node));
  });

  it('of a new token draws the list of its owner', async () => {
    const { node } = await world.tokenRow('Certbot on web-01');
    await settle();
    const [session] = await world.sessions.all();
    const [known] = (await session?.tokens(node.owner)) ?? [];
    assert.ok(session && known);
    session.learn({ ...known, id: 'e'.repeat(32), name: 'Brand new' });
    assert.deepEqual(drawn(), [world.explorer.getParent(node)]);
    assert.ok(await world.tokenRow('Brand new'));
  });

  it('of a second connection draws the whole tree', async () => {
    await world.rows();
    await settle();
    await world.connect(cloudflare.accountToken);
    await until('the tree is drawn', () => drawn().includes(undefined));
    assert.equal((await world.rows()).length, 2);
  });

  it("keeps all rows after the connection's own token was rolled", async () => {
    const userId = await control.userId();
    const { secret } = await control.plant({
      name: 'My own',
      owner: userId,
      policies: policies.manageUser(userId),
    });
    await world.close();
    world = openWorld();
    await world.connect(secret);
    const { node } = await world.tokenRow('My own');
    const before = await world.rows();
    world.dialogs.press('Roll Secret');
    await rollToken(world, node);
    assert.match(world.dialogs.said.join('\n'), /“My own” has a new secret/);

    const renewed = await world.connections.secret(node.connectionId);
    assert.ok(renewed && renewed.reveal() !== secret);
    for (const row of before) {
      const item = await world.explorer.getTreeItem(row.node);
      assert.equal(item.label, row.item.label, 'rows that VS Code holds still have their names');
    }
    assert.ok((await world.explorer.getChildren(node)).length > 0);
    assert.equal((await world.rows()).length, before.length);
  });

  describe('through one of two connections that see the same owner', () => {
    const COFFEE = accountOwner(0);
    let mine: TokenNode;
    let theirs: TokenNode;

    /** The rows of one account's token, below either connection. */
    async function bothRows(name: string): Promise<Row[]> {
      const found: Row[] = [];
      for (const connection of await world.rows()) {
        const below = await world.rows(connection.node);
        const owner = below.find(({ node }) => node.type === 'owner' && sameOwner(node.owner, COFFEE));
        const tokens = owner === undefined ? below : await world.rows(owner.node);
        found.push(...tokens.filter(({ node, item }) => node.type === 'token' && item.label === name));
      }
      return found;
    }

    beforeEach(async () => {
      const { accountId } = COFFEE;
      await control.plant({ name: 'Shared', owner: accountId, policies: policies.manageAccount(accountId) });
      await world.connect(cloudflare.accountToken);
      const [first, second] = await bothRows('Shared');
      assert.ok(first?.node.type === 'token' && second?.node.type === 'token');
      [mine, theirs] = [first.node, second.node];
      await until('all names are known', async () => {
        const { length } = drawn();
        await world.rows();
        return drawn().length === length;
      });
      drawn().length = 0;
      await control.forgetRequests();
    });

    it('draws the row of each, and asks for no list', async () => {
      world.dialogs.press('Disable Token');
      await changeStatus(world, mine, 'disabled');
      assert.deepEqual(new Set(drawn()), new Set([mine, theirs]));
      assert.equal(drawn().length, 4, 'each when it was read afresh, and when it was changed');
      for (const { item } of await bothRows('Shared')) assert.match(item.contextValue ?? '', /\bdisabled\b/);
      await changeStatus(world, theirs, 'active');
      for (const { item } of await bothRows('Shared')) assert.match(item.contextValue ?? '', /\benabled\b/);
      assert.ok(!(await control.requests()).some((request) => request.endsWith('/tokens')));
    });

    it('draws a new token in the list of each, and takes a deleted one out of each', async () => {
      const [session] = await world.sessions.all();
      const [known] = (await session?.tokens(COFFEE)) ?? [];
      assert.ok(session && known);
      session.learn({ ...known, id: 'e'.repeat(32), name: 'Brand new' });
      assert.equal((await bothRows('Brand new')).length, 2);
      world.dialogs.press('Delete Token');
      await deleteToken(world, theirs);
      assert.deepEqual(await bothRows('Shared'), []);
      assert.ok(!(await control.requests()).some((request) => request.endsWith('/tokens')));
    });

    it('adds nothing to the tokens of a user who may be another', async () => {
      const userId = await control.userId();
      const second = await control.plant({
        name: 'Nameless',
        owner: userId,
        policies: policies.manageUser(userId),
      });
      await world.connect(second.secret);
      const [a, b] = (await world.sessions.all()).filter(({ connection }) => connection.kind === 'user');
      assert.ok(a && b);
      const user = { kind: 'user' } as const;
      const [known] = await a.tokens(user);
      await b.tokens(user);
      assert.ok(known);
      a.learn({ ...known, id: 'e'.repeat(32), name: 'Brand new' });
      const names = async () => (await b.tokens(user)).map(({ name }) => name);
      assert.ok((await names()).includes('Brand new'), 'the same user');
      const secret = await world.connections.secret(b.connection.id);
      assert.ok(secret);
      const { userId: told, ...anonymous } = b.connection;
      assert.equal(told, userId);
      await world.connections.save(anonymous, secret);
      const c = await world.sessions.get(b.connection.id);
      assert.ok(c && c !== b);
      await c.tokens(user);
      a.learn({ ...known, id: 'd'.repeat(32), name: 'Newer' });
      a.learn({ ...known, name: 'Renamed' });
      const heard = (await c.tokens(user)).map(({ name }) => name);
      assert.ok(!heard.includes('Newer'));
      assert.ok(heard.includes('Renamed'), 'an id that is listed is the same token');
    });
  });

  describe('when the window gets the focus', () => {
    const lists = async () => (await control.requests()).filter((request) => request.endsWith('/tokens'));
    const focus = () => windowState.fire({ focused: true, active: true });

    it('fetches lists again that are older than five minutes', async () => {
      await world.tokenRow('Certbot on web-01');
      await control.forgetRequests();
      Date.now = () => now() + 6 * 60_000;
      focus();
      await until('the list is fetched', async () => (await lists()).length > 0);
      assert.deepEqual(await lists(), ['GET /user/tokens'], 'and those only that were looked at');
    });

    it('leaves fresh lists alone', async () => {
      await world.tokenRow('Certbot on web-01');
      await settle();
      await control.forgetRequests();
      focus();
      await world.rows();
      assert.deepEqual(await lists(), []);
    });

    it('asks for nothing while nobody sees the view, or when the focus is lost', async () => {
      await world.tokenRow('Certbot on web-01');
      await settle();
      await control.forgetRequests();
      Date.now = () => now() + 6 * 60_000;
      windowState.fire({ focused: false, active: false });
      world.view.visible = false;
      focus();
      await world.rows();
      assert.deepEqual(await lists(), []);
    });

    it('keeps what it has when that fails', async () => {
      await world.tokenRow('Certbot on web-01');
      await settle();
      await control.trouble({ path: '/user/tokens', trouble: { do: 'html', status: 502 } });
      Date.now = () => now() + 6 * 60_000;
      focus();
      await until('the row above is drawn', () => drawn().length > 0);
      assert.ok(await world.tokenRow('Certbot on web-01'));
      assert.equal(await note(), 'stale');
    });

    it('tries again after a while where a list could not be fetched, and leaves no list out for another', async () => {
      await control.trouble({ path: '/user/tokens', trouble: { do: 'html', status: 502 } });
      assert.equal(await note(), 'failed');
      const [, coffee] = await world.rows();
      await world.rows(coffee?.node);
      await control.forgetRequests();
      focus();
      await world.rows();
      assert.deepEqual(await lists(), [], 'not at once');

      Date.now = () => now() + 6 * 60_000;
      focus();
      const second = /^GET \/accounts\/\w+\/tokens$/;
      await until('the other is fetched', async () =>
        (await lists()).some((request) => second.test(request)),
      );
      await control.calm();
      await control.forgetRequests();
      Date.now = () => now() + 12 * 60_000;
      focus();
      await until('the list is there', async () => (await note()) !== 'failed');
      assert.ok(await world.tokenRow('Certbot on web-01'));
    });

    /** What the first row below the user says of the list. */
    async function note(): Promise<string | undefined> {
      const [user] = await world.rows();
      const [first] = await world.rows(user?.node);
      return first?.item.contextValue;
    }
  });
});
