// Builds the extension into a folder of its own, so that it runs undisturbed by whoever builds in dist/ meanwhile.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../vscode/command.ts';
import { makeTemporaryFolder } from './temporaryFolder.ts';
import type { TemporaryFolder } from './temporaryFolder.ts';

const root = join(import.meta.dirname, '../..');
const shipped = [
  'package.json',
  'package.nls.json',
  'media',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
];

/**
 * Makes a build, for development unless told otherwise.
 * @throws Error with esbuild's words when it does not build
 */
export async function buildExtension({ production = false } = {}): Promise<TemporaryFolder> {
  const { folder, remove } = makeTemporaryFolder('extension-');
  try {
    const kind = production ? ['--production'] : [];
    const options = [`--out=${join(folder, 'dist')}`, ...kind];
    await run(process.execPath, [join(root, 'esbuild.mjs'), ...options], { cwd: root });
    for (const name of shipped.filter((one) => existsSync(join(root, one))))
      cpSync(join(root, name), join(folder, name), { recursive: true });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}
