// Where secrets are used: found in the workspace once somebody asks, followed from there on, and shown in the tree.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConsumer, forgetConsumer } from '../../src/commands/consumers.ts';
import { deleteToken } from '../../src/commands/deleteToken.ts';
import type { TokenNode } from '../../src/explorer/nodes.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { until } from './waiting.ts';
import { openWorld, tooltipOf, type World } from './world.ts';

describe('where a secret is used', () => {
  let world: World;
  let folder: Folder;
  let token: { id: string; secret: string };
  let node: TokenNode;

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    await world.connect(cloudflare.userToken);
    const owner = await control.userId();
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.vault.put('token', token.id, new Secret(token.secret), {});
    await world.explorer.refresh();
    node = (await world.tokenRow('Deploy')).node;
  });
  afterEach(async () => {
    await closeEditors();
    await world.close();
    folder.remove();
    await control.reset();
  });

  /** The consumers, without the folder of the test in front. */
  async function found(): Promise<string[]> {
    const root = `${vscode.workspace.asRelativePath(vscode.Uri.file(folder.path))}/`;
    return (await world.usage.of(token.id)).map(({ label }) => label.replace(root, '')).sort();
  }

  async function usedIn() {
    const heading = (await world.rows(node)).at(-1);
    assert.ok(heading?.node.type === 'usage');
    return { heading, rows: await world.rows(heading.node) };
  }

  it('is where an S3 secret access key is that is made of the secret, too', async () => {
    const s3 = s3SecretOf(token.secret);
    folder.write('.env', `AWS_ACCESS_KEY_ID=${token.id}\nAWS_SECRET_ACCESS_KEY=${s3}\n`);
    folder.write('other.env', `AWS_SECRET_ACCESS_KEY=${s3SecretOf('another')}\n`);
    assert.deepEqual(await found(), ['.env (AWS_SECRET_ACCESS_KEY)']);
    assert.equal((await world.usage.recognizer())(s3), undefined);
    assert.equal((await world.usage.s3Recognizer())(s3), token.id);
  });

  it('is not looked for before somebody asks', async () => {
    const { findFiles, createFileSystemWatcher } = vscode.workspace;
    const asked: string[] = [];
    const workspace = vscode.workspace as unknown as Record<string, unknown>;
    workspace['findFiles'] = (...args: Parameters<typeof findFiles>) => {
      asked.push('findFiles');
      return findFiles(...args);
    };
    workspace['createFileSystemWatcher'] = (...args: Parameters<typeof createFileSystemWatcher>) => {
      asked.push('watch');
      return createFileSystemWatcher(...args);
    };
    try {
      const heading = (await world.rows(node)).at(-1);
      assert.equal(heading?.item.description, undefined);
      assert.deepEqual(asked, []);
      await world.usage.of(token.id);
      await world.usage.of(token.id);
      assert.deepEqual(asked, ['watch', 'findFiles']);
    } finally {
      Object.assign(workspace, { findFiles, createFileSystemWatcher });
    }
  });

  it('is told for env files, Wrangler’s configuration, workflows and open documents', async () => {
    folder.write('.env', `A=1\nCF_TOKEN="${token.secret}"\n`);
    folder.write('.dev.vars.staging', `X=${token.secret}\nX=other\n`);
    folder.write('app/.envrc', `export TOKEN=${token.secret}\n`);
    folder.write('wrangler.jsonc', `{\n  "vars": { "T": "${token.secret}" }\n}\n`);
    folder.write('.github/workflows/ci.yml', `env:\n  T: ${token.secret}\n`);
    folder.write('notes.txt', token.secret);
    folder.write('node_modules/x/.env', `T=${token.secret}\n`);
    assert.deepEqual(await found(), [
      '.env (CF_TOKEN)',
      '.github/workflows/ci.yml (line 2)',
      'app/.envrc (TOKEN)',
      'wrangler.jsonc (line 2)',
    ]);
    const notes = await vscode.workspace.openTextDocument(folder.uri('notes.txt'));
    await until('the open document counts', async () => (await found()).includes('notes.txt (line 1)'));
    const edit = new vscode.WorkspaceEdit();
    edit.delete(notes.uri, new vscode.Range(0, 0, 0, 5));
    await vscode.workspace.applyEdit(edit);
    await until('what is typed counts', async () => !(await found()).includes('notes.txt (line 1)'));
  });

  it('follows files that come, change and go', async () => {
    assert.deepEqual(await found(), []);
    let told = 0;
    const listening = world.usage.onDidChange(() => told++);
    const env = folder.write('.env', `T=${token.secret}\n`);
    await until('the new file counts', async () => (await found()).join() === '.env (T)');
    assert.ok(told > 0);
    folder.write('.env', `# moved\nOTHER=${token.secret}\n`);
    await until('the change counts', async () => (await found()).join() === '.env (OTHER)');
    rmSync(env.fsPath);
    await until('the lost file is forgotten', async () => (await found()).length === 0);
    listening.dispose();
  });

  it('is not looked for where settings exclude it', async () => {
    folder.write('.env', `T=${token.secret}\n`);
    folder.write('generated/.env', `T=${token.secret}\n`);
    assert.equal((await found()).length, 2);
    const search = vscode.workspace.getConfiguration('search');
    await search.update('exclude', { '**/{generated,made}': true }, vscode.ConfigurationTarget.Global);
    try {
      await until('the excluded file is passed over', async () => (await found()).join() === '.env (T)');
      folder.write('made/.env', `T=${token.secret}\n`);
      folder.write('.dev.vars', `T=${token.secret}\n`);
      await until('a later file is found', async () => (await found()).length > 1);
      assert.deepEqual(await found(), ['.dev.vars (T)', '.env (T)']);
    } finally {
      await search.update('exclude', undefined, vscode.ConfigurationTarget.Global);
    }
    await until('it counts again', async () => (await found()).length === 4);
  });

  it('knows a token by its secret, and nobody else’s text', async () => {
    const idFor = async (text: string) => (await world.usage.recognizer())(text);
    assert.equal(await idFor(token.secret), token.id);
    assert.equal(await idFor(token.secret.slice(1)), undefined);
    await world.vault.forget('token', token.id);
    await until('it is forgotten', async () => (await idFor(token.secret)) === undefined);
  });

  it('shows in the tree, opens on a click, and never has the secret in a row', async () => {
    folder.write('.env', `A=1\nCF_TOKEN=${token.secret}\n`);
    world.dialogs.type('GitHub Actions secret CF_TOKEN');
    await addConsumer(world, node);
    const { heading, rows } = await usedIn();
    assert.equal(heading.item.label, 'Used In');
    assert.deepEqual(
      rows.map(({ item }) => [item.label, item.description, item.contextValue]),
      [
        [vscode.workspace.asRelativePath(folder.uri('.env')), 'CF_TOKEN', 'consumer'],
        ['GitHub Actions secret CF_TOKEN', 'noted', 'consumer noted'],
      ],
    );
    assert.ok(world.redrawn.includes(heading.node), 'the number beside the heading is known only now');
    assert.equal((await usedIn()).heading.item.description, '2');
    const command = rows[0]?.item.command;
    assert.ok(command !== undefined);
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 1);
    const row = await world.tokenRow('Deploy');
    const tooltip = tooltipOf(await world.explorer.resolveTreeItem(row.item, row.node));
    assert.match(tooltip, /Used in .*env .*CF.*TOKEN.*GitHub Actions secret/);
    assert.ok(!inspect({ heading, rows, tooltip }, { depth: 12, showHidden: true }).includes(token.secret));

    const noted = rows[1]?.node;
    await forgetConsumer(world, rows[0]?.node);
    await forgetConsumer(world, noted);
    assert.deepEqual(
      (await usedIn()).rows.map(({ item }) => item.contextValue),
      ['consumer'],
    );
    assert.ok(world.redrawn.some((drawn) => drawn?.type === 'usage'));
  });

  it('says what it means when there is no consumer', async () => {
    const { heading, rows } = await usedIn();
    const [none] = rows;
    const label = async () => (await world.rows(heading.node))[0]?.item.label;
    assert.equal(none?.item.label, 'Nowhere in this workspace');
    assert.equal(none.item.command?.command, 'cloudflareTokens.addConsumer');
    await world.vault.forget('token', token.id);
    await until('it knows why', async () => (await label()) === 'Not known: its secret is not stored here');
    world.secrets.refuseKeys = true;
    world.secrets.announce('x');
    await until('it says so', async () => (await label()) === 'Not known');
    world.secrets.refuseKeys = false;
  });

  it('takes no note that holds a secret, and forgets notes with their token', async () => {
    for (const text of [`the NAS: ${token.secret}`, 'x '.repeat(120)]) {
      world.dialogs.type(text);
      await addConsumer(world, node);
    }
    assert.deepEqual([...world.state.entries], []);
    assert.match(world.dialogs.said.join('\n'), /Notes are not kept secret/);
    world.dialogs.type('  the NAS ');
    await addConsumer(world, node);
    assert.match(JSON.stringify(world.state.entries.get('consumers')), /"label":"the NAS"/);
    world.dialogs.press('Delete Token');
    await deleteToken(world, node);
    assert.deepEqual(world.state.entries.get('consumers'), {});
  });
});
