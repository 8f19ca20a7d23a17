// Secrets in files that git has: told as problems, and put right by quick fixes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { moveLeak, revokeLeak, rollLeak } from '../../src/commands/leaks.ts';
import { leakFixes } from '../../src/editing/leakFixes.ts';
import { type LeakProblems, watchLeaks } from '../../src/editing/leakProblems.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { type Spot, spotAt } from '../../src/usage/spot.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { withSetting } from './userSettings.ts';
import { until } from './waiting.ts';
import { openWorld, type World } from './world.ts';

const NEW = `cfut_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d0a1b2c3d`;

describe('a secret in a file that git has', () => {
  let world: World;
  let folder: Folder;
  let leaks: LeakProblems;
  let token: { id: string; secret: string };

  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
      cwd: folder.path,
    }).toString();

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    git('init', '--quiet');
    await world.connect(cloudflare.userToken);
    const owner = await control.userId();
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.explorer.refresh();
    leaks = watchLeaks(world.usage);
  });
  afterEach(async () => {
    leaks.dispose();
    await closeEditors();
    await world.close();
    folder.remove();
    await control.reset();
  });

  /** The extension as it was built looks as well, once another test has loaded its parts. */
  const told = (uri: vscode.Uri) => {
    const all = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Cloudflare Tokens');
    return [...new Map(all.map((problem) => [JSON.stringify(problem.range), problem])).values()];
  };
  async function problemIn(uri: vscode.Uri): Promise<vscode.Diagnostic> {
    await until('there is a problem', () => told(uri).length === 1);
    return told(uri)[0] ?? assert.fail();
  }
  async function show(name: string, text: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(folder.write(name, text));
    await vscode.window.showTextDocument(document);
    return document;
  }
  const spotIn = (document: vscode.TextDocument, text = token.secret): Spot =>
    spotAt(document, document.getText().indexOf(text));

  it('is a problem where git tracks the file, or would take it in, and none where it is ignored', async () => {
    folder.write('.gitignore', '.env\n');
    const ignored = await show('.env', `CF_TOKEN=${NEW}\n`);
    const untracked = await show('notes.md', `the token: ${NEW}\n`);
    const warning = await problemIn(untracked.uri);
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(warning.message, /Cloudflare user API token\. Git does not ignore this file/);
    assert.equal(untracked.getText(warning.range), NEW);
    folder.write('src/a.ts', `const t = '${NEW}';\n`);
    git('add', 'src');
    const error = await problemIn((await show('src/a.ts', `const t = '${NEW}';\n`)).uri);
    assert.equal(error.severity, vscode.DiagnosticSeverity.Error);
    assert.match(error.message, /Git tracks this file, so whoever has the repository has the secret/);
    assert.deepEqual(told(ignored.uri), []);
    assert.ok(![warning, error].some(({ message }) => message.includes(NEW)));
  });

  it('is told while it is typed, and gone with it', async () => {
    const document = await show('a.sh', 'echo\n');
    const type = (text: string) =>
      vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(1, 0), text));
    await type(`CF_API_TOKEN=${NEW}\n`);
    await problemIn(document.uri);
    await vscode.commands.executeCommand('undo');
    await until('the problem is gone', () => told(document.uri).length === 0);
  });

  it('without a prefix is told where it is one that is kept', async () => {
    const secret = 'Xy7_kQ2-mB9zL4wT8vR1cN6pJ3hG5fD0sA_eUiOq';
    const document = await show('a.txt', `${secret}\n`);
    await world.vault.put('token', token.id, new Secret(secret), {});
    await problemIn(document.uri);
  });

  it('is no problem for those who do not want to know', async () => {
    const document = await show('a.txt', `${NEW}\n`);
    await problemIn(document.uri);
    await withSetting('cloudflareTokens', 'leakProblems', false, async () => {
      await until('the problem is gone', () => told(document.uri).length === 0);
    });
    await problemIn(document.uri);
  });

  it('is found in the whole workspace when somebody asks', async () => {
    folder.write('.gitignore', '.env\ngenerated\n');
    folder.write('.env', `CF_TOKEN=${NEW}\n`);
    folder.write('generated/a.js', `'${NEW}'`);
    const tracked = folder.write('deep/in/it.yml', `a: 1\nCLOUDFLARE_API_TOKEN: ${NEW}\n`);
    const legacy = folder.write(
      'old.ini',
      'dns_cloudflare_api_token = Xy7_kQ2-mB9zL4wT8vR1cN6pJ3hG5fD0sA_eUiOq\n',
    );
    folder.write('clean.txt', 'token: none\n');
    git('add', 'deep');
    await leaks.searchWorkspace();
    assert.match(world.dialogs.said.join('\n'), /2 secrets of Cloudflare are in files \(2\)/);
    assert.deepEqual([told(tracked).length, told(legacy).length], [1, 1]);
    folder.write('deep/in/it.yml', 'a: 1\n');
    folder.write('old.ini', '\n');
    await leaks.searchWorkspace();
    assert.match(world.dialogs.said.at(-1) ?? '', /No secret of Cloudflare is in a file that git tracks/);
    rmSync(join(folder.path, '.git'), { recursive: true });
    await leaks.searchWorkspace();
    assert.match(world.dialogs.said.at(-1) ?? '', /There is no git repository here/);
  });

  it('moves to where it is safe, and leaves a reference', async () => {
    folder.write('.gitignore', '.env*\n');
    const document = await show('src/deploy.ts', `const token = "${token.secret}"; \n`);
    const problem = await problemIn(document.uri);
    const context = {
      diagnostics: [problem],
      triggerKind: vscode.CodeActionTriggerKind.Invoke,
      only: undefined,
    };
    const fixes = (await leakFixes.provideCodeActions(
      document,
      problem.range,
      context,
      new vscode.CancellationTokenSource().token,
    )) as vscode.CodeAction[];
    assert.deepEqual(
      fixes.map(({ title }) => title),
      [
        'Move the Secret to VS Code and an Ignored Env File…',
        'Roll the Secret…',
        'Revoke the Secret: Delete Its Token…',
        'Verify the Secret with Cloudflare',
      ],
    );
    assert.ok(!JSON.stringify(fixes).includes(token.secret));
    const [spot] = (fixes[0]?.command?.arguments ?? []) as Spot[];
    folder.write('.env', '');
    world.dialogs.pick(vscode.workspace.asRelativePath(folder.uri('.env')));
    world.dialogs.pick('CLOUDFLARE_API_TOKEN');
    await moveLeak(world, spot);
    assert.equal(folder.read('src/deploy.ts'), 'const token = process.env.CLOUDFLARE_API_TOKEN; \n');
    assert.equal(folder.read('.env'), `CLOUDFLARE_API_TOKEN=${token.secret}\n`);
    assert.equal((await world.vault.get('token', token.id))?.secret.reveal(), token.secret);
    assert.match(world.dialogs.said.join('\n'), /is out of \S*deploy\.ts.*still in git’s history: roll it/);
    await until('the problem is gone', () => told(document.uri).length === 0);
  });

  it('stays where it is when the person changes their mind', async () => {
    const document = await show('a.sh', `T=${token.secret}\n`);
    await moveLeak(world, spotIn(document));
    assert.equal(folder.read('a.sh'), `T=${token.secret}\n`);
    await moveLeak(world, { ...spotIn(document), line: 1, character: 0 });
    assert.match(world.dialogs.said.join('\n'), /There is no secret there any more/);
  });

  it('is rolled or revoked from where it stands', async () => {
    const document = await show('a.sh', `T=${token.secret}\n`);
    world.dialogs.press('Roll Secret');
    await rollLeak(world, spotIn(document));
    const rolled = (await control.token('Deploy')).secret;
    assert.notEqual(rolled, token.secret);
    const later = await show('b.sh', `T=${rolled}\n`);
    world.dialogs.press('Delete Token');
    await revokeLeak(world, spotIn(later, rolled));
    assert.ok(!(await control.tokens()).some(({ id }) => id === token.id));
  });

  it('that is no token leads to the dashboard', async () => {
    const document = await show('a.sh', `CLOUDFLARE_API_KEY=1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9\n`);
    const problem = await problemIn(document.uri);
    assert.match(problem.message, /Global API key, which may do everything/);
    const context = {
      diagnostics: [problem],
      triggerKind: vscode.CodeActionTriggerKind.Invoke,
      only: undefined,
    };
    const [fix] = (await leakFixes.provideCodeActions(
      document,
      problem.range,
      context,
      new vscode.CancellationTokenSource().token,
    )) as vscode.CodeAction[];
    assert.equal(fix?.command?.command, 'cloudflareTokens.openInDashboard');
  });
});
