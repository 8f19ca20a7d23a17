// Starts the brought VS Code server on a profile of its own, and ends it with everything it started.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnv } from './environment.ts';
import { installExtensions } from './extensions.ts';
import { startFront } from './front.ts';
import type { Installation } from './install.ts';
import { writeUserSettings } from './settings.ts';
import type { Settings } from './settings.ts';

/** What a server is started with; everything but the installation may be left out. */
export interface ServerOptions {
  installation: Installation;
  /** Extensions to install: .vsix files, or folders that hold an extension. */
  extensions?: string[];
  /** User settings, on top of the quiet ones of settings.ts. */
  settings?: Settings;
  /** Environment variables for the server, its extension hosts and terminals. */
  env?: NodeJS.ProcessEnv;
  /** Whether every folder is trusted without asking (the default). */
  trusted?: boolean;
  /** For mocha tests inside the extension host; VS Code then shows no notifications and refuses dialogs. */
  testDriver?: boolean;
}

/** A running server. */
export interface Server {
  /** Where a browser finds it: `http://127.0.0.1:port`. */
  origin: string;
  /** The address of a window. `payload` is VS Code's own way to hand pairs of name and value to a window. */
  windowUrl(folder?: string, payload?: [string, string][]): string;
  /** The profile folder; gone after `stop`. */
  profile: string;
  /** Resolves when the server has ended, by itself or by `stop`. */
  ended: Promise<void>;
  /** Ends the server and all its processes, and removes the profile. Can be called more than once. */
  stop(): Promise<void>;
}

// The shell leads a process group of its own and waits for the end of its stdin, which comes when we die, however we die.
// Then, or when the server ends by itself, it ends the whole group: extension hosts outlive their server by seconds.
const keeper = '( "$@" </dev/null; kill -9 0 ) & read -r _; kill -9 0';

/**
 * Starts a server and waits until it answers (about 0.4 s).
 * @throws Error with the end of the server's output when it does not start
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { installation, settings = {}, env = {}, trusted = true, testDriver = false } = options;
  // In the system's folder for temporary files because its path is short: sockets in it may have 107 characters.
  const profile = mkdtempSync(join(tmpdir(), 'vscode-'));
  const userData = join(profile, 'user');
  const folders = ['--user-data-dir', userData, '--server-data-dir', join(profile, 'server')];
  folders.push('--extensions-dir', join(profile, 'extensions'));
  const socket = join(profile, 'socket');
  const token = randomBytes(16).toString('hex');
  let child: ChildProcess | undefined;
  const abandon = (): void => {
    if (child?.pid) killGroup(child.pid);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  process.once('exit', abandon);
  exitOnSignals();
  try {
    writeUserSettings(userData, settings);
    await installExtensions(installation, folders, join(profile, 'extensions'), options.extensions ?? []);
    const args = [...folders, '--socket-path', socket, '--connection-token', token];
    args.push('--accept-server-license-terms', '--disable-telemetry');
    args.push('--reconnection-grace-time', '2'); // else the extension host of a closed window lives on for hours
    if (testDriver) args.push('--enable-smoke-test-driver');
    if (trusted) args.push('--disable-workspace-trust');
    child = spawn('sh', ['-c', keeper, 'sh', installation.node, installation.main, ...args], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      // No extension gallery, and all temporary files and sockets in the profile, to go with it.
      env: cleanEnv(process.env, {
        EXTENSIONS_GALLERY: '{}',
        TMPDIR: profile,
        XDG_RUNTIME_DIR: profile,
        ...env,
      }),
    });
    await untilStarted(child, join(profile, 'server.log'));
  } catch (error) {
    process.off('exit', abandon);
    abandon();
    throw error;
  }
  const front = await startFront(socket);
  const running = child;
  const ended = new Promise<void>((end) => running.once('exit', () => end()));
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    if (running.exitCode === null && running.signalCode === null && running.pid) {
      killGroup(running.pid);
      await ended;
    }
    await front.close();
    process.off('exit', abandon);
    abandon();
  };
  return {
    origin: front.origin,
    windowUrl: (folder, payload = []) => {
      const url = new URL(front.origin);
      url.searchParams.set('tkn', token);
      if (folder) url.searchParams.set('folder', resolve(folder));
      else url.searchParams.set('ew', 'true'); // an empty window
      if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
      return url.href;
    },
    profile,
    ended,
    stop: () => (stopped ??= stop()),
  };
}

function untilStarted(child: ChildProcess, log: string): Promise<void> {
  return new Promise((resolveStarted, reject) => {
    let output = '';
    const listen = (chunk: Buffer): void => {
      appendFileSync(log, chunk);
      output = (output + chunk.toString()).slice(-4000);
      if (output.includes('Extension host agent started')) resolveStarted();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The VS Code server did not start:\n${output}`)));
  });
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Lets a signal end this process through its exit handlers, unless the program has plans of its own for it. */
function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(1));
}
