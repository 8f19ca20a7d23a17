// Runs a test entry inside the extension host of the brought VS Code, as `code --extensionTestsPath` does on a desktop.
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import type { Page } from '@playwright/test';
import { launchBrowser } from './browser.ts';
import { startServer } from './server.ts';
import type { ServerOptions } from './server.ts';

/** What to run, and in which VS Code. */
export interface InHostRun extends Omit<ServerOptions, 'extensions' | 'testDriver'> {
  /** The extension under test first, then others to load beside it. */
  extensions: string[];
  /** A CommonJS module that exports `run(): Promise<void>`. */
  testsPath: string;
  folder?: string;
}

/** The exit code when an extension host dies before its tests are done; VS Code itself would report that as success. */
export const hostDied = 70;

const mark = '[test] ';
const complete = '[test-run-complete]';
const patience = 10 * 60_000;

/**
 * Runs the tests in a fresh extension host and prints what they print. With TEST_VERBOSE, VS Code's own log as well.
 * @returns 0 when `run()` resolved, 1 when it did not, `hostDied` when the extension host went away meanwhile
 * @throws Error when there is no result after ten minutes, or when VS Code cannot be started
 */
export async function runInHost({ extensions, testsPath, folder, ...options }: InHostRun): Promise<number> {
  const [underTest, ...others] = extensions;
  const env = { ...options.env, TEST_ENTRY: resolve(testsPath) };
  const server = await startServer({ ...options, extensions: others, env, testDriver: true });
  try {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const tests = { complete: false };
      const exit = exitOf(page, (line) => {
        if (line === complete) tests.complete = true;
        else if (line.startsWith(mark)) console.log(line.slice(mark.length));
        else if (process.env['TEST_VERBOSE']) console.log(`  (VS Code) ${line}`);
      });
      const remote = (path: string): string =>
        `vscode-remote://${new URL(server.origin).host}${resolve(path)}`;
      const payload: [string, string][] = [
        ['extensionTestsPath', remote(join(import.meta.dirname, 'host-entry.cjs'))],
      ];
      if (underTest) payload.push(['extensionDevelopmentPath', remote(underTest)]);
      await page.goto(server.windowUrl(folder, payload));
      const code = await exit;
      if (code !== 0 || tests.complete) return code;
      console.log('The extension host died before its tests were done.');
      return hostDied;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** VS Code's test driver looks for these two functions in its page. */
function exitOf(page: Page, printLine: (line: string) => void): Promise<number> {
  return new Promise((end, fail) => {
    const timer = setTimeout(
      () => fail(new Error(`No result after ${patience / 60_000} minutes.`)),
      patience,
    );
    const log = (_type: string, args: unknown[]): void => printLine(format(...args));
    const exit = (code: number): void => {
      clearTimeout(timer);
      end(code);
    };
    Promise.all([
      page.exposeFunction('codeAutomationLog', log),
      page.exposeFunction('codeAutomationExit', exit),
    ]).catch(fail);
    page.once('crash', () => fail(new Error('The browser page crashed.')));
  });
}
