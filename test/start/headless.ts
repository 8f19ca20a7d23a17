// The demo in a VS Code that nobody sees: for the tour and for the screenshots, which look at it through a browser.
import type { Page } from '@playwright/test';
import { bring, launchBrowser, openWindow, startBridge, startServer, workbenchOf } from '../vscode/index.ts';
import type { Settings, ThemeKind, Workbench } from '../vscode/index.ts';
import { startDemo } from './demo.ts';
import type { Demo } from './demo.ts';

export interface HeadlessOptions {
  readonly theme: ThemeKind;
  /** Of the window, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** User settings, beside those that point to the local Cloudflare. */
  readonly settings?: Settings;
}

export interface Headless {
  readonly demo: Demo;
  readonly workbench: Workbench;
  readonly page: Page;
  /** The folder that holds all that VS Code writes. */
  readonly profile: string;
  /** Closes and deletes everything. */
  close(): Promise<void>;
}

/**
 * Starts the demo and opens one window on its workspace.
 * @param log told what is being fetched, the first time
 * @throws Error with one line of explanation where the brought VS Code cannot run, or when the extension does not build
 */
export async function openHeadless(
  { theme, width, height, settings = {} }: HeadlessOptions,
  log: (line: string) => void,
): Promise<Headless> {
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const installation = await bring('newest', log);
    const demo = await startDemo();
    closers.push(() => demo.stop());
    const bridge = await startBridge();
    closers.push(() => bridge.close());
    const server = await startServer({
      installation,
      extensions: [bridge.extension, demo.extension],
      settings: { ...demo.settings, ...settings },
      env: bridge.env,
    });
    closers.push(() => server.stop());
    const browser = await launchBrowser();
    closers.push(() => browser.close());
    const context = await browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(20_000);
    const page = await openWindow(context, server, demo.folder);
    const workbench = await workbenchOf(page, bridge);
    await workbench.setTheme(theme);
    return { demo, workbench, page, profile: server.profile, close };
  } catch (error) {
    await close();
    throw error;
  }
}
