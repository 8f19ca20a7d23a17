// Builds the extension into a folder of its own, so that it runs undisturbed by whoever builds in dist/ meanwhile.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../vscode/command.ts';

const root = join(import.meta.dirname, '../..');
const shipped = ['package.json', 'package.nls.json', 'l10n', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE'];

export interface BuiltExtension {
  readonly folder: string;
  /** Deletes it. */
  remove(): void;
}

/** Makes a development build. @throws Error with esbuild's words when it does not build */
export async function buildExtension(): Promise<BuiltExtension> {
  const folder = mkdtempSync(join(tmpdir(), 'extension-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  try {
    await run(process.execPath, [join(root, 'esbuild.mjs'), `--out=${join(folder, 'dist')}`], { cwd: root });
    for (const name of shipped.filter((one) => existsSync(join(root, one))))
      cpSync(join(root, name), join(folder, name), { recursive: true });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}
