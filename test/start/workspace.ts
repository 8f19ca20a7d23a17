// A sample workspace to try the extension in: a wrangler project under git, with an example env file.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SampleWorkspace {
  readonly folder: string;
  /** Deletes it. */
  remove(): void;
}

/** Makes a fresh copy of the sample; a git repository where the machine has git. */
export function makeSampleWorkspace(): SampleWorkspace {
  const parent = mkdtempSync(join(tmpdir(), 'sample-'));
  const folder = join(parent, 'greetings-worker');
  cpSync(join(import.meta.dirname, 'sample'), folder, { recursive: true });
  // Kept without the dot in this repository, where they would act on it.
  renameSync(join(folder, 'gitignore'), join(folder, '.gitignore'));
  renameSync(join(folder, 'env.example'), join(folder, '.env.example'));
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
    git('init', '--initial-branch=main');
    git('add', '--all');
    git('-c', 'user.name=Sample', '-c', 'user.email=sample@example.com', 'commit', '-m', 'Begin');
  } catch {
    // Without git there is nothing to guard against either; the extension says so when it matters.
  }
  return {
    folder,
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
