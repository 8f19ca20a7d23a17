// Opens window after window of the brought VS Code: each has an extension host of its own, in which nothing happened yet.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { openWindow, startBridge, startServer, workbenchOf } from '../vscode/index.ts';
import type { Bridge, Host, Installation, Server, Settings, Workbench } from '../vscode/index.ts';

/** What every measurement in VS Code needs. */
export interface Stage {
  readonly installation: Installation;
  readonly browser: Browser;
}

/** The extension that is measured. */
export interface Installed {
  /** As VS Code installed it. */
  readonly folder: string;
  /** Publisher and name. */
  readonly id: string;
}

/** A VS Code that windows can be opened of. */
export interface Windows {
  /**
   * Opens a window, waits until nothing moves in it any more, and closes it after `use`.
   * @param workspace the folder to open; an empty one unless given
   */
  open<T>(use: (workbench: Workbench) => Promise<T>, workspace?: string): Promise<T>;
  /** Uses `count` windows one after the other, and one before them that does not count: its caches are cold. */
  sample<T>(count: number, use: (workbench: Workbench) => Promise<T>, workspace?: string): Promise<T[]>;
  close(): Promise<void>;
}

/** Starts VS Code with these extensions (folders) beside the bridge. Its windows share one browser profile. */
export async function openWindows(
  { installation, browser }: Stage,
  extensions: readonly string[],
  settings: Settings = {},
): Promise<Windows> {
  const bridge = await startBridge();
  const server = await startServer({
    installation,
    extensions: [bridge.extension, ...extensions],
    settings,
    env: bridge.env,
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  let previous: Host | undefined;

  async function open<T>(use: (workbench: Workbench) => Promise<T>, workspace?: string): Promise<T> {
    // A folder for each window, because VS Code remembers for a folder which view was open.
    const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
    try {
      return await useWindow({ context, server, bridge }, workspace ?? folder, async (workbench) => {
        await hasEnded(previous);
        previous = workbench.host;
        await isIdle(workbench.host, workbench.page);
        return use(workbench);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  }

  return {
    open,
    async sample(count, use, workspace) {
      await open(use, workspace);
      const samples: Awaited<ReturnType<typeof use>>[] = [];
      while (samples.length < count) samples.push(await open(use, workspace));
      return samples;
    },
    async close() {
      await context.close();
      await server.stop();
      bridge.close();
    },
  };
}

async function useWindow<T>(
  { context, server, bridge }: { context: BrowserContext; server: Server; bridge: Bridge },
  folder: string,
  use: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const page = await openWindow(context, server, folder);
  try {
    return await use(await workbenchOf(page, bridge));
  } finally {
    await page.close();
  }
}

/** The extension host of a closed window lives on for two seconds, and needs the processor when it ends. */
async function hasEnded(host: Host | undefined): Promise<void> {
  while (host !== undefined && isRunning(host.pid)) await new Promise((next) => setTimeout(next, 50));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a new window has come to rest: its start-up goes on for a while after it is there. */
async function isIdle(host: Host, page: Page): Promise<void> {
  await page.evaluate('new Promise((idle) => requestIdleCallback(() => idle()))');
  await host.run(async () => {
    for (let calm = 0; calm < 2;) {
      const before = performance.eventLoopUtilization();
      await new Promise((later) => setTimeout(later, 250));
      calm = performance.eventLoopUtilization(before).utilization < 0.02 ? calm + 1 : 0;
    }
  });
}
