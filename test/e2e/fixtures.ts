// What every test in test/e2e starts with: a local Cloudflare, a fresh VS Code that has the packaged extension, and a
// window of it on a fresh copy of a workspace.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { startCloudflare } from '../cloudflare/index.ts';
import type { Cloudflare, Options } from '../cloudflare/index.ts';
import {
  bring,
  openWindow,
  startBridge,
  startServer,
  unpackExtension,
  workbenchOf,
} from '../vscode/index.ts';
import type { Bridge, Installation, Server, Settings, Workbench } from '../vscode/index.ts';
import { settingsFor } from '../vscode/local-cloudflare.ts';
import { findLeaked } from './storage.ts';

export { expect };

/** What a test can ask for, or with `test.use({ … })` ask to be different. */
export interface Fixtures {
  /** How the local Cloudflare is: its seed, settings and faults. */
  cloudflareOptions: Options;
  /** A folder to copy the workspace from; without it the workspace is empty. */
  workspaceFrom: string | undefined;
  /** User settings, beside those that point to the local Cloudflare. */
  settings: Settings;
  /** Environment variables of VS Code and of its terminals. */
  env: NodeJS.ProcessEnv;
  /** Whether Workspace Trust lets everything through without asking. */
  trusted: boolean;
  /** Whether the workspace folder is open in the window. */
  folderOpen: boolean;
  /** The workspace folder. */
  workspace: string;
  /** The local Cloudflare; `cloudflare.control` turns its switches. */
  cloudflare: Cloudflare;
  bridge: Bridge;
  /** The running VS Code; its profile folder holds all that it writes. */
  server: Server;
  workbench: Workbench;
  /** What every test ends with: no secret is in what VS Code, its browser and the extension wrote. */
  nothingLeaked: undefined;
}

export const test = base.extend<Fixtures, { installation: Installation; extension: string }>({
  cloudflareOptions: [{}, { option: true }],
  workspaceFrom: [undefined, { option: true }],
  settings: [{}, { option: true }],
  env: [{}, { option: true }],
  trusted: [true, { option: true }],
  folderOpen: [true, { option: true }],

  installation: [async ({}, use) => use(await bring(editionAsked())), { scope: 'worker' }],
  extension: [
    async ({ installation }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'extension-'));
      await use(await unpackExtension(installation, packagedExtension(), folder));
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],

  cloudflare: async ({ cloudflareOptions }, use) => {
    const cloudflare = await startCloudflare(cloudflareOptions);
    await use(cloudflare);
    await cloudflare.stop();
  },

  workspace: async ({ workspaceFrom }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
    if (workspaceFrom) cpSync(workspaceFrom, folder, { recursive: true });
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  bridge: async ({}, use) => {
    const bridge = await startBridge();
    await use(bridge);
    bridge.close();
  },

  // A server for each test: starting one takes 0.3 s, and nothing is left over from the test before.
  server: async ({ installation, extension, cloudflare, settings, env, trusted, bridge }, use) => {
    const server = await startServer({
      installation,
      extensions: [bridge.extension, extension],
      settings: { ...settingsFor(cloudflare), ...settings },
      env: { ...env, ...bridge.env },
      trusted,
    });
    await use(server);
    await server.stop();
  },

  workbench: async ({ server, bridge, workspace, folderOpen, context }, use) => {
    const page = await openWindow(context, server, folderOpen ? workspace : undefined);
    await use(await workbenchOf(page, bridge));
    await context.close(); // before its server goes away, which would make for error messages in the trace
  },

  nothingLeaked: [
    async ({ workbench, cloudflare, server }, use) => {
      await use(undefined);
      const { secrets } = cloudflare.control.state;
      expect(await findLeaked(workbench.page, server.profile, secrets), 'secrets in the clear').toEqual([]);
    },
    { auto: true },
  ],
});

function editionAsked(): 'newest' | 'floor' {
  return process.env['VSCODE_VERSION'] === 'floor' ? 'floor' : 'newest';
}

/** VSIX, or the newest package in dist/. */
function packagedExtension(): string {
  const asked = process.env['VSIX'];
  if (asked) return resolve(asked);
  const dist = resolve(import.meta.dirname, '../../dist');
  const packages = (existsSync(dist) ? readdirSync(dist) : [])
    .filter((name) => name.endsWith('.vsix'))
    .map((name) => join(dist, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  const [newest] = packages;
  if (!newest) throw new Error('There is no packaged extension in dist/: run `npm run package` first.');
  return newest;
}
