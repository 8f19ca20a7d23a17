// Starts the browser in which the workbench is seen: the one that install.ts brings, or the one that CHROMIUM names.
import { chromium as playwright } from '@playwright/test';
import type { Browser, LaunchOptions } from '@playwright/test';
import { chromium } from './install.ts';

/** How to launch the browser with Playwright; `bring()` must have put it in place before. */
export function browserLaunchOptions(): LaunchOptions {
  // No user namespaces and little shared memory in most containers; the browser only ever sees our own loopback server.
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  const installed = process.env['CHROMIUM'];
  if (installed) return { executablePath: installed, args };
  const { executable, libraries, fonts } = chromium;
  const env = { ...definedEnv(), LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fonts };
  return { executablePath: executable, args, env };
}

/** Launches the browser, headless. */
export function launchBrowser(): Promise<Browser> {
  return playwright.launch(browserLaunchOptions());
}

function definedEnv(): Record<string, string> {
  const isDefined = (entry: [string, string | undefined]): entry is [string, string] =>
    entry[1] !== undefined;
  return Object.fromEntries(Object.entries(process.env).filter(isDefined));
}
