// Finds the git to run. Started by its bare name, Windows would first take a `git.exe` that lies in the working
// folder, and any system one in a folder of the PATH that is relative: a repository could bring its own.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Looks for git in the absolute folders of a PATH.
 * @returns its absolute path; undefined where there is none
 */
export async function findGit(
  searched: string,
  { platform = process.platform, runs = isProgram }: FindOptions = {},
): Promise<string | undefined> {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  for (const entry of searched.split(paths.delimiter)) {
    // Windows lets a folder be written in quotes.
    const folder = platform === 'win32' ? entry.replace(/^"(.*)"$/, '$1') : entry;
    if (!paths.isAbsolute(folder)) continue;
    const program = paths.join(folder, platform === 'win32' ? 'git.exe' : 'git');
    if (await runs(program)) return program;
  }
  return undefined;
}

interface FindOptions {
  readonly platform?: NodeJS.Platform;
  /** Is this a file that can be run? */
  readonly runs?: (file: string) => Promise<boolean>;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
