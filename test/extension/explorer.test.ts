// The tree's levels and states: what is there, what is left out, and what stands in place of a list.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type * as vscode from 'vscode';
import { cloudflare } from './cloudflare.ts';
import { control } from './control.ts';
import { accountOwner, openWorld, tooltipOf, type World } from './world.ts';

const icon = (item: vscode.TreeItem) => (item.iconPath as vscode.ThemeIcon).id;

describe('the explorer', () => {
  let world: World;
  beforeEach(() => (world = openWorld()));
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  it('is empty while nobody is connected, so that the welcome shows', async () => {
    assert.deepEqual(await world.rows(), []);
    assert.equal(world.contexts.get('state'), 'signedOut');
  });

  it('tells a secret storage that fails from nobody being connected, and comes back', async () => {
    await world.connect(cloudflare.accountToken);
    // In a window that has not read the connections yet.
    await world.close();
    world = openWorld({ secrets: world.secrets });
    world.secrets.refuseKeys = true;
    assert.deepEqual(await world.rows(), []);
    assert.equal(world.contexts.get('state'), 'failed');
    await assert.rejects(world.explorer.refresh(), /could not read its secret storage/);

    world.secrets.refuseKeys = false;
    await world.explorer.refresh();
    assert.ok(world.redrawn.includes(undefined));
    assert.ok((await world.rows()).length > 0);
    assert.equal(world.contexts.get('state'), 'connected');
  });

  it('shows the tokens at once where one connection has one owner, and names it in the title', async () => {
    await world.connect(cloudflare.accountToken);
    const rows = await world.rows();
    assert.ok(rows.every(({ node }) => node.type === 'token'));
    assert.equal(world.view.description, 'Fernhill Coffee');
    assert.deepEqual(
      rows.map(({ item }) => item.label),
      [
        'Auditor: read everything',
        'GitHub Actions: storefront',
        'Product photo uploads',
        'Resource tagging',
        'staging-worker',
        'VS Code (Fernhill Coffee)',
      ],
    );
    assert.equal(world.explorer.getParent(rows[0]?.node ?? assert.fail()), undefined);
  });

  it('shows the owners where there are several', async () => {
    await world.connect(cloudflare.userToken);
    const rows = await world.rows();
    assert.equal(world.view.description, '');
    assert.deepEqual(
      rows.map(({ item }) => [item.label, item.description, icon(item), item.contextValue]),
      [
        ['maya.lindqvist@fernhill.example', 'user tokens', 'account', 'owner editable'],
        ['Fernhill Coffee', 'account tokens', 'organization', 'owner editable'],
        ['Fernhill Labs', 'account tokens', 'organization', 'owner editable'],
        ['Harbour Street Studio', 'account tokens', 'organization', 'owner editable'],
      ],
    );
    const labs = rows[2] ?? assert.fail();
    assert.match(tooltipOf(labs.item), new RegExp(accountOwner(1).accountId));
    const [token] = await world.rows(labs.node);
    assert.equal(world.explorer.getParent(token?.node ?? assert.fail()), labs.node);
  });

  it('says where a connection may only look', async () => {
    await world.connect(cloudflare.accountToken);
    const [connection] = await world.connections.list();
    assert.ok(connection);
    const [first, ...others] = [accountOwner(0), accountOwner(1)].map(
      (owner) => ({ owner, name: '', rights: 'read' }) as const,
    );
    const secret = await world.connections.secret(connection.id);
    assert.ok(first && secret);
    await world.connections.save({ ...connection, owners: [first, ...others] }, secret);
    const [row] = await world.rows();
    assert.equal(row?.item.label, accountOwner(0).accountId, 'an account without a name shows its id');
    assert.equal(row.item.description, 'account tokens · read only');
    assert.equal(row.item.contextValue, 'owner');
    const [token] = await world.rows(row.node);
    assert.doesNotMatch(token?.item.contextValue ?? '', /editable/);
  });

  it('gives every row an id of its own that outlives a refresh', async () => {
    await world.connect(cloudflare.userToken);
    const ids = async () => {
      const all: (string | undefined)[] = [];
      const collect = async (rows: Awaited<ReturnType<World['rows']>>): Promise<void> => {
        for (const { node, item } of rows) {
          all.push(item.id);
          await collect(await world.rows(node));
        }
      };
      await collect(await world.rows());
      return all;
    };
    const before = await ids();
    assert.ok(before.every((id) => id !== undefined));
    assert.equal(new Set(before).size, before.length);
    await world.explorer.refresh();
    assert.deepEqual(await ids(), before);
  });

  it('says that a list is empty, what that may mean, and offers to create a token', async () => {
    await world.connect(cloudflare.userToken);
    const harbour = (await world.rows())[3] ?? assert.fail();
    const [session] = await world.sessions.all();
    for (const { id } of (await session?.tokens(accountOwner(2))) ?? []) session?.drop(accountOwner(2), id);
    const [note, ...others] = await world.rows(harbour.node);
    assert.ok(note !== undefined && others.length === 0);
    assert.equal(note.item.label, 'No tokens');
    assert.equal(note.item.contextValue, 'empty');
    assert.equal(icon(note.item), 'info');
    assert.match(tooltipOf(note.item), /may lack the permission to read them/);
    assert.equal(note.item.command?.command, 'cloudflareTokens.create');
    assert.equal(note.item.accessibilityInformation?.label, 'No tokens, Click to create one');
  });

  it('says "or no permission" where a connection may only look', async () => {
    await world.connect(cloudflare.accountToken);
    const [connection] = await world.connections.list();
    const secret = connection && (await world.connections.secret(connection.id));
    assert.ok(connection && secret);
    const owner = accountOwner(0);
    await world.connections.save(
      { ...connection, owners: [{ owner, name: 'Fernhill', rights: 'read' }] },
      secret,
    );
    const [session] = await world.sessions.all();
    for (const { id } of (await session?.tokens(owner)) ?? []) session?.drop(owner, id);
    const [note] = await world.rows();
    assert.equal(note?.item.description, 'or no permission to see them');
    assert.equal(note.item.command, undefined);
  });
});
