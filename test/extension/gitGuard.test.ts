// A secret never goes where git would take it: what git makes of a file, in real repositories.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addToGitignore, trackingOf } from '../../src/insertion/gitGuard.ts';
import { insertSecret } from '../../src/insertion/insert.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';

const SECRET = 'cfut_0123456789012345678901234567890123456789abcdef01';

function git(cwd: string, ...args: string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...who, ...args], { cwd, stdio: 'ignore' });
}

describe('what git makes of a file', () => {
  let folder: string;
  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'git-')))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const tracking = (name: string) => trackingOf(vscode.Uri.file(join(folder, name)));
  const write = (name: string, text = '') => writeFileSync(join(folder, name), text);

  it('is nothing where there is no repository', async () => {
    assert.equal(await tracking('.env'), 'no-repository');
  });

  it('is ignored, tracked or untracked, whether the file is there or not', async () => {
    git(folder, 'init');
    write('.gitignore', '.env*\n!.env.example\n');
    assert.equal(await tracking('.env'), 'ignored');
    assert.equal(await tracking('.dev.vars'), 'untracked');
    write('.env');
    write('.dev.vars');
    write('.env.production');
    git(folder, 'add', '--force', '.env.production');
    assert.equal(await tracking('.env'), 'ignored');
    assert.equal(await tracking('.dev.vars'), 'untracked');
    assert.equal(await tracking('.env.production'), 'tracked', 'in spite of .gitignore');
    assert.equal(await tracking('.env.example'), 'untracked');
  });

  it('is that of the file a link leads to', async () => {
    git(folder, 'init');
    write('.gitignore', '.env\n');
    write('shared.env');
    git(folder, 'add', 'shared.env');
    symlinkSync('shared.env', join(folder, '.env'));
    assert.equal(await tracking('.env'), 'tracked');
  });

  it('is unknown where git refuses to look, as in a repository of somebody else', async () => {
    git(folder, 'init');
    process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
    try {
      assert.equal(await tracking('.env'), 'unknown');
    } finally {
      delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
    }
  });

  it('is unknown where git is not there, and for files of other machines', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = folder;
    try {
      assert.equal(await tracking('.env'), 'unknown');
    } finally {
      process.env['PATH'] = PATH;
    }
    assert.equal(await trackingOf(vscode.Uri.parse('vscode-vfs://github/a/b/.env')), 'unknown');
  });

  it('does not depend on the repository that VS Code was started from', async () => {
    git(folder, 'init');
    write('.env');
    git(folder, 'add', '.env');
    process.env['GIT_DIR'] = join(folder, 'elsewhere');
    try {
      assert.equal(await tracking('.env'), 'tracked');
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  it('runs nothing that the repository brings along', async () => {
    git(folder, 'init');
    const program = `#!/bin/sh\ntouch '${join(folder, 'ran')}'\nexit 1\n`;
    for (const name of ['git', 'git.exe', '.git/hooks/post-index-change']) {
      write(name, program);
      chmodSync(join(folder, name), 0o755);
    }
    git(folder, 'config', 'core.fsmonitor', join(folder, 'git'));
    git(folder, 'config', 'core.pager', join(folder, 'git'));
    write('.gitignore', '.env\n');
    const { PATH } = process.env;
    process.env['PATH'] = `.:${PATH}`;
    try {
      assert.equal(await tracking('.env'), 'ignored');
      assert.equal(await tracking('.dev.vars'), 'untracked');
    } finally {
      process.env['PATH'] = PATH;
    }
    assert.throws(() => realpathSync(join(folder, 'ran')));
  });

  it('is about the very file, where its path has what git takes for a pattern', async () => {
    git(folder, 'init');
    for (const name of ['[ab]', 'a']) mkdirSync(join(folder, name));
    write('a/.env');
    write('[ab]/.env');
    git(folder, 'add', 'a/.env');
    assert.equal(await tracking('a/.env'), 'tracked');
    assert.equal(await tracking('[ab]/.env'), 'untracked');
  });

  it('is unknown inside a bare repository that a repository has in it', async () => {
    git(folder, 'init', '--bare', 'inner');
    assert.equal(await tracking('inner/.env'), 'unknown');
  });
});

describe('keeping a secret out of git', () => {
  let dialogs: Dialogs;
  let folder: Folder;
  const label = (name: string) => vscode.workspace.asRelativePath(folder.uri(name));

  beforeEach(() => {
    dialogs = answerDialogs();
    folder = makeFolder();
    git(folder.path, 'init');
  });
  afterEach(async () => {
    dialogs.end();
    await closeEditors();
    folder.remove();
  });

  const ignored = '.env*\n!.env.example\n.dev.vars*\n!.dev.vars.example\n';

  it('adds what is missing to .gitignore, in its own style', async () => {
    assert.equal(await addToGitignore(folder.uri('.env')), true);
    assert.equal(folder.read('.gitignore'), ignored);
    assert.equal(await addToGitignore(folder.uri('.dev.vars')), true);
    assert.equal(folder.read('.gitignore'), ignored, 'and nothing twice');
    assert.equal(await trackingOf(folder.uri('.env.example')), 'untracked');
  });

  it('goes on behind a last line without an end', async () => {
    folder.write('.gitignore', 'dist\r\n.env*');
    assert.equal(await addToGitignore(folder.uri('.env')), true);
    const windows = '!.env.example\n.dev.vars*\n!.dev.vars.example\n'.replaceAll('\n', '\r\n');
    assert.equal(folder.read('.gitignore'), `dist\r\n.env*\r\n${windows}`);
  });

  it('says no where git takes the file all the same', async () => {
    folder.write('.env', 'A=1\n');
    git(folder.path, 'add', '.env');
    assert.equal(await addToGitignore(folder.uri('.env')), false);
  });

  it('names the file where the usual lines would not cover it', async () => {
    folder.write('direnv/.envrc', '');
    assert.equal(await addToGitignore(folder.uri('direnv/.envrc')), true);
    assert.equal(folder.read('.gitignore'), '/direnv/.envrc\n');
  });

  const insert = async () => {
    dialogs.pick(label('.env'));
    dialogs.pick('CLOUDFLARE_API_TOKEN');
    await insertSecret({ name: 'Deploy' }, new Secret(SECRET));
    return dialogs.said.join('\n');
  };

  it('inserts where git ignores the file', async () => {
    folder.write('.gitignore', ignored);
    folder.write('.env', 'A=1\n');
    assert.match(await insert(), /Inserted CLOUDFLARE_API_TOKEN into \S*\.env/);
    assert.equal(folder.read('.env'), `A=1\nCLOUDFLARE_API_TOKEN=${SECRET}\n`);
  });

  it('refuses a tracked file and says what to do', async () => {
    folder.write('.env', 'A=1\n');
    git(folder.path, 'add', '.env');
    assert.match(await insert(), /not inserted: git tracks \S*\.env[^]*git rm --cached/);
    assert.equal(folder.read('.env'), 'A=1\n');
  });

  it('first has an untracked file ignored, where the person agrees', async () => {
    folder.write('.env', 'A=1\n');
    assert.match(await insert(), /Git does not ignore \S*\.env yet/);
    assert.equal(folder.read('.env'), 'A=1\n');
    dialogs.press('Add to .gitignore and Insert');
    await insert();
    assert.equal(folder.read('.gitignore'), ignored);
    assert.match(folder.read('.env') ?? '', new RegExp(SECRET));
  });

  it('refuses where .gitignore brings the file back', async () => {
    folder.write('.env', 'A=1\n');
    folder.write('.gitignore', `${ignored}!.env\n`);
    dialogs.press('Add to .gitignore and Insert');
    assert.match(await insert(), /git still does not ignore \S*\.env/);
    assert.equal(folder.read('.env'), 'A=1\n');
  });

  it('asks before it replaces a value, and never shows one', async () => {
    folder.write('.gitignore', ignored);
    folder.write('.env', 'CLOUDFLARE_API_TOKEN=precious-old-value\n');
    assert.match(await insert(), /already has a value in \S*\.env\. Replace it\?/);
    assert.equal(folder.read('.env'), 'CLOUDFLARE_API_TOKEN=precious-old-value\n');
    dialogs.press('Replace Value');
    const said = await insert();
    assert.equal(folder.read('.env'), `CLOUDFLARE_API_TOKEN=${SECRET}\n`);
    assert.ok(!said.includes('precious') && !said.includes(SECRET));
  });

  it('proposes the names that the example file has', async () => {
    folder.write('.gitignore', ignored);
    folder.write('.env', '');
    folder.write('.env.example', 'CF_DEPLOY_TOKEN=\n');
    dialogs.pick(label('.env'));
    dialogs.pick('CF_DEPLOY_TOKEN');
    await insertSecret({ name: 'Deploy' }, new Secret(SECRET));
    assert.equal(folder.read('.env'), `CF_DEPLOY_TOKEN=${SECRET}\n`);
  });
});
