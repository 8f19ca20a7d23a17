// The extension as people get it: built for production, packaged and installed, in a folder of its own, so that dist/
// stays as it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from '../start/extension.ts';
import { run } from '../vscode/command.ts';
import { unpackExtension } from '../vscode/index.ts';
import type { Installation } from '../vscode/index.ts';

const root = join(import.meta.dirname, '../..');

/** The packaged extension. */
export interface Packaged {
  readonly vsix: string;
  /** What VS Code made of it when it installed it. */
  readonly folder: string;
  readonly id: string;
  remove(): void;
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly scripts: { readonly package: string };
}

/**
 * Builds, packages and installs.
 * @throws Error when a step fails, with the words of what failed
 */
export async function packageExtension(installation: Installation): Promise<Packaged> {
  const { publisher, name, scripts } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  // The options of `npm run package`, so that both package alike.
  const options = /vsce package (.*) -o /.exec(scripts.package)?.[1];
  if (options === undefined)
    throw new Error('The npm script `package` does not end with vsce package … -o file.');
  const built = await buildExtension({ production: true });
  try {
    const vsix = join(built.folder, 'extension.vsix');
    const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
    await run(process.execPath, [vsce, 'package', ...options.split(' '), '-o', vsix], { cwd: built.folder });
    const folder = await unpackExtension(installation, vsix, join(built.folder, 'installed'));
    return { vsix, folder, id: `${publisher}.${name}`, remove: () => built.remove() };
  } catch (error) {
    built.remove();
    throw error;
  }
}
