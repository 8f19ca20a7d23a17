// The pictures of the README: each cropped to what it is about, and none with a secret in it.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { connect, dismissNotifications, press, tokenRow } from '../e2e/steps.ts';
import { wizardIn } from '../e2e/wizard.ts';
import { openHeadless } from '../start/headless.ts';
import type { Headless } from '../start/headless.ts';
import { fillResources, fillStart, NAME, VARIABLE } from '../tour/sampleToken.ts';
import type { InHost } from '../vscode/index.ts';

/** A README is read over slow connections, too. */
const MOST_BYTES = 150_000;

/**
 * Takes them.
 * @param log told each file and its size
 * @throws Error when a picture is too heavy
 */
export async function takeReadmePictures(folder: string, log: (line: string) => void): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const stage = await openHeadless({ theme: 'dark', width: 1200, height: 720, settings: quiet }, log);
  const { workbench, page, demo } = stage;
  const take = async (name: string, of: Locator, height?: number): Promise<void> => {
    const box = await of.boundingBox();
    if (box === null) throw new Error(`There is nothing to take ${name} of.`);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, clip: { ...box, height: Math.min(box.height, height ?? box.height) } });
    const { size } = statSync(path);
    log(`media/readme/${name}.png  ${Math.round(size / 1000)} kB`);
    if (size > MOST_BYTES) throw new Error(`${path} has ${size} bytes, which is more than ${MOST_BYTES}.`);
  };
  const window = page.locator('.monaco-workbench');
  const editor = page.locator('.part.editor');
  try {
    await connect(workbench, demo.cloudflare.userToken);
    await openWizard(stage);
    const wizard = wizardIn(workbench);
    await fillStart(wizard);
    await wizard.goOn('permissions');
    await wizard.at('permissions').locator('input:checked').first().waitFor();
    await take('wizard', editor);
    await wizard.goOn('resources');
    await fillResources(wizard);
    await wizard.goOn('summary');
    await take('summary', editor, 600);
    await wizard.create();
    await wizard.at('stored').waitFor();
    await take('secret', editor, 520);

    await showTree(stage);
    await insert(stage);
    await page.setViewportSize({ width: 1000, height: 420 });
    await take('insert', window);

    await dismissNotifications(workbench);
    await page.setViewportSize({ width: 1000, height: 700 });
    await widenSidebar(page, 620);
    await tokenRow(workbench, 'Office NAS backup').click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: 'Restrictions' }).waitFor();
    await take('overview', page.locator('.part.sidebar'), 640);
  } finally {
    await stage.close();
  }
}

const quiet = { 'editor.minimap.enabled': false, 'window.commandCenter': false };

async function openWizard({ workbench, page }: Headless): Promise<void> {
  await workbench.command('Cloudflare Tokens: Create Token');
  await wizardIn(workbench).expectStep('start');
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('workbench.action.closeSidebar'));
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
}

async function showTree({ workbench }: Headless): Promise<void> {
  await workbench.host.run(({ vscode }) =>
    vscode.commands.executeCommand('cloudflareTokens.explorer.focus'),
  );
  await tokenRow(workbench, NAME).waitFor();
}

/** Inserts the secret into .env and opens the file, with a bar over the secret. */
async function insert({ workbench, page }: Headless): Promise<void> {
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Insert Secret into .env');
  await workbench.quickPick('.env');
  await workbench.quickPick(VARIABLE);
  const notification = `Inserted ${VARIABLE}`;
  await press(workbench, notification, 'Open File');
  const line = page.locator('.monaco-editor .view-line', { hasText: VARIABLE });
  await line.waitFor();
  await workbench.host.run(({ vscode }) =>
    vscode.commands.executeCommand('workbench.action.closeOtherEditors'),
  );
  await workbench.host.run(coverValue);
  await page.locator('.monaco-editor .view-line [class*="ced-"]').first().waitFor();
}

/** Paints over what follows the equals sign of the first line. */
function coverValue({ vscode }: InHost): void {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error('No file is open.');
  const { range, text } = editor.document.lineAt(0);
  const bar = vscode.window.createTextEditorDecorationType({
    color: '#5a6270',
    backgroundColor: '#5a6270',
    borderRadius: '3px',
  });
  editor.setDecorations(bar, [new vscode.Range(0, text.indexOf('=') + 1, 0, range.end.character)]);
}

/** Drags the edge of the side bar. */
async function widenSidebar(page: Page, width: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (box === null) throw new Error('The side bar is closed.');
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + width, middle, { steps: 5 });
  await page.mouse.up();
}
