// A folder for as long as it is needed, and no longer than this process lives.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly folder: string;
  /** Deletes it with all that is in it. */
  readonly remove: () => void;
}

/** Makes an empty one. It goes when this process exits, too; only a signal that nobody handles leaves it behind. */
export function makeTemporaryFolder(prefix: string): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', remove);
  return { folder, remove };
}
