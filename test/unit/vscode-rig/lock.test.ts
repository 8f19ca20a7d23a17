// The lock that keeps two test runs from fetching the same VS Code at once.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { withLock } from '../../vscode/lock.ts';

describe('withLock', () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    lock = join(folder, 'deep', 'part.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets one in after the other, and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
    assert.equal(most, 1);
    assert.deepEqual(readdirSync(join(folder, 'deep')), []);
  });

  it('is released when the work fails', async () => {
    await assert.rejects(
      withLock(lock, () => Promise.reject(new Error('no network'))),
      /no network/,
    );
    assert.equal(existsSync(lock), false);
  });

  it('takes over the lock of a process that has died', async () => {
    const dead = spawnSync(process.execPath, ['--version']).pid;
    await withLock(lock, () => Promise.resolve());
    writeFileSync(lock, String(dead));
    assert.equal(await withLock(lock, () => Promise.resolve('done')), 'done');
  });

  it('takes over a lock so old that its process id must be another’s', async () => {
    await withLock(lock, () => Promise.resolve());
    writeFileSync(lock, String(process.pid));
    utimesSync(lock, 0, 0);
    assert.equal(await withLock(lock, () => Promise.resolve('done')), 'done');
  });
});
