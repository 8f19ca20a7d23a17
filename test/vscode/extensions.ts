// Puts extensions into the extensions folder of a profile.
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './command.ts';
import type { Installation } from './install.ts';

/**
 * Installs extensions into a profile that has not been used yet: folders are linked, .vsix files are installed by VS Code.
 * @param profileArgs the arguments that tell VS Code where the profile is
 * @throws Error when VS Code refuses a .vsix, with its words
 */
export async function installExtensions(
  { node, main }: Installation,
  profileArgs: string[],
  extensionsFolder: string,
  extensions: string[],
): Promise<void> {
  mkdirSync(extensionsFolder, { recursive: true });
  const packed = extensions.filter((extension) => extension.endsWith('.vsix'));
  // Folders first: VS Code takes up what it finds at its first look at the extensions folder, and no later.
  for (const folder of extensions.filter((extension) => !packed.includes(extension))) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
    const name = `${manifest['publisher']}.${manifest['name']}-${manifest['version']}`;
    symlinkSync(resolve(folder), join(extensionsFolder, name));
  }
  if (packed.length === 0) return;
  const install = packed.flatMap((file) => ['--install-extension', resolve(file)]);
  await run(node, [main, '--accept-server-license-terms', ...profileArgs, ...install, '--force']);
}

/**
 * Has VS Code install a .vsix once, so that many short-lived profiles can link what came out of it, which takes no time.
 * @param folder an empty folder to do that in
 * @returns the folder of the installed extension, for `extensions` of startServer()
 */
export async function unpackExtension(
  installation: Installation,
  vsix: string,
  folder: string,
): Promise<string> {
  const extensions = join(folder, 'extensions');
  const profileArgs = [
    '--user-data-dir',
    folder,
    '--server-data-dir',
    folder,
    '--extensions-dir',
    extensions,
  ];
  await installExtensions(installation, profileArgs, extensions, [vsix]);
  const [unpacked] = readdirSync(extensions, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (!unpacked) throw new Error(`VS Code installed nothing from ${vsix}.`);
  return join(extensions, unpacked.name);
}
