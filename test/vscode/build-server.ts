// Builds a VS Code server out of the code-server package: its dependencies, less what needs a compiler or is never used.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { writeNativeStandIns } from './native-stand-ins.ts';
import { fetchPackage } from './package-fetch.ts';
import type { Pin } from './pins.ts';

const npmInstall = [
  'install',
  '--omit=dev',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
];

/** The AI agent and its sandbox: 300 MB that no test of ours touches. */
const unused = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'];

/**
 * Fetches and builds a server in `folder`.
 * @returns the built folder, with VS Code under lib/vscode
 */
export async function buildServer(pin: Pin, folder: string): Promise<string> {
  const built = await fetchPackage(pin, folder, ['lib/vscode']);
  const vscode = join(built, 'lib/vscode');
  nameFetchableWatcher(vscode);
  await run('npm', npmInstall, { cwd: vscode });
  await run('npm', npmInstall, { cwd: join(vscode, 'extensions') }); // TypeScript, for JavaScript and TypeScript files
  writeNativeStandIns(join(vscode, 'node_modules'));
  for (const path of unused) rmSync(join(vscode, path), { recursive: true, force: true });
  return built;
}

/** 1.105 names its file watcher by a git commit, which npm alone cannot fetch; the release of that time does as well. */
function nameFetchableWatcher(vscode: string): void {
  const file = join(vscode, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string> };
  if (!manifest.dependencies['@parcel/watcher']?.includes('#')) return;
  manifest.dependencies['@parcel/watcher'] = '2.5.1';
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  rmSync(join(vscode, 'npm-shrinkwrap.json'));
}
