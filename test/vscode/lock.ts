// One holder at a time, across processes: two test runs that start together must not both fetch a VS Code.
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** No work done under a lock takes this long; an older lock is a leftover whose process id may be in use again. */
const forgottenAfter = 15 * 60_000;

/**
 * Does some work while holding a lock file; waits as long as another living process holds it.
 * A lock whose process has died is taken over. Should two processes do that in the same instant, both do the work:
 * whoever locks must therefore also put its result in place by one rename, as install.ts does.
 * @param file the lock file, made and removed here
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) {
    if (isForgotten(file)) rmSync(file, { force: true });
    else await delay(200);
  }
  const release = (): void => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** A link appears at once with its content, so that nobody ever sees a lock that does not yet say whose it is. */
function take(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function isForgotten(file: string): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > forgottenAfter) return true;
    process.kill(Number(readFileSync(file, 'utf8')), 0); // signal 0 only asks whether the process is there
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
