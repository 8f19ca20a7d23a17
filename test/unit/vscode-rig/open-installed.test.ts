// Opening an installed VS Code, with a shell script in the place of its command.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { findInstalledCode, openInstalled } from '../../vscode/open.ts';

describe('an installed VS Code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  const code = join(folder, 'code');

  before(() => {
    // Notes its arguments, and waits for the end of a main process that it leaves in the background, as `code --wait` does.
    const script = `#!/bin/sh
printf '%s\\n' "$@" > "${folder}/arguments.new" && mv "${folder}/arguments.new" "${folder}/arguments"
for arg in "$@"; do case $arg in --user-data-dir=*) user=\${arg#*=};; esac; done
sleep 600 & echo $! > "$user/code.lock.new" && mv "$user/code.lock.new" "$user/code.lock"
wait
`;
    writeFileSync(code, script, { mode: 0o755 });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is found on PATH, but not from inside a remote VS Code', () => {
    const env = { PATH: `/nowhere:${folder}` };
    assert.equal(findInstalledCode(env), code);
    assert.equal(findInstalledCode({ ...env, VSCODE_IPC_HOOK_CLI: '/tmp/ipc' }), undefined);
  });

  it('gets a profile of its own, and ends with all that belongs to it', async () => {
    const open = await openInstalled(code, {
      folder: '/demo',
      extension: '/project',
      settings: { 'a.b': 1 },
    });
    let profile: string;
    let main: number;
    try {
      const args = await untilWritten(join(folder, 'arguments'));
      profile = /^--user-data-dir=(.*)$/m.exec(args)?.[1] ?? '';
      assert.match(args, /^--extensionDevelopmentPath=\/project$/m);
      assert.match(args, /^--wait$/m);
      assert.match(args, /^\/demo$/m);
      assert.match(readFileSync(join(profile, 'User/settings.json'), 'utf8'), /"a.b": 1/);
      main = Number(await untilWritten(join(profile, 'code.lock')));
    } finally {
      await open.stop();
    }
    assert.equal(existsSync(profile), false);
    await untilDead(main);
  });

  it('says so when it cannot be started', async () => {
    await assert.rejects(openInstalled(join(folder, 'absent'), { folder, extension: folder }), /ENOENT/);
  });
});

async function untilWritten(file: string): Promise<string> {
  while (!existsSync(file)) await new Promise((resolve) => setImmediate(resolve));
  return readFileSync(file, 'utf8');
}

/** Mocha's own time limit ends the wait for a process that lives on. */
async function untilDead(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
