// Adopting a secret that exists already: Cloudflare says whose it is, and what cannot be kept is explained.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { adoptSecret } from '../../src/commands/adoptSecret.ts';
import type { CloudflareApi } from '../../src/cloudflare/api.ts';
import type { Secret } from '../../src/tokens/secret.ts';
import { spotAt } from '../../src/usage/spot.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { openWorld, type World } from './world.ts';

describe('a secret that exists already', () => {
  let world: World;
  let folder: Folder;
  let token: { id: string; secret: string };

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    await world.connect(cloudflare.userToken);
    const owner = await control.userId();
    await world.rows(); // the list is older than the token
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
  });
  afterEach(async () => {
    await closeEditors();
    await world.close();
    folder.remove();
    await control.reset();
  });

  const said = () => world.dialogs.said.join('\n');
  async function adopt(text: string): Promise<string> {
    const before = world.dialogs.said.length;
    world.dialogs.type(text);
    await adoptSecret(world, undefined);
    assert.ok(!said().includes(token.secret));
    return world.dialogs.said.slice(before).join('\n');
  }
  const kept = async () => (await world.vault.get('token', token.id))?.secret.reveal();

  it('is pasted, matched to its token and kept', async () => {
    const heard = await adopt(` export CF_TOKEN="${token.secret}"\n`);
    assert.match(heard, /The secret of “Deploy” is now in VS Code’s secret storage/);
    assert.equal(await kept(), token.secret);
    assert.match((await world.tokenRow('Deploy')).item.contextValue ?? '', /\bkept\b/);
    assert.match(await adopt(token.secret), /is kept in VS Code already/);
  });

  it('is found in an env file, by a picker or by its place', async () => {
    const uri = folder.write('.env', `A=1\nCF_TOKEN=${token.secret}\n`);
    world.dialogs.pick('CF_TOKEN');
    await adoptSecret(world, undefined);
    assert.equal(await kept(), token.secret);
    await world.vault.forget('token', token.id);

    const document = await vscode.workspace.openTextDocument(uri);
    await adoptSecret(world, spotAt(document, document.getText().indexOf(token.secret) + 3));
    assert.equal(await kept(), token.secret);
    await adoptSecret(world, spotAt(document, 0));
  });

  it('is kept with a word about what is wrong with its token', async () => {
    const owner = await control.userId();
    const off = await control.plant({ name: 'Off', owner, policies: policies.dnsRead, status: 'disabled' });
    assert.match(await adopt(off.secret), /“Off” is now in VS Code’s secret storage\. The token is disabled/);
  });

  it('is not kept where Cloudflare revoked it, does not know it, or it is none', async () => {
    // Nobody has published what Cloudflare answers about a revoked secret: its state, or that it knows no such secret.
    const apiFor = (secret: Secret): CloudflareApi => ({
      ...world.sessions.apiFor(secret),
      verify: () => Promise.resolve({ id: token.id, status: 'revoked (exposed)' }),
    });
    world.dialogs.type(token.secret);
    await adoptSecret({ ...world, sessions: { ...world.sessions, apiFor } }, undefined);
    assert.match(
      said(),
      /has revoked “Deploy”, because its secret was found in public\. It never works again/,
    );
    await control.expose(token.id);
    await world.explorer.refresh();
    assert.match(
      await adopt(token.secret),
      /does not know this secret[^]*Or it is that of “Deploy”[^.]*, which Cloudflare has revoked/,
    );
    assert.match(
      await adopt(`cfut_${'aB3dE5fG7h'.repeat(4)}0a1b2c3d`),
      /Cloudflare does not know this secret/,
    );
    assert.match(await adopt('0123456789abcdef0123456789abcdef'), /This is an ID/);
    assert.deepEqual(await world.vault.ids('token'), []);
  });

  it('is explained where its owner is not connected', async () => {
    const other = openWorld();
    try {
      await other.connect(cloudflare.accountToken);
      other.dialogs.type(token.secret);
      await adoptSecret(other, undefined);
      assert.match(other.dialogs.said.join('\n'), /belongs to a user who is not connected here/);
      const [, second = ''] = cloudflare.accounts;
      const elsewhere = await control.plant({ name: 'Elsewhere', owner: second, policies: policies.dnsRead });
      other.dialogs.type(elsewhere.secret);
      await adoptSecret(other, undefined);
      assert.match(
        other.dialogs.said.join('\n'),
        /account that is not connected|whose tokens no connection here sees/,
      );
      assert.deepEqual(await other.vault.ids('token'), []);
    } finally {
      await other.close();
    }
  });

  it('is kept in memory and said so where the storage refuses', async () => {
    world.secrets.refuseStore = true;
    assert.match(await adopt(token.secret), /The secret of “Deploy” is not stored/);
    assert.equal(await kept(), token.secret);
    world.secrets.refuseStore = false;
  });
});
