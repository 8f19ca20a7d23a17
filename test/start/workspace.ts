// A sample workspace to try the extension in: a wrangler project under git, with an example env file.
import { execFileSync } from 'node:child_process';
import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from './temporaryFolder.ts';
import type { TemporaryFolder } from './temporaryFolder.ts';

/** Makes a fresh copy of the sample; a git repository where the machine has git. */
export function makeSampleWorkspace(): TemporaryFolder {
  const parent = makeTemporaryFolder('sample-');
  const folder = join(parent.folder, 'greetings-worker');
  cpSync(join(import.meta.dirname, 'sample'), folder, { recursive: true });
  // Kept without the dot in this repository, where they would act on it.
  renameSync(join(folder, 'gitignore'), join(folder, '.gitignore'));
  renameSync(join(folder, 'env.example'), join(folder, '.env.example'));
  try {
    // Apart from what the person has set up for their own commits: names, signatures, hooks.
    const own = [
      'user.name=Sample',
      'user.email=sample@example.com',
      'commit.gpgSign=false',
      'core.hooksPath=',
    ];
    const options = own.flatMap((setting) => ['-c', setting]);
    const git = (...args: string[]) =>
      execFileSync('git', [...options, ...args], { cwd: folder, stdio: 'ignore' });
    git('init', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--message', 'Begin');
  } catch {
    // Without git there is nothing to guard against either; the extension says so when it matters.
  }
  return { folder, remove: parent.remove };
}
