// Opens a VS Code for a person, as `npm start` does: the brought one in their browser, or the one they have installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { cleanEnv } from './environment.ts';
import { bring } from './install.ts';
import { startServer } from './server.ts';
import { writeUserSettings } from './settings.ts';
import type { Settings } from './settings.ts';

/** What to open. */
export interface OpenOptions {
  /** The folder to open. */
  folder: string;
  /** The extension to try: its folder (built), or for the brought VS Code also a .vsix. */
  extension: string;
  settings?: Settings;
  env?: NodeJS.ProcessEnv;
}

/** A VS Code that is open. */
export interface OpenVSCode {
  /** Resolves when it has ended: the person closed it, or stop() did. */
  ended: Promise<void>;
  /** Ends it and removes its profile. */
  stop(): Promise<void>;
}

/**
 * Starts the brought VS Code for a person's own browser. It runs until stop(), or until this process ends.
 * @param log told what is being fetched, the first time
 * @returns also the `url` to open, which holds the key to get in
 * @throws Error with one line of explanation where the brought VS Code cannot run
 */
export async function openInBrowser(
  { folder, extension, settings = {}, env = {} }: OpenOptions,
  log?: (line: string) => void,
): Promise<OpenVSCode & { url: string }> {
  const installation = await bring('newest', log, { browser: false });
  const server = await startServer({ installation, extensions: [extension], settings, env });
  return { url: server.windowUrl(folder), ended: server.ended, stop: () => server.stop() };
}

/**
 * Finds the command that starts an installed desktop VS Code.
 * @returns its path; undefined where there is none, or where it would open a window on another machine
 */
export function findInstalledCode(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env['VSCODE_IPC_HOOK_CLI']) return undefined; // a terminal of a remote VS Code: its `code` takes no profile
  const names = ['code', 'code-insiders', 'codium'].map((name) =>
    process.platform === 'win32' ? `${name}.cmd` : name,
  );
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const apps = ['/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'];
  return [...onPath, ...(process.platform === 'darwin' ? apps : [])].find((file) => existsSync(file));
}

/**
 * Opens an installed VS Code with the extension under development, in a window and a profile of its own.
 * @param code its command, from findInstalledCode()
 * @throws Error when the command cannot be started
 */
export async function openInstalled(
  code: string,
  { folder, extension, settings = {}, env = {} }: OpenOptions,
): Promise<OpenVSCode> {
  const profile = mkdtempSync(join(tmpdir(), 'vscode-'));
  const userData = join(profile, 'user');
  writeUserSettings(userData, settings);
  const args = [
    '--wait',
    '--new-window',
    '--disable-workspace-trust',
    '--skip-welcome',
    '--skip-release-notes',
  ];
  args.push(`--user-data-dir=${userData}`, `--extensions-dir=${join(profile, 'extensions')}`);
  args.push(`--extensionDevelopmentPath=${resolve(extension)}`);
  if (process.platform === 'linux') args.push('--password-store=basic'); // leave the person's keyring alone
  args.push(resolve(folder));
  const shell = process.platform === 'win32'; // a .cmd needs one, and the one needs quotes
  const quoted = (text: string): string => (shell ? `"${text}"` : text);
  const child = spawn(quoted(code), args.map(quoted), {
    stdio: 'ignore',
    shell,
    env: cleanEnv(process.env, env),
  });
  const end = (): void => {
    endMainProcess(userData);
    child.kill();
  };
  process.once('exit', end);
  const over = new Promise((resolveOver) => child.once('exit', resolveOver).once('error', resolveOver));
  const ended = over.then(() => {
    process.off('exit', end);
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  await new Promise((started, failed) => child.once('spawn', started).once('error', failed));
  return {
    ended,
    stop: () => {
      end();
      return ended;
    },
  };
}

/** The command only asks VS Code's main process for a window and waits; that process notes its id in the profile. */
function endMainProcess(userData: string): void {
  const lock = join(userData, 'code.lock');
  if (!existsSync(lock)) return;
  try {
    process.kill(Number(readFileSync(lock, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
