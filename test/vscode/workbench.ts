// What a person does in a window of VS Code, as verbs. Nouns are Playwright locators: wait for them, click them, expect them.
import type { FrameLocator, Locator, Page } from '@playwright/test';
import type { Bridge, Host, InHost } from './bridge.ts';
import type { Settings } from './settings.ts';
import { visibleTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { toastsAreShown, workbenchIsThere } from './window.ts';

/** The kinds of colour theme that VS Code knows. */
export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** A window of VS Code and its extension host. */
export interface Workbench {
  page: Page;
  /** The extension host: `host.run(({ vscode }, arg) => …, arg)` evaluates there. A new one after `reload()`. */
  readonly host: Host;
  /** Runs a command from the palette by its full title, category included: `Terminal: Create New Terminal`. */
  command(title: string): Promise<void>;
  /** What the palette offers for a text, without running anything. */
  commandsFor(text: string): Promise<string[]>;
  /** Picks an item of the open quick pick by its label, or by the start of it. */
  quickPick(name: string): Promise<void>;
  /** Types into the open input box and presses Enter. `prompt`: part of its title, prompt or placeholder, to wait for. */
  type(text: string, prompt?: string): Promise<void>;
  /** The open quick pick or input box. */
  quickInput(): Locator;
  /** Brings a view container of the activity bar to the front. */
  openView(name: string): Promise<void>;
  /** A row of a tree, by (part of) its accessible label. */
  treeItem(name: string | RegExp): Locator;
  /** Chooses from a row's context menu, by the entry's title. */
  contextMenu(row: Locator, entry: string): Promise<void>;
  /** A notification, by part of its text; it has its buttons inside. */
  notification(text: string | RegExp): Locator;
  /** A modal dialog, by (part of) its message; it has its buttons inside. */
  dialog(name: string | RegExp): Locator;
  /** The page inside the webview that is to be seen. */
  webview(): FrameLocator;
  /** The terminal that is to be seen, whoever opened it. */
  terminal(): Terminal;
  /** Opens a terminal of one's own, and waits for its shell's prompt. */
  openTerminal(): Promise<Terminal>;
  /** The text on the clipboard. */
  clipboard(): Promise<string>;
  /** Changes user settings while VS Code runs; `null` goes back to the default. */
  setSettings(settings: Settings): Promise<void>;
  /** Changes to VS Code's own theme of that kind, and waits until it is to be seen. */
  setTheme(kind: ThemeKind): Promise<void>;
  /** Reloads the window, and waits for the workbench and its new extension host. */
  reload(): Promise<void>;
}

// The class of the workbench under each kind of theme, and VS Code's own theme of the kind, by its new and its old name.
const themes: Record<ThemeKind, { className: string; names: string[] }> = {
  dark: { className: 'vs-dark', names: ['Dark 2026', 'Default Dark Modern'] },
  light: { className: 'vs', names: ['Light 2026', 'Default Light Modern'] },
  highContrast: { className: 'hc-black', names: ['Default High Contrast'] },
  highContrastLight: { className: 'hc-light', names: ['Default High Contrast Light'] },
};

/**
 * Makes the verbs for a window that openWindow() has opened; waits for its extension host.
 */
export async function workbenchOf(page: Page, bridge: Bridge): Promise<Workbench> {
  let host = await bridge.next();
  const quickInput = page.locator('.quick-input-widget:visible');
  const input = quickInput.locator('input.input');
  const option = (name: string): Locator =>
    quickInput.getByRole('option', { name: startingWith(name) }).first();
  const command = async (title: string): Promise<void> => {
    await search(title);
    await option(title).click();
  };
  const search = async (text: string): Promise<void> => {
    await toastsAreShown(page);
    await page.keyboard.press('F1');
    await input.fill(`>${text}`);
  };
  return {
    page,
    get host() {
      return host;
    },
    command,
    commandsFor: async (text) => {
      await search(text);
      await quickInput.getByRole('option').first().waitFor();
      const found = await quickInput.getByRole('option').allInnerTexts();
      await page.keyboard.press('Escape');
      return found;
    },
    quickPick: (name) =>
      quickInput
        .getByRole('option', { name: afterIcon(name) })
        .first()
        .click(),
    type: async (text, prompt) => {
      if (prompt) {
        const shown = quickInput
          .getByText(prompt)
          .or(quickInput.locator(`input[placeholder*=${JSON.stringify(prompt)}]`));
        await shown.first().waitFor();
      }
      await input.fill(text);
      await input.press('Enter');
    },
    quickInput: () => quickInput,
    openView: async (name) => {
      const tab = page.locator('.activitybar').getByRole('tab', { name: startingWith(name) });
      // A click on the container that is already open would close the side bar.
      if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
      await page.locator('.sidebar').getByText(name).first().waitFor();
    },
    treeItem: (name) => page.getByRole('treeitem', { name }),
    contextMenu: async (row, entry) => {
      await toastsAreShown(page);
      await row.click({ button: 'right' });
      // With the keyboard, because a menu is deaf to the mouse for its first tenth of a second.
      await page.getByRole('menuitem', { name: startingWith(entry) }).hover();
      await page.keyboard.press('Enter');
      // Left where it is, the mouse has the row under the menu show its tooltip, over whatever the test clicks next.
      const { height = 0, width = 0 } = page.viewportSize() ?? {};
      await page.mouse.move(width / 2, height - 2);
    },
    notification: (text) => page.locator('.notification-toast', { hasText: text }),
    dialog: (name) => page.locator('.monaco-dialog-box', { hasText: name }),
    webview: () =>
      page
        .locator('iframe.webview.ready')
        .filter({ visible: true })
        .contentFrame()
        .frameLocator('#active-frame'),
    terminal: () => visibleTerminal(page),
    openTerminal: async () => {
      await command('Terminal: Create New Terminal');
      const terminal = visibleTerminal(page);
      await terminal.row(/\S/).first().waitFor();
      return terminal;
    },
    clipboard: () => page.evaluate<string>('navigator.clipboard.readText()'),
    setSettings: (settings) => host.run(writeSettings, settings),
    setTheme: async (kind) => {
      const { className, names } = themes[kind];
      await host.run(writeSettings, { 'workbench.colorTheme': await host.run(firstInstalledTheme, names) });
      await page.locator(`.monaco-workbench.${className}`).waitFor();
    },
    reload: async () => {
      await page.reload();
      await workbenchIsThere(page);
      host = await bridge.next();
    },
  };
}

async function writeSettings({ vscode }: InHost, settings: Settings): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  for (const [name, value] of Object.entries(settings))
    await configuration.update(name, value ?? undefined, vscode.ConfigurationTarget.Global);
}

interface ThemesManifest {
  contributes?: { themes?: { id?: string }[] };
}

function firstInstalledTheme({ vscode }: InHost, names: string[]): string | undefined {
  const manifests = vscode.extensions.all.map((extension) => extension.packageJSON as ThemesManifest);
  const installed = manifests.flatMap(({ contributes }) => contributes?.themes ?? []).map(({ id }) => id);
  return names.find((name) => installed.includes(name));
}

/** Names carry more after them: a shortcut, a count, a description. */
function startingWith(name: string): RegExp {
  return new RegExp(`^${literally(name)}(?![\\p{L}\\p{N}])`, 'u');
}

/** Of a label with an icon in it, VS Code says the icon's name first: `new-file .env`. */
function afterIcon(name: string): RegExp {
  return new RegExp(`^(?:[a-z]+(?:-[a-z]+)* )?${literally(name)}(?![\\p{L}\\p{N}])`, 'u');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
