// A terminal of the workbench, as a person sees it: text on a screen, and keys.
import type { Locator, Page } from '@playwright/test';

/** A terminal. */
export interface Terminal {
  /** The rows on the screen; `row(text)` finds one. */
  screen: Locator;
  /** A row that holds the text, or all of whose text matches. */
  row(text: string | RegExp): Locator;
  /** Types a line and presses Enter. */
  type(line: string): Promise<void>;
}

/** The terminal that is to be seen, whoever opened it. */
export function visibleTerminal(page: Page): Terminal {
  const terminal = page.locator('.terminal.xterm').filter({ visible: true });
  const screen = terminal.locator('.xterm-rows');
  return {
    screen,
    row: (text) => screen.locator('> div', { hasText: text }),
    type: async (line) => {
      await terminal.locator('textarea').focus();
      await page.keyboard.type(`${line}\n`);
    },
  };
}
