// Brings a real VS Code, the Node that runs it and a browser to see it with, from the npm registry alone.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildChromium } from './build-chromium.ts';
import { buildServer } from './build-server.ts';
import { withLock } from './lock.ts';
import { fetchPackage } from './package-fetch.ts';
import { chromiumPin, codeServers, nodes, vscodeVersion } from './pins.ts';
import type { Edition, Pin } from './pins.ts';

/** Where everything fetched lives; git-ignored, and also where @vscode/test-electron keeps its downloads. */
export const cacheFolder = resolve(import.meta.dirname, '../../.vscode-test');

/** Raise this when the way a part is built changes, so that parts built the old way are built again. */
const recipe = 1;

/** Where the parts of a brought VS Code are. */
export interface Installation {
  /** VS Code's own version, such as `1.139.1`. */
  version: string;
  /** The Node executable that must run the server. */
  node: string;
  /** The server's main script. */
  main: string;
}

/** Where the browser is that bring() puts in place: the executable, its libraries and its font configuration. */
export const chromium = {
  executable: join(partFolder(chromiumPin), 'chromium'),
  libraries: join(partFolder(chromiumPin), 'lib'),
  fonts: join(partFolder(chromiumPin), 'fonts.conf'),
};

/**
 * Whether this machine can run the VS Code we bring.
 * @returns undefined when it can, else one line that says why not and what to do instead
 */
export function whyUnsupported(): string | undefined {
  const machine = `${process.platform}-${process.arch}`;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  if (machine === 'linux-x64' && header.glibcVersionRuntime) return undefined;
  const name = machine === 'linux-x64' ? `${machine} without glibc` : machine;
  return (
    `The VS Code that this project brings along runs on linux-x64 only, and this is ${name}: set VSCODE_EXECUTABLE_PATH ` +
    `to an installed VS Code, or let VSCODE_VERSION=stable download one.`
  );
}

/**
 * Makes sure that an edition of VS Code and a browser are in the cache folder: about 10 s the first time, no time later.
 * Safe to call from several processes at once. With CHROMIUM set (the path of an installed Chromium), no browser is fetched.
 * @param log told, in a line each, what is being fetched
 * @param options `browser: false` leaves the browser out, for people who have their own
 * @throws Error with one line of explanation where the brought VS Code cannot run, or where a package cannot be fetched
 */
export async function bring(
  edition: Edition = 'newest',
  log?: (line: string) => void,
  { browser = !process.env['CHROMIUM'] }: { browser?: boolean } = {},
): Promise<Installation> {
  const unsupported = whyUnsupported();
  if (unsupported) throw new Error(unsupported);
  const server = codeServers[edition];
  const node = nodes[edition];
  await Promise.all([
    part(server, log, (folder) => buildServer(server, folder)),
    part(node, log, (folder) => fetchPackage(node, folder, ['bin/node'])),
    browser ? part(chromiumPin, log, (folder) => buildChromium(chromiumPin, folder)) : undefined,
  ]);
  return {
    version: vscodeVersion(edition),
    node: join(partFolder(node), 'bin/node'),
    main: join(partFolder(server), 'lib/vscode/out/server-main.js'),
  };
}

function partFolder(pin: Pin): string {
  return join(cacheFolder, 'brought', `${pin.name.replace(/^@/, '').replace('/', '-')}-${pin.version}`);
}

/** Builds a part in a folder of its own and renames it into place with its stamp, so that a part is either whole or absent. */
async function part(
  pin: Pin,
  log: ((line: string) => void) | undefined,
  build: (folder: string) => Promise<string>,
): Promise<void> {
  const folder = partFolder(pin);
  const stamp = JSON.stringify({ recipe, integrity: pin.integrity });
  const isThere = (): boolean =>
    existsSync(join(folder, 'stamp.json')) && readFileSync(join(folder, 'stamp.json'), 'utf8') === stamp;
  if (isThere()) return;
  await withLock(`${folder}.lock`, async () => {
    if (isThere()) return;
    log?.(`fetching ${pin.name} ${pin.version} …`);
    mkdirSync(cacheFolder, { recursive: true });
    const workshop = mkdtempSync(join(cacheFolder, 'building-'));
    try {
      const built = await build(workshop);
      writeFileSync(join(built, 'stamp.json'), stamp);
      rmSync(folder, { recursive: true, force: true });
      renameSync(built, folder);
    } finally {
      rmSync(workshop, { recursive: true, force: true });
    }
  });
}

if (import.meta.main) {
  const edition = process.argv[2] === 'floor' ? 'floor' : 'newest';
  const { version } = await bring(edition, console.log);
  console.log(`VS Code ${version} is in ${cacheFolder}`);
}
