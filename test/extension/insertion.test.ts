// What stands between a secret and the tools it is for, or takes it further than meant: each is asked about or told, with
// a way forward, and nothing changes unless the person says so.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { insertSecret } from '../../src/insertion/insert.ts';
import { isWorldReadable, makePrivate } from '../../src/insertion/readable.ts';
import { repairForShells, startsWithBom } from '../../src/insertion/repair.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { until } from './waiting.ts';

const SECRET = 'cfut_0123456789012345678901234567890123456789abcdef01';
const NAME = 'CLOUDFLARE_API_TOKEN';

describe('an insertion', () => {
  let dialogs: Dialogs;
  let folder: Folder;
  const variables = ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_KEY', 'CLOUDFLARE_EMAIL'];
  const before = variables.map((name) => [name, process.env[name]] as const);

  beforeEach(() => {
    dialogs = answerDialogs();
    folder = makeFolder();
    for (const name of variables) Reflect.deleteProperty(process.env, name);
  });
  afterEach(async () => {
    for (const [name, value] of before) {
      Reflect.deleteProperty(process.env, name);
      if (value !== undefined) process.env[name] = value;
    }
    dialogs.end();
    await closeEditors();
    folder.remove();
  });

  const insert = (file = '.env', variable = NAME) =>
    insertSecret({ name: 'Deploy' }, new Secret(SECRET), { uri: folder.uri(file), variable });
  const said = () => dialogs.said.join('\n');

  it('that is free of all that asks nothing', async () => {
    const target = await insert();
    assert.deepEqual([target?.uri.toString(), target?.variable], [folder.uri('.env').toString(), NAME]);
    assert.match(said(), /^Inserted CLOUDFLARE_API_TOKEN into \S+\.env\.$/m);
    assert.equal(dialogs.said.length, 2, said());
  });

  describe('beside a Global API key', () => {
    const KEY =
      'CLOUDFLARE_API_KEY=1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9\nexport CLOUDFLARE_EMAIL="a@example.com"\n';

    it('asks, and changes nothing where nobody answers', async () => {
      folder.write('.env', KEY);
      assert.equal(await insert(), undefined);
      assert.match(said(), /\.env has a Global API key, which wins over CLOUDFLARE_API_TOKEN/);
      assert.equal(folder.read('.env'), KEY);
    });

    it('comments it out, wherever tools would read it from', async () => {
      folder.write('.env.local', KEY);
      folder.write('.env', '# mine\n');
      dialogs.press('Comment Out the Key and Insert');
      assert.ok(await insert());
      assert.equal(
        folder.read('.env.local'),
        KEY.split('\n')
          .map((line) => (line === '' ? line : `# ${line}`))
          .join('\n'),
      );
      assert.equal(folder.read('.env'), `# mine\n${NAME}=${SECRET}\n`);
    });

    it('goes on where the person knows better', async () => {
      folder.write('.env', KEY);
      dialogs.press('Insert Anyway');
      await insert();
      assert.equal(folder.read('.env'), `${KEY}${NAME}=${SECRET}\n`);
    });

    it('of the environment says where to look for it', async () => {
      process.env['CLOUDFLARE_API_KEY'] = 'x';
      process.env['CLOUDFLARE_EMAIL'] = 'y';
      await insert();
      assert.match(said(), /environment of VS Code has a Global API key[^]*Unset it where you start VS Code/);
      assert.equal(folder.read('.env'), undefined);
    });

    it('asks nothing where it does not matter', async () => {
      folder.write('.env', KEY.replace('CLOUDFLARE_EMAIL', 'OTHER'));
      folder.write('app/.env', KEY);
      await insert();
      await insert('app/.env', 'CF_DNS_API_TOKEN');
      assert.doesNotMatch(said(), /Global API key/);
      assert.match(folder.read('app/.env') ?? '', /^CF_DNS_API_TOKEN=/m);
    });
  });

  describe('where wrangler dev would give the token to the Worker', () => {
    it('offers a .dev.vars that keeps them apart', async () => {
      folder.write('wrangler.jsonc', '{ // "secrets": {}\n "name": "x" }\n');
      assert.equal(await insert(), undefined);
      assert.match(said(), /The Worker would get the token as well[^]*without \.dev\.vars/);
      dialogs.press('Create .dev.vars and Insert');
      assert.ok(await insert());
      assert.match(folder.read('.dev.vars') ?? '', /^# [^\n]*\n$/);
      assert.match(folder.read('.env') ?? '', new RegExp(SECRET));
    });

    const FREE: Readonly<Record<string, () => string | undefined>> = {
      'there is a .dev.vars': () => {
        folder.write('wrangler.toml', 'name = "x"\n');
        folder.write('.dev.vars', '');
        return undefined;
      },
      'TOML says what is a secret': () => {
        folder.write('wrangler.toml', 'name = "x"\n[secrets]\nrequired = ["A"]\n');
        return undefined;
      },
      'JSON says what is a secret': () => {
        folder.write('wrangler.json', '{"secrets": {"required": ["A"]}}');
        return undefined;
      },
      'the configuration is elsewhere': () => {
        folder.write('app/wrangler.toml', 'name = "x"\n');
        return undefined;
      },
      'the file is the Worker’s own': () => {
        folder.write('wrangler.toml', 'name = "x"\n');
        return '.dev.vars';
      },
    };
    for (const [what, make] of Object.entries(FREE)) {
      it(`asks nothing where ${what}`, async () => {
        const file = make();
        assert.ok(await insert(file));
        assert.doesNotMatch(said(), /The Worker would get/);
      });
    }
  });

  it('says when a variable of the process hides the file', async () => {
    process.env[NAME] = 'another-value';
    assert.equal(await insert(), undefined);
    assert.match(
      said(),
      /CLOUDFLARE_API_TOKEN is set in the environment of VS Code[^]*unset CLOUDFLARE_API_TOKEN/,
    );
    assert.ok(!said().includes('another-value'));
    dialogs.press('Insert Anyway');
    assert.ok(await insert());
    const asked = dialogs.said.length;
    process.env[NAME] = SECRET;
    assert.ok(await insert());
    assert.ok(await insert('.dev.vars'));
    assert.doesNotMatch(dialogs.said.slice(asked).join('\n'), /is set in the environment/);
  });

  it('tells of what keeps shells from reading the file, and sets it right', async () => {
    folder.write('.env', `\ufeffA=1\r\n${NAME}=\r\nB=2\r\n`);
    dialogs.press('Fix for Shells');
    await insert();
    assert.match(said(), /stray carriage return[^]*byte order mark/);
    await until('the file is right', () => folder.read('.env') === `A=1\n${NAME}=${SECRET}\nB=2\n`);
    await until('it is said', () => said().includes('.env is set right'));
    const environment = execFileSync('bash', ['-c', `. ${folder.path}/.env; printf %s "$A|$${NAME}|$B"`]);
    assert.equal(environment.toString(), `1|${SECRET}|2`);
  });

  it('repairs nothing behind the back of unsaved changes', async () => {
    const uri = folder.write('.env', '\ufeffA=1\n');
    await vscode.window.showTextDocument(uri);
    await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(0, 0), 'B=2\n'));
    assert.equal(await repairForShells(uri), false);
    assert.equal(folder.read('.env'), '\ufeffA=1\n');
    assert.ok(await startsWithBom(uri));
    assert.ok(!(await startsWithBom(folder.uri('none'))));
  });

  it('makes a new file for its owner only, and offers that for one that all may read', async () => {
    await insert();
    assert.equal(statSync(folder.uri('.env').fsPath).mode & 0o777, 0o600);
    const open = folder.write('app/.env', '');
    chmodSync(open.fsPath, 0o644);
    chmodSync(folder.path, 0o755);
    // Whether others reach the folder at all is for the machine to say.
    const isOpen = await isWorldReadable(open);
    dialogs.press('Make Private');
    await insert('app/.env');
    assert.equal(said().includes('Every user of this machine can read the file'), isOpen);
    if (isOpen) await until('it is private', () => (statSync(open.fsPath).mode & 0o777) === 0o600);
    await makePrivate(open);
    assert.equal(await isWorldReadable(open), false);
  });

  it('takes a tracked file out of git where the person wants that', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path }).toString();
    git('init', '--quiet');
    folder.write('.env', 'A=1\n');
    git('add', '--all');
    assert.equal(await insert(), undefined);
    dialogs.press('Stop Tracking and Insert');
    assert.ok(await insert());
    assert.match(said(), /older commits keep it/);
    assert.equal(git('ls-files'), '');
    assert.match(folder.read('.gitignore') ?? '', /^\.env\*$/m);
    assert.equal(folder.read('.env'), `A=1\n${NAME}=${SECRET}\n`);
  });
});

describe('the question for a file', () => {
  let dialogs: Dialogs;
  let folder: Folder;
  beforeEach(() => {
    dialogs = answerDialogs();
    folder = makeFolder();
  });
  afterEach(async () => {
    dialogs.end();
    await closeEditors();
    folder.remove();
  });

  const insert = () =>
    insertSecret(
      { name: 'Deploy', variables: [{ name: 'CF_API_TOKEN', tool: 'ExternalDNS' }] },
      new Secret(SECRET),
    );

  it('takes a file of another name, and none that tools would not read', async () => {
    const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
    for (const wrong of ['notes.txt', '../.env', `${name}/.env.example`]) {
      dialogs.pick('Another new file…');
      dialogs.type(wrong);
      assert.equal(await insert(), undefined);
    }
    assert.match(
      dialogs.said.join('\n'),
      /Tools read \.env[^]*has to be in the workspace[^]*committed on purpose/,
    );
    dialogs.pick('Another new file…');
    dialogs.type(`${name}/.env.staging.local`);
    dialogs.pick('CF_API_TOKEN');
    assert.ok(await insert());
    assert.equal(folder.read('.env.staging.local'), `CF_API_TOKEN=${SECRET}\n`);
    assert.match(dialogs.said.join('\n'), /read by ExternalDNS, which needs these permissions/);
  });
});
