// What the tree shows when Cloudflare cannot be asked: the reason in place of the list, the way out, and the recovery.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type * as vscode from 'vscode';
import { ApiError } from '../../src/cloudflare/errors.ts';
import type { Trouble } from '../cloudflare/faults.ts';
import { cloudflare } from './cloudflare.ts';
import { control } from './control.ts';
import { accountOwner, openWorld, type Row, tooltipOf, type World } from './world.ts';

const LIST = `/accounts/${accountOwner(1).accountId}/tokens`;

describe('the explorer in trouble', () => {
  let world: World;
  beforeEach(async () => {
    world = openWorld();
    await world.connect(cloudflare.userToken);
  });
  afterEach(async () => {
    await world.close();
    await control.reset();
  });

  async function labs(): Promise<Row[]> {
    const [, , row] = await world.rows();
    return world.rows(row?.node);
  }

  const troubles: readonly [what: string, trouble: Trouble, reason: RegExp][] = [
    ['an HTML page', { do: 'html', status: 502 }, /answered with an error \(HTTP 502\)/],
    [
      'a long pause',
      { do: 'throttle', body: 'json', retryAfter: 240 },
      /asks to slow down\. Try again in 240 seconds/,
    ],
    ['a bare 429', { do: 'throttle', body: 'empty' }, /asks to slow down/],
    ['a broken connection', { do: 'reset', when: 'before' }, /could not be reached/],
    ['an answer that is no JSON', { do: 'garble' }, /answered with an error|was not understood/],
    [
      'a lost right',
      { do: 'error', status: 403, code: 9109, message: 'Unauthorized' },
      /lacks the permission/,
    ],
    [
      'a token that died',
      { do: 'error', status: 401, code: 1000, message: 'Invalid API Token' },
      /does not accept the token/,
    ],
  ];
  for (const [what, trouble, reason] of troubles) {
    it(`says why a list is not there after ${what}, and recovers`, async () => {
      await control.trouble({ method: 'GET', path: LIST, trouble });
      const [note, ...others] = await labs();
      assert.ok(note !== undefined && others.length === 0);
      const { item, node } = note;
      assert.equal(item.label, 'The tokens could not be loaded');
      assert.match(String(item.description), reason);
      assert.match(tooltipOf(item), reason);
      assert.match(tooltipOf(item), /Click to try again/);
      assert.equal((item.iconPath as vscode.ThemeIcon).id, 'error');
      assert.equal(item.contextValue, 'failed');
      assert.match(item.accessibilityInformation?.label ?? '', reason);
      assert.doesNotMatch(JSON.stringify([item, node]), /<html|cfut_/i);

      assert.equal(item.command?.command, 'cloudflareTokens.refreshList');
      await assert.rejects(world.explorer.refresh(item.command.arguments?.[0]), ApiError);
      assert.equal((await labs()).length, 1);

      await control.calm();
      await world.close();
      world = openWorld({ secrets: world.secrets });
      assert.ok((await labs()).every((row) => row.node.type === 'token'));
    });
  }

  it('recovers in the same window when the person tries again', async () => {
    await control.trouble({ method: 'GET', path: LIST, trouble: { do: 'html', status: 502 } });
    const [, , row] = await world.rows();
    const [note] = await world.rows(row?.node);
    assert.equal(note?.item.contextValue, 'failed');
    await control.calm();
    await world.explorer.refresh(note.item.command?.arguments?.[0]);
    assert.equal(world.redrawn.at(-1), row?.node);
    assert.equal((await labs()).length, 2);
  });

  it('shows the other lists all the same', async () => {
    await control.trouble({ method: 'GET', path: LIST, trouble: { do: 'html', status: 502 } });
    const [user, coffee] = await world.rows();
    assert.ok((await world.rows(user?.node)).length > 5);
    assert.ok((await world.rows(coffee?.node)).length > 5);
    assert.equal((await labs())[0]?.node.type, 'note');
  });

  it('keeps an older list when a refresh fails, says why and since when, and goes on when one succeeds', async () => {
    const before = await labs();
    assert.equal(before.length, 2);
    const added = await control.plant({ name: 'Added', owner: accountOwner(1).accountId, policies: [] });
    await control.trouble({ method: 'GET', path: LIST, trouble: { do: 'html', status: 502 } });
    await assert.rejects(world.explorer.refresh(), ApiError);
    const [note, ...rows] = await labs();
    assert.ok(note);
    assert.deepEqual(
      rows.map(({ node }) => node),
      before.map(({ node }) => node),
      'the very same rows',
    );
    const { item } = note;
    assert.equal(item.label, 'Not refreshed');
    assert.match(String(item.description), /answered with an error \(HTTP 502\)/);
    assert.match(tooltipOf(item), /HTTP 502[^]*as it was on .*\d:\d\d.*\. Click to try again\./);
    assert.match(item.accessibilityInformation?.label ?? '', /^Not refreshed, .*HTTP 502/);
    assert.equal((item.iconPath as vscode.ThemeIcon).id, 'warning');
    assert.equal(item.contextValue, 'stale');
    assert.ok(!before.concat(rows).some((row) => row.item.id === item.id));

    assert.equal(item.command?.command, 'cloudflareTokens.refreshList');
    await assert.rejects(world.explorer.refresh(item.command.arguments?.[0]), ApiError);
    assert.equal((await labs())[0]?.item.contextValue, 'stale');
    await control.calm();
    await world.explorer.refresh(note.node);
    const after = (await labs()).map((row) => row.item.label);
    assert.deepEqual(after, [...before.map((row) => row.item.label), 'Added'].sort(), added.id);
  });

  it('says of an empty list, too, that it could not be refreshed', async () => {
    const [session] = await world.sessions.all();
    const owner = accountOwner(1);
    for (const { id } of (await session?.tokens(owner)) ?? []) session?.drop(owner, id);
    await control.trouble({ method: 'GET', path: LIST, trouble: { do: 'html', status: 502 } });
    await assert.rejects(world.explorer.refresh(), ApiError);
    const kinds = (await labs()).map(({ item }) => item.contextValue);
    assert.deepEqual(kinds, ['stale', 'empty']);
  });

  it('does not ask once more only to show that asking failed', async () => {
    await control.trouble({
      method: 'GET',
      path: LIST,
      trouble: { do: 'error', status: 403, code: 9109, message: 'Unauthorized' },
    });
    const lists = async () =>
      (await control.requests()).filter((request) => request === `GET ${LIST}`).length;
    await control.forgetRequests();
    await assert.rejects(
      world.explorer.refresh({
        connectionId: (await world.connections.list())[0]?.id,
        owner: accountOwner(1),
      }),
      ApiError,
    );
    assert.equal((await labs())[0]?.item.contextValue, 'failed');
    assert.equal(await lists(), 1);
  });

  it('asks once for a list that several ask for at the same time', async () => {
    await control.forgetRequests();
    await Promise.all([labs(), labs(), labs()]);
    assert.deepEqual((await control.requests()).filter((request) => request === `GET ${LIST}`).length, 1);
  });

  it('shows tokens although no name can be had', async () => {
    await control.trouble({
      path: '/zones/**',
      trouble: { do: 'error', status: 403, code: 9109, message: 'Unauthorized' },
    });
    await control.trouble({ path: '/zones', trouble: { do: 'html', status: 502 } });
    const { item } = await world.tokenRow('Certbot on web-01');
    assert.match(String(item.description), /^DNS Edit · zone [0-9a-f]{32} · expires in/);
  });

  it('has no row for a token that was deleted elsewhere after a refresh', async () => {
    const planted = await control.plant({
      name: 'Soon gone',
      owner: accountOwner(1).accountId,
      policies: [],
    });
    assert.equal((await labs()).length, 3);
    await control.remove(planted.id);
    await world.explorer.refresh();
    assert.deepEqual((await labs()).map(({ item }) => item.label).includes('Soon gone'), false);
  });

  it('drops the row of a token that turns out to be deleted when it is acted on', async () => {
    const planted = await control.plant({
      name: 'Soon gone',
      owner: accountOwner(1).accountId,
      policies: [],
    });
    const { node } = await world.tokenRow('Soon gone');
    await control.remove(planted.id);
    const [session] = await world.sessions.all();
    await assert.rejects(
      session?.refresh(node.owner, node.tokenId) ?? Promise.resolve(),
      (error: unknown) => error instanceof ApiError && error.kind === 'not-found',
    );
    await assert.rejects(world.tokenRow('Soon gone'));
    assert.equal(
      (await world.explorer.getChildren(node)).length,
      0,
      'a row that VS Code still holds does no harm',
    );
    assert.equal(
      (await world.explorer.getTreeItem(node)).id,
      `${node.connectionId}/account:${accountOwner(1).accountId}/${node.tokenId}`,
    );
  });
});
