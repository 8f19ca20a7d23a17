// What the commands do to tokens, clipboard and secrets, and what they say.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ApiError } from '../../src/cloudflare/errors.ts';
import { changeStatus } from '../../src/commands/changeStatus.ts';
import { clearCopiedSecret, copySecret } from '../../src/commands/copySecret.ts';
import { deleteToken } from '../../src/commands/deleteToken.ts';
import { forgetSecret } from '../../src/commands/forgetSecret.ts';
import { isAnswerLost } from '../../src/commands/lostAnswer.ts';
import { copyId } from '../../src/commands/links.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { holdTimers } from './timers.ts';
import { withSetting } from './userSettings.ts';
import { until } from './waiting.ts';
import { accountOwner, openWorld, type World } from './world.ts';

const { clipboard } = vscode.env;

describe('the command', () => {
  let world: World;
  beforeEach(async () => {
    world = openWorld();
    await world.connect(cloudflare.userToken);
  });
  afterEach(async () => {
    await world.close();
    await control.reset();
    await clipboard.writeText('');
  });

  /** What is on the clipboard once a timer has looked at it, and perhaps emptied it. */
  const clipboardLater = async () => {
    await clipboard.readText();
    return clipboard.readText();
  };

  const said = () => world.dialogs.said.join('\n');
  const row = async (name: string) => (await world.tokenRow(name)).node;

  /** A token of one's own to change, with its row and its secret kept here. */
  async function planted(more: Partial<Parameters<typeof control.plant>[0]> = {}) {
    const owner = await control.userId();
    const token = { name: 'Mine', owner, policies: policies.dnsRead, ...more };
    const { id, secret } = await control.plant(token);
    await world.vault.put('token', id, new Secret(secret), {});
    await world.explorer.refresh();
    return { id, secret, node: await row(token.name) };
  }

  describe('Copy Secret', () => {
    it('puts the secret on the clipboard, and takes it off again after the set time', async () => {
      const { secret, node } = await planted();
      await withSetting('cloudflareTokens', 'clipboardClearSeconds', 1, async () => {
        await copySecret(world, node);
        assert.equal(await clipboard.readText(), secret);
        await until('the clipboard is empty', async () => (await clipboard.readText()) === '');
      });
      assert.match(said(), /Copied the secret of “Mine”; it leaves the clipboard in 1 s/);
    });

    it('leaves what somebody else copied meanwhile', async () => {
      const { node } = await planted();
      const timers = holdTimers(60_000);
      try {
        await copySecret(world, node);
        await clipboard.writeText('something else');
        assert.equal(timers.held.length, 1);
        await timers.run();
        assert.equal(await clipboardLater(), 'something else');
      } finally {
        timers.end();
      }
    });

    it('counts anew when the secret, or another one, is copied again', async () => {
      const first = await planted();
      const second = await planted({ name: 'Other' });
      const timers = holdTimers(60_000);
      try {
        for (const { node } of [first, first, second, first]) {
          await copySecret(world, node);
          assert.equal(timers.held.length, 1, 'one timer for one clipboard');
        }
        assert.equal(await clipboard.readText(), first.secret);
        await timers.run();
        assert.equal(await clipboardLater(), '');
        assert.deepEqual(timers.held, []);
      } finally {
        timers.end();
      }
    });

    it('takes the secret off at once when the window closes, and leaves anything else', async () => {
      const { secret, node } = await planted();
      const timers = holdTimers(60_000);
      try {
        await copySecret(world, node);
        assert.equal(await clipboard.readText(), secret);
        await clearCopiedSecret();
        assert.equal(await clipboard.readText(), '');
        assert.deepEqual(timers.held, [], 'and no timer stays behind');
        await copySecret(world, node);
        await clipboard.writeText('something else');
        await clearCopiedSecret();
        assert.equal(await clipboard.readText(), 'something else');
      } finally {
        timers.end();
      }
    });

    it('survives a clipboard that cannot be read any more', async () => {
      const { node } = await planted();
      const timers = holdTimers(60_000);
      const env = vscode.env as { clipboard: vscode.Clipboard };
      try {
        await copySecret(world, node);
        const readText = () => Promise.reject(new Error('no clipboard'));
        Object.defineProperty(env, 'clipboard', { value: { ...clipboard, readText }, configurable: true });
        await clearCopiedSecret();
      } finally {
        Object.defineProperty(env, 'clipboard', { value: clipboard, configurable: true });
        timers.end();
      }
    });

    it('leaves the secret there where the person wants that', async () => {
      const { secret, node } = await planted();
      const timers = holdTimers(60_000);
      try {
        await copySecret(world, node);
        await withSetting('cloudflareTokens', 'clipboardClearSeconds', 0, () => copySecret(world, node));
        assert.deepEqual(timers.held, []);
        await clearCopiedSecret();
      } finally {
        timers.end();
      }
      assert.equal(await clipboard.readText(), secret);
      assert.match(said(), /Copied the secret of “Mine”$/);
    });

    it('says that a secret is not here', async () => {
      await copySecret(world, await row('Certbot on web-01'));
      assert.match(
        said(),
        /“Certbot on web-01” is not stored in VS Code\. Cloudflare never shows a secret again/,
      );
      assert.equal(await clipboard.readText(), '');
    });

    it('offers those tokens only whose secret is here', async () => {
      const { secret } = await planted();
      world.dialogs.pick('Mine');
      await copySecret(world, undefined);
      assert.equal(await clipboard.readText(), secret);
      assert.match(said(), /\$\(key\) Mine\nmaya\S+\nDNS Read · all zones · stored on \d+ \w+ \d{4}/);
      assert.doesNotMatch(said(), /Certbot/);
    });

    it('needs neither the network nor a connection for what is stored', async () => {
      const { id, secret } = await planted();
      await world.vault.put('token', id, new Secret(secret), { name: 'Mine' });
      await world.close();
      world = openWorld({ secrets: world.secrets, baseUrl: 'http://127.0.0.1:9/client/v4' });
      world.dialogs.pick('Mine');
      await copySecret(world, undefined);
      assert.equal(await clipboard.readText(), secret);
      await clipboard.writeText('');
      for (const connection of await world.connections.list()) await world.connections.remove(connection.id);
      world.dialogs.pick('Mine');
      await copySecret(world, undefined);
      assert.equal(await clipboard.readText(), secret);
      assert.match(said(), /no longer in any list/);
    });
  });

  describe('Forget Secret', () => {
    const stored = () => world.vault.ids('token');

    it('says what that means, and removes the secret and nothing else', async () => {
      const { id, secret, node } = await planted();
      await forgetSecret(world, node);
      assert.match(said(), /Forget the secret of “Mine”\?\nIt is removed from VS Code’s secret storage/);
      assert.match(said(), /The token lives on[^]*never shows a secret again[^]*roll the token/);
      assert.deepEqual(await stored(), [id], 'not without the person saying so');
      world.dialogs.press('Forget Secret');
      await forgetSecret(world, node);
      assert.deepEqual(await stored(), []);
      assert.equal((await control.token('Mine')).secret, secret);
      assert.match(said(), /VS Code no longer has the secret of “Mine”\. The token itself is unchanged/);
      await until('its row says so', async () => {
        const item = await world.explorer.getTreeItem(node);
        return !/\bkept\b/.test(item.contextValue ?? '') && item.resourceUri === undefined;
      });
      assert.equal(world.contexts.get('secrets'), 'none');
    });

    it('says where nothing but memory has it, and forgets it there', async () => {
      const { id, node } = await planted();
      world.secrets.refuseStore = true;
      await assert.rejects(world.vault.put('token', id, new Secret('cfut_newer'), {}));
      world.dialogs.press('Forget Secret');
      await forgetSecret(world, node);
      assert.match(said(), /this window’s memory is all that has it/);
      assert.deepEqual([await stored(), world.vault.unstored('token')], [[], []]);
    });

    it('offers all that is stored, of tokens and connections that are gone as well, and asks nobody', async () => {
      const { id } = await planted();
      const [connection] = await world.connections.list();
      const about = { connectionId: connection?.id, owner: 'user' };
      const old = new Secret('cfut_old');
      await world.vault.put('token', id, old, { ...about, name: 'Its name of then' });
      await world.vault.put('token', '1'.repeat(32), old, { ...about, name: 'Deleted elsewhere' });
      await world.vault.put('token', '2'.repeat(32), old, {
        connectionId: 'gone',
        owner: 'user',
        name: 'Left',
      });
      world.secrets.entries.set('token:damaged', '{');
      await control.forgetRequests();
      await forgetSecret(world, undefined);
      const offered = said().split('\n');
      assert.equal(offered[offered.indexOf('$(key) Mine') + 1], 'maya.lindqvist@fernhill.example');
      for (const gone of ['Deleted elsewhere', 'Left', 'damaged'])
        assert.equal(offered[offered.indexOf(`$(key) ${gone}`) + 1], 'no longer in any list', gone);
      assert.match(said(), /stored on \d+ \w+ \d{4}/);
      world.dialogs.press('Forget Secret');
      for (const gone of ['Left', 'damaged', 'Mine']) {
        world.dialogs.pick(gone);
        await forgetSecret(world, undefined);
      }
      assert.deepEqual(await stored(), ['1'.repeat(32)]);
      const requests = await control.requests();
      assert.ok(!requests.some((request) => request.includes('tokens')), requests.join());
    });

    it('says that there is none', async () => {
      await forgetSecret(world, undefined);
      assert.match(said(), /VS Code has no secret of any token/);
    });
  });

  describe('Copy Token ID', () => {
    it('copies the id of the row, or of the picked token', async () => {
      const { id, node } = await planted();
      await copyId(world.sessions, node);
      assert.equal(await clipboard.readText(), id);
      world.dialogs.pick('Certbot on web-01');
      await copyId(world.sessions, undefined);
      assert.equal(await clipboard.readText(), (await control.token('Certbot on web-01')).id);
    });

    it('offers to connect where nobody is', async () => {
      const [connection] = await world.connections.list();
      await world.connections.remove(connection?.id ?? '');
      await copyId(world.sessions, undefined);
      assert.match(said(), /There is no connection to Cloudflare yet/);
    });

    it('fails where no list of tokens can be had', async () => {
      await control.trouble({ trouble: { do: 'html', status: 502 } });
      await assert.rejects(copyId(world.sessions, undefined), ApiError);
    });

    it('says which lists are missing and why, and tries again when told', async () => {
      const path = `/accounts/${accountOwner(1).accountId}/tokens`;
      await control.trouble({ path, times: 4, trouble: { do: 'html', status: 502 } });
      world.dialogs.pick('Fernhill Labs');
      world.dialogs.pick('Loki log archive');
      await copyId(world.sessions, undefined);
      const [before, after] = said().split('Whose ID should be copied?').slice(1);
      assert.match(said(), /Some tokens are missing: Fernhill Labs could not be listed\nWhose ID/);
      assert.match(
        before ?? '',
        /Could not be listed\n\$\(warning\) Fernhill Labs\nselect to try again\n.*HTTP 502/,
      );
      assert.match(before ?? '', /Certbot on web-01/);
      assert.doesNotMatch(before ?? '', /Loki log archive/);
      assert.doesNotMatch(after ?? '', /Could not be listed/);
      assert.equal(await clipboard.readText(), (await control.token('Loki log archive')).id);
    });

    it('shows the tree a list that was fetched meanwhile', async () => {
      const labs = (await world.rows())[2];
      const path = `/accounts/${accountOwner(1).accountId}/tokens`;
      await control.trouble({ path, trouble: { do: 'html', status: 502 } });
      assert.equal((await world.rows(labs?.node))[0]?.item.contextValue, 'failed');
      await control.calm();
      const before = world.redrawn.length;
      await copyId(world.sessions, undefined);
      assert.deepEqual(world.redrawn.slice(before)[0], labs?.node);
      assert.ok((await world.rows(labs?.node)).length > 1);
    });
  });

  describe('Disable and Enable Token', () => {
    it('change the status and nothing else, not even what this version does not know', async () => {
      const node = await row('Quantum gateway pilot');
      const [session] = await world.sessions.all();
      const before = await session?.api.getToken(node.owner, node.tokenId);
      assert.ok(before?.unknown, 'the token has a field that no client knows');
      const comparable = async () => {
        const token = await session?.api.getToken(node.owner, node.tokenId);
        return { ...token, modifiedOn: '', policies: [...(token?.policies ?? [])].sort(byGroup) };
      };
      const byGroup = (a: { groups: readonly { id: string }[] }, b: typeof a) =>
        (a.groups[0]?.id ?? '').localeCompare(b.groups[0]?.id ?? '');

      await changeStatus(world, node, 'disabled');
      assert.match(said(), /Disable “Quantum gateway pilot”\?/);
      assert.equal((await comparable()).status, 'active', 'not without the person saying so');
      world.dialogs.press('Disable Token');
      await changeStatus(world, node, 'disabled');
      assert.deepEqual(await comparable(), {
        ...before,
        status: 'disabled',
        modifiedOn: '',
        policies: [...before.policies].sort(byGroup),
      });
      assert.match((await world.explorer.getTreeItem(node)).contextValue ?? '', /\bdisabled\b/);
      await changeStatus(world, node, 'active');
      assert.equal((await comparable()).status, 'active');
    });

    it('say so to whom chose from the palette', async () => {
      await planted();
      world.dialogs.press('Disable Token');
      world.dialogs.pick('Mine');
      await changeStatus(world, undefined, 'disabled');
      world.dialogs.pick('Mine');
      await changeStatus(world, undefined, 'active');
      assert.match(said(), /\nDisabled “Mine”\.\n[^]*\nEnabled “Mine”\.$/);
    });

    it('start from what Cloudflare has now', async () => {
      const { id, node } = await planted({ status: 'disabled' });
      const elsewhere = world.api(cloudflare.userToken);
      const token = await elsewhere.getToken({ kind: 'user' }, id);
      const change = { name: 'Renamed elsewhere', policies: token.policies, status: 'disabled' } as const;
      await elsewhere.updateToken({ kind: 'user' }, id, change);
      await changeStatus(world, node, 'active');
      const { name, status } = await elsewhere.getToken({ kind: 'user' }, id);
      assert.deepEqual([name, status], ['Renamed elsewhere', 'active']);
    });

    it('warn about the token of the connection itself', async () => {
      await changeStatus(world, await row('VS Code'), 'disabled');
      assert.match(
        said(),
        /The connection maya\.lindqvist@fernhill\.example runs on this token and stops working/,
      );
    });

    it('look what is true now when the answer gets lost', async () => {
      const { id, node } = await planted({ status: 'disabled' });
      const status = async () =>
        (await world.api(cloudflare.userToken).getToken({ kind: 'user' }, id)).status;
      for (const trouble of [{ do: 'reset', when: 'after' }, { do: 'garble' }] as const) {
        await control.trouble({ method: 'PUT', times: 1, trouble });
        await changeStatus(world, node, 'active');
        assert.equal(await status(), 'active');
        assert.match((await world.explorer.getTreeItem(node)).contextValue ?? '', /\benabled\b/);
        world.dialogs.press('Disable Token');
        await changeStatus(world, node, 'disabled');
      }
      await control.trouble({ method: 'PUT', times: 1, trouble: { do: 'reset', when: 'before' } });
      await assert.rejects(changeStatus(world, node, 'active'), (error) => isAnswerLost(error));
      assert.equal(await status(), 'disabled');
      await control.trouble({ method: 'PUT', times: 1, trouble: { do: 'html', status: 403 } });
      await assert.rejects(changeStatus(world, node, 'active'), (error) => !isAnswerLost(error));
    });

    it('fail with a typed error, and drop the row of a token that is gone', async () => {
      const { id, node } = await planted({ status: 'disabled' });
      await control.trouble({
        method: 'PUT',
        times: 1,
        trouble: {
          do: 'error',
          status: 403,
          code: 9109,
          message: 'Unauthorized to access requested resource',
        },
      });
      const failsAs = (kind: string) => (error: unknown) => error instanceof ApiError && error.kind === kind;
      await assert.rejects(changeStatus(world, node, 'active'), failsAs('missing-right'));
      await control.remove(id);
      await assert.rejects(changeStatus(world, node, 'active'), failsAs('not-found'));
      await assert.rejects(row('Mine'));
    });
  });

  describe('Delete Token', () => {
    it('deletes it at Cloudflare, forgets its secret and drops its row', async () => {
      const { id, node } = await planted();
      await deleteToken(world, node);
      assert.match(said(), /Delete “Mine”\?\nThis cannot be undone/);
      assert.ok(await world.vault.get('token', id), 'not without the person saying so');
      world.dialogs.press('Delete Token');
      await deleteToken(world, node);
      assert.ok(!(await control.tokens()).some((token) => token.id === id));
      assert.equal(await world.vault.get('token', id), undefined);
      await assert.rejects(row('Mine'));
      assert.match(said(), /Deleted “Mine”/);
    });

    it('is content when somebody else was faster', async () => {
      const { id, node } = await planted();
      await control.remove(id);
      world.dialogs.press('Delete Token');
      await deleteToken(world, node);
      assert.match(said(), /Deleted “Mine”/);
      assert.equal(await world.vault.get('token', id), undefined);
    });

    it('looks whether the token is gone when the answer gets lost', async () => {
      const { id, node } = await planted();
      world.dialogs.press('Delete Token');
      await control.trouble({ method: 'DELETE', times: 1, trouble: { do: 'reset', when: 'before' } });
      await assert.rejects(deleteToken(world, node), (error) => isAnswerLost(error));
      assert.ok(await world.vault.get('token', id), 'it is still there');
      await control.trouble({ method: 'DELETE', times: 1, trouble: { do: 'reset', when: 'after' } });
      await deleteToken(world, node);
      assert.match(said(), /Deleted “Mine”/);
      assert.equal(await world.vault.get('token', id), undefined);
      await assert.rejects(row('Mine'));
    });

    it('forgets nothing when Cloudflare refuses', async () => {
      const { id, node } = await planted();
      await control.trouble({ method: 'DELETE', trouble: { do: 'html', status: 502 } });
      world.dialogs.press('Delete Token');
      await assert.rejects(deleteToken(world, node), ApiError);
      assert.ok(await world.vault.get('token', id));
      assert.ok(await row('Mine'));
    });

    it("of the connection's own token says so, and disconnects", async () => {
      const owner = await control.userId();
      const { secret } = await control.plant({ name: 'Own', owner, policies: policies.manageUser(owner) });
      await world.close();
      world = openWorld();
      await world.connect(secret);
      world.dialogs.press('Delete Token');
      await deleteToken(world, await row('Own'));
      assert.match(said(), /The connection \S+ runs on this token and will be gone with it/);
      assert.deepEqual(await world.connections.list(), []);
      assert.deepEqual(await world.rows(), []);
    });
  });
});
