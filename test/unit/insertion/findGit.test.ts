// Which git is run: one that the system has, never one that a repository brings along.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { findGit } from '../../../src/insertion/findGit.ts';

/** Looks as on Windows; every file that is asked for is there, unless the ones that are there are named. */
async function onWindows(searched: string, there?: readonly string[]) {
  const asked: string[] = [];
  const runs = (file: string) => {
    asked.push(file);
    return Promise.resolve(there === undefined || there.includes(file));
  };
  return { found: await findGit(searched, { platform: 'win32', runs }), asked };
}

describe('looking for git', () => {
  it('passes over folders that depend on where one is', async () => {
    for (const searched of ['', '.', ';', 'bin', '.\\bin;..\\tools', 'C:bin', 'node_modules\\.bin;']) {
      assert.deepEqual(await onWindows(searched), { found: undefined, asked: [] }, searched);
    }
    for (const searched of ['', ':', '.:bin', './bin:../bin']) {
      const runs = () => Promise.resolve(true);
      assert.equal(await findGit(searched, { platform: 'linux', runs }), undefined, searched);
    }
  });

  it('takes the first of the others that has one', async () => {
    const git = 'C:\\Program Files\\Git\\cmd\\git.exe';
    const searched = '.;C:\\Windows;"C:\\Program Files\\Git\\cmd";D:\\Git';
    assert.equal((await onWindows(searched, [git, 'D:\\Git\\git.exe'])).found, git);
  });

  it('takes files only that can be run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'path-'));
    try {
      for (const name of ['folder', 'text', 'program']) mkdirSync(join(folder, name));
      mkdirSync(join(folder, 'folder/git'));
      for (const name of ['text/git', 'program/git']) writeFileSync(join(folder, name), '#!/bin/sh\n');
      chmodSync(join(folder, 'text/git'), 0o644);
      chmodSync(join(folder, 'program/git'), 0o755);
      const searched = ['folder', 'text', 'nowhere', 'program'].map((name) => join(folder, name));
      assert.equal(await findGit(searched.join(':'), { platform: 'linux' }), join(folder, 'program/git'));
      assert.equal(await findGit(searched.slice(0, 3).join(':'), { platform: 'linux' }), undefined);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
