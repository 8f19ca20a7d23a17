// Writing a secret into a file changes the characters of the value and no others, and can be taken back.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { findUses } from '../../src/insertion/uses.ts';
import { onlyThe, replaceSecrets } from '../../src/insertion/replace.ts';
import { writeSecret } from '../../src/insertion/write.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';

const NAME = 'CLOUDFLARE_API_TOKEN';
const OLD = 'cfut_OldOldOldOldOldOldOldOldOldOldOldOldOldO00000000';
const NEW = 'cfut_NewNewNewNewNewNewNewNewNewNewNewNewNewN11111111';
const secret = new Secret(NEW);

describe('writing a secret', () => {
  let folder: Folder;
  beforeEach(() => (folder = makeFolder()));
  afterEach(async () => {
    await closeEditors();
    folder.remove();
  });

  const cases: readonly [what: string, before: string, after: string][] = [
    ['a value between others', `A=1\n${NAME}=${OLD}\nB=2\n`, `A=1\n${NAME}=${NEW}\nB=2\n`],
    ['line endings of Windows', `A=1\r\n${NAME}=${OLD}\r\nB=2\r\n`, `A=1\r\n${NAME}=${NEW}\r\nB=2\r\n`],
    ['a new line with endings of Windows', 'A=1\r\nB=2\r\n', `A=1\r\nB=2\r\n${NAME}=${NEW}\r\n`],
    ['a byte order mark', `\ufeff${NAME}=${OLD}\nB=2\n`, `\ufeff${NAME}=${NEW}\nB=2\n`],
    ['a byte order mark and nothing else', '\ufeff', `\ufeff${NAME}=${NEW}\n`],
    ['double quotes', `${NAME}="${OLD}"\n`, `${NAME}="${NEW}"\n`],
    ['single quotes', `${NAME}='${OLD}' # prod\n`, `${NAME}='${NEW}' # prod\n`],
    ['export', `export A=1\nexport ${NAME}=${OLD}\n`, `export A=1\nexport ${NAME}=${NEW}\n`],
    ['a new line where all others are exported', 'export A=1\n', `export A=1\nexport ${NAME}=${NEW}\n`],
    [
      'comments and blanks',
      `# Cloudflare\n\n  ${NAME} = ${OLD}   # do not share\n\n# end`,
      `# Cloudflare\n\n  ${NAME} = ${NEW}   # do not share\n\n# end`,
    ],
    ['no final line ending', 'A=1', `A=1\n${NAME}=${NEW}`],
    ['the value at the very end', `A=1\n${NAME}=${OLD}`, `A=1\n${NAME}=${NEW}`],
    ['an empty value', `${NAME}=\nB=2\n`, `${NAME}=${NEW}\nB=2\n`],
    [
      'the last of several entries, which is the one that counts',
      `${NAME}=first\n${NAME}=${OLD}\n`,
      `${NAME}=first\n${NAME}=${NEW}\n`,
    ],
    ['the same value again', `${NAME}=${NEW} # kept\n`, `${NAME}=${NEW} # kept\n`],
    ['an empty file', '', `${NAME}=${NEW}\n`],
    ['a commented-out variable', `# ${NAME}=${OLD}\n`, `# ${NAME}=${OLD}\n${NAME}=${NEW}\n`],
    ['a variable whose name goes on', `${NAME}_2=${OLD}\n`, `${NAME}_2=${OLD}\n${NAME}=${NEW}\n`],
  ];
  for (const [what, before, after] of cases) {
    it(`keeps the rest of the file: ${what}`, async () => {
      const uri = folder.write('.env', before);
      assert.equal((await writeSecret(uri, NAME, secret)).outcome, 'saved');
      assert.equal(folder.read('.env'), after);
    });
  }

  it('makes a file and its folder where there is none', async () => {
    const written = await writeSecret(folder.uri('packages/api/.dev.vars'), NAME, secret);
    assert.deepEqual(written, { outcome: 'saved', warnings: [] });
    assert.equal(folder.read('packages/api/.dev.vars'), `${NAME}=${NEW}\n`);
  });

  it('exports what goes into a .envrc, which a shell runs', async () => {
    const uri = folder.write('.envrc', 'A=1\n');
    assert.deepEqual(await writeSecret(uri, NAME, secret), { outcome: 'saved', warnings: [] });
    assert.equal(folder.read('.envrc'), `A=1\nexport ${NAME}=${NEW}\n`);
    await writeSecret(folder.uri('new/.envrc'), NAME, secret);
    assert.equal(folder.read('new/.envrc'), `export ${NAME}=${NEW}\n`);
  });

  it('leaves it to the person to export what is there in a .envrc without', async () => {
    const uri = folder.write('.envrc', `${NAME}=${OLD}\n`);
    const written = await writeSecret(uri, NAME, secret);
    assert.equal(folder.read('.envrc'), `${NAME}=${NEW}\n`);
    assert.ok(written.outcome === 'saved');
    assert.match(
      written.warnings.map(({ message }) => message).join(),
      /is not exported, so programs do not see it/,
    );
  });

  it('leaves no file behind when the name or the value cannot be written', async () => {
    for (const written of [
      await writeSecret(folder.uri('.env'), '1-BAD', secret),
      await writeSecret(folder.uri('.env'), NAME, new Secret('two\nlines')),
    ]) {
      assert.equal(written.outcome, 'failed');
      assert.ok('reason' in written && written.reason !== '' && !written.reason.includes('two'));
    }
    assert.equal(folder.read('.env'), undefined);
  });

  it('can be undone in one step', async () => {
    const uri = folder.write('.env', `A=1\n${NAME}="${OLD}" # old\nB=2\n`);
    await vscode.window.showTextDocument(uri);
    await writeSecret(uri, NAME, secret);
    const { document } = vscode.window.activeTextEditor ?? assert.fail();
    assert.ok(document.getText().includes(NEW));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), `A=1\n${NAME}="${OLD}" # old\nB=2\n`);
  });

  it('leaves saving to the person where the file has other changes', async () => {
    const uri = folder.write('.env', `A=1\n${NAME}=${OLD}\n`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 2, 0, 3), '22');
    await vscode.workspace.applyEdit(edit);
    assert.equal((await writeSecret(uri, NAME, secret)).outcome, 'unsaved');
    assert.equal(document.getText(), `A=22\n${NAME}=${NEW}\n`);
    assert.equal(folder.read('.env'), `A=1\n${NAME}=${OLD}\n`);
  });

  it('warns about what keeps readers from seeing the value', async () => {
    const uri = folder.write('.env', `${NAME}=first\n${NAME}=${OLD}\n`);
    const written = await writeSecret(uri, NAME, secret);
    assert.ok(written.outcome === 'saved');
    assert.match(written.warnings.map(({ message }) => message).join(), /is set 2 times/);
  });
});

describe('the uses of a secret', () => {
  let folder: Folder;
  beforeEach(() => (folder = makeFolder()));
  afterEach(() => folder.remove());

  const found = async (value: string) =>
    (await findUses(new Secret(value)))
      .filter(({ uri }) => uri.fsPath.startsWith(folder.path))
      .map(({ uri, variable }) => `${uri.fsPath.slice(folder.path.length + 1)} ${variable}`)
      .sort();

  it('are the variables with exactly that value, in env files that are no examples', async () => {
    folder.write('.env', `A=${OLD}\n${NAME}="${OLD}"\nB=x${OLD}\n# C=${OLD}\n`);
    folder.write('packages/api/.dev.vars', `export ${NAME}='${OLD}'\r\n`);
    folder.write('.env.production', `${NAME}=${OLD}`);
    folder.write('.envrc', `export ${NAME}=${OLD}\n`);
    for (const other of [
      '.env.example',
      '.dev.vars.example',
      '.env.sample',
      'env.txt',
      'node_modules/x/.env',
    ])
      folder.write(other, `${NAME}=${OLD}\n`);
    assert.deepEqual(await found(OLD), [
      '.env A',
      `.env ${NAME}`,
      `.env.production ${NAME}`,
      `.envrc ${NAME}`,
      `packages/api/.dev.vars ${NAME}`,
    ]);
    assert.deepEqual(await found(NEW), []);
  });

  it('are named without what VS Code would make a link of', async () => {
    const file = '.env.[x](command:y)';
    folder.write(file, `A=${OLD}\n`);
    const [use] = await findUses(new Secret(OLD));
    assert.ok(use?.uri.path.endsWith(file) === true);
    assert.ok(!use.label.includes(']('), use.label);
  });

  it('are replaced in all files at once, by one change that one Undo takes back', async () => {
    folder.write('.env', `A=1\n${NAME}="${OLD}"\nB=${OLD} # c\n`);
    folder.write('.dev.vars', `${NAME}=${OLD}\n`);
    folder.write('.env.other', `${NAME}=somethingElse\n`);
    const before = ['.env', '.dev.vars'].map((name) => folder.read(name));
    const places = [
      ...(await findUses(new Secret(OLD))),
      { uri: folder.uri('.env.other'), variable: NAME },
      { uri: folder.uri('nowhere'), variable: NAME },
    ];
    const applied: vscode.WorkspaceEdit[] = [];
    const { applyEdit } = vscode.workspace;
    const workspace = vscode.workspace as { applyEdit: typeof applyEdit };
    workspace.applyEdit = (edit) => {
      applied.push(edit);
      return applyEdit.call(vscode.workspace, edit);
    };
    const replaced = await replaceSecrets(
      places.map(({ uri, variable }) => ({ uri, variable, to: secret, gives: onlyThe(new Secret(OLD)) })),
    ).finally(() => (workspace.applyEdit = applyEdit));
    assert.deepEqual(
      replaced.map(({ state }) => state),
      ['holds', 'holds', 'holds', 'other', 'missing'],
    );
    assert.equal(folder.read('.env'), `A=1\n${NAME}="${NEW}"\nB=${NEW} # c\n`);
    assert.equal(folder.read('.dev.vars'), `${NAME}=${NEW}\n`);
    assert.equal(folder.read('.env.other'), `${NAME}=somethingElse\n`);
    assert.deepEqual(
      applied.map(({ size }) => size),
      [2],
    );
    assert.notDeepEqual(
      before,
      ['.env', '.dev.vars'].map((name) => folder.read(name)),
    );
  });

  describe('where git would take a file along', () => {
    let dialogs: Dialogs;
    beforeEach(() => {
      dialogs = answerDialogs();
      execFileSync('git', ['init'], { cwd: folder.path, stdio: 'ignore' });
      folder.write('.gitignore', '.env\n');
      folder.write('.env', `A=1\n${NAME}=${OLD}\n`);
      folder.write('.env.local', `${NAME}=${OLD}\nB=${OLD}\n`);
    });
    afterEach(() => dialogs.end());

    const replace = (...places: readonly (readonly [file: string, variable: string])[]) =>
      replaceSecrets(
        places.map(([file, variable]) => ({
          uri: folder.uri(file),
          variable,
          to: secret,
          gives: onlyThe(new Secret(OLD)),
        })),
      );

    it('are replaced only when the person lets it, who is asked once for each file', async () => {
      const replaced = await replace(['.env.local', NAME], ['.env.local', 'B']);
      assert.deepEqual(
        replaced.map(({ state }) => state),
        ['failed', 'failed'],
      );
      assert.equal(dialogs.said.filter((text) => text.startsWith('Git does not ignore')).length, 1);
    });

    it('are replaced where they stand when all questions are answered', async () => {
      const answer = vscode.window.showWarningMessage;
      const window = vscode.window as { showWarningMessage: unknown };
      window.showWarningMessage = async () => {
        window.showWarningMessage = answer;
        const document = await vscode.workspace.openTextDocument(folder.uri('.env'));
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(0, 0), 'NEW=line\n');
        await vscode.workspace.applyEdit(edit);
        await document.save();
        return 'Add to .gitignore and Insert';
      };
      const replaced = await replace(['.env', NAME], ['.env.local', NAME]);
      assert.deepEqual(
        replaced.map(({ state }) => state),
        ['holds', 'holds'],
      );
      assert.equal(folder.read('.env'), `NEW=line\nA=1\n${NAME}=${NEW}\n`);
      assert.equal(folder.read('.env.local'), `${NAME}=${NEW}\nB=${OLD}\n`);
    });
  });
});
