// Builds the extension into a folder of its own, so that it runs undisturbed by whoever builds in dist/ meanwhile.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../vscode/command.ts';

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

export interface BuiltExtension {
  readonly folder: string;
  /** Deletes it. */
  remove(): void;
}

/**
 * Makes a build, for development unless told otherwise.
 * @throws Error with esbuild's words when it does not build
 */
export async function buildExtension({ production = false } = {}): Promise<BuiltExtension> {
  const folder = mkdtempSync(join(tmpdir(), 'extension-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
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
