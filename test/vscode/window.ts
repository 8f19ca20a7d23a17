// Opens a window of the workbench in a browser.
import type { BrowserContext, Page } from '@playwright/test';
import type { Server } from './server.ts';

/**
 * Opens a window and waits until the workbench is there (about 2 s).
 * @param folder the folder to open; an empty window without it
 */
export async function openWindow(context: BrowserContext, server: Server, folder?: string): Promise<Page> {
  // Without these permissions VS Code's clipboard calls never come back.
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  const page = await context.newPage();
  await page.goto(server.windowUrl(folder));
  await workbenchIsThere(page);
  return page;
}

/** Waits until a page that is loading shows the workbench. */
export async function workbenchIsThere(page: Page): Promise<void> {
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
}
