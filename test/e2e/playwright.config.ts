// How Playwright runs the tests in this folder: in the brought browser, with a trace and a screenshot of what failed.
import { defineConfig } from '@playwright/test';
import { browserLaunchOptions } from '../vscode/browser.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  globalSetup: './bring.ts',
  fullyParallel: true,
  workers: '50%', // each keeps a server, an extension host and a browser busy
  forbidOnly: true,
  retries: process.env['CI'] ? 1 : 0, // for a machine's hiccup; the summary names what needed it
  timeout: 120_000, // ten times what a test takes on an idle machine
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./summary.ts']],
  use: {
    actionTimeout: 15_000,
    browserName: 'chromium',
    launchOptions: browserLaunchOptions(),
    viewport: { width: 1280, height: 800 },
    trace: { mode: 'retain-on-failure', screenshots: false }, // a film of the window costs a third of the time
    screenshot: 'only-on-failure',
  },
});
