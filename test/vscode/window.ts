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
  await page.addInitScript(countToasts);
  await page.goto(server.windowUrl(folder));
  await workbenchIsThere(page);
  return page;
}

/** Waits until a page that is loading shows the workbench. */
export async function workbenchIsThere(page: Page): Promise<void> {
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
}

/** VS Code counts toasts in spans of this many milliseconds, and shows only the first three of each. */
const TOAST_SPAN = 800;

// Runs in the page, before everything else.
const countToasts = `
  globalThis.toastsShownAt = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node.classList?.contains('notification-toast-container')) toastsShownAt.push(Date.now());
  }).observe(document, { childList: true, subtree: true });`;

/**
 * Waits until VS Code would show two more toasts. Nobody is quick enough to notice, but a test is: the fourth
 * notification in a short time goes to the notification center only.
 */
export async function toastsAreShown(page: Page): Promise<void> {
  await page.waitForFunction(
    `toastsShownAt.filter((shownAt) => Date.now() - shownAt <= ${TOAST_SPAN}).length < 2`,
  );
}
