// The pictures of the README: each cropped to what it is about, and none with a secret in it.
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { answer, connect, dismissNotifications, tokenRow } from '../e2e/steps.ts';
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
  const take = async (name: string, of: Locator, above?: Locator): Promise<void> => {
    const box = await boxOf(of);
    const height = above === undefined ? box.height : (await boxOf(above)).y - box.y;
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, clip: { ...box, height } });
    const { size } = statSync(path);
    log(`media/readme/${name}.png  ${Math.round(size / 1000)} kB`);
    if (size > MOST_BYTES) throw new Error(`${path} has ${size} bytes, which is more than ${MOST_BYTES}.`);
  };
  const window = page.locator('.monaco-workbench');
  const editor = page.locator('.part.editor');
  try {
    demo.cloudflare.control.remove(UNDRAWABLE);
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
    await take('summary', editor);
    await wizard.create();
    await wizard.at('stored').waitFor();
    await take('secret', editor);

    await page.setViewportSize({ width: 1100, height: 720 }); // The row's menu needs the height.
    await showTree(stage);
    await insert(stage);
    await page.setViewportSize({ width: 1100, height: 420 });
    await take('insert', window);

    await dismissNotifications(workbench);
    await page.setViewportSize({ width: 1000, height: 700 });
    await widenSidebar(page, 620);
    await tokenRow(workbench, 'Office NAS backup').click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: 'Restrictions' }).waitFor();
    await take('overview', page.locator('.part.sidebar'), tokenRow(workbench, 'Fernhill Labs'));

    await tokenRow(workbench, 'Office NAS backup').click();
    await page.keyboard.press('ArrowLeft');
    await rotate(stage);
    await take(
      'rotation',
      page.locator('.part.sidebar'),
      page.getByRole('treeitem', { name: /^Permissions/ }),
    );
  } finally {
    await stage.close();
  }
}

/** The browser that we bring has no glyphs for this name of the demo's. */
const UNDRAWABLE = 'Zoë\'s "scratch" <test> & 日本語';

const quiet = { 'editor.minimap.enabled': false, 'editor.fontSize': 13, 'window.commandCenter': false };

async function openWizard({ workbench, page }: Headless): Promise<void> {
  await workbench.command('Cloudflare Tokens: Create Token');
  await wizardIn(workbench).expectStep('start');
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('workbench.action.closeSidebar'));
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
}

async function showTree({ workbench }: Headless): Promise<void> {
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('cloudflareTokens.explorer.focus'));
  await tokenRow(workbench, NAME).waitFor();
}

/** Inserts the secret into a .env that is open, made from the example as its first line says; covers the value with a bar. */
async function insert({ workbench, page, demo }: Headless): Promise<void> {
  const file = join(demo.folder, '.env');
  copyFileSync(join(demo.folder, '.env.example'), file);
  await workbench.host.run(openAlone, file);
  await page.locator('.monaco-editor .view-line', { hasText: VARIABLE }).waitFor();
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Insert Secret into .env');
  await workbench.quickPick('The API token');
  await workbench.quickPick('.env');
  await workbench.quickPick(VARIABLE);
  await answer(workbench, 'The Worker would get the token', 'Create .dev.vars and Insert');
  await workbench.notification(`Inserted ${VARIABLE}`).waitFor();
  await workbench.host.run(coverValue, VARIABLE);
  await page.locator('.monaco-editor .view-line [class*="ced-"]').first().waitFor();
}

/** Rotates the token up to where it waits for the deployment, and shows the steps. */
async function rotate({ workbench, page }: Headless): Promise<void> {
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Rotate Without Downtime');
  await answer(workbench, `Rotate “${NAME}” without downtime?`, 'Start Rotation');
  await workbench.quickInput().getByRole('button', { name: 'OK' }).click();
  await workbench.notification(`The new secret of “${NAME}” is in`).waitFor();
  await dismissNotifications(workbench);
  await workbench.treeItem(`twin of “${NAME}”`).waitFor();
  await tokenRow(workbench, NAME).click();
  await page.keyboard.press('ArrowRight');
  await workbench
    .treeItem(/^Rotation, waiting for your deployment/)
    .first()
    .waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await workbench.treeItem(/^Old token deleted/).waitFor();
}

async function openAlone({ vscode }: InHost, file: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

/** Paints over a variable's value in the open file. */
function coverValue({ vscode }: InHost, variable: string): void {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error('No file is open.');
  const start = editor.document.getText().indexOf(`${variable}=`) + variable.length + 1;
  const position = editor.document.positionAt(start);
  const paint = { color: '#5a6270', backgroundColor: '#5a6270', borderRadius: '3px' };
  const { end } = editor.document.lineAt(position.line).range;
  editor.setDecorations(vscode.window.createTextEditorDecorationType(paint), [
    new vscode.Range(position, end),
  ]);
}

async function boxOf(of: Locator): Promise<NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>> {
  const box = await of.boundingBox();
  if (box === null) throw new Error('There is nothing to take a picture of.');
  return box;
}

/** Drags the edge of the side bar. */
async function widenSidebar(page: Page, width: number): Promise<void> {
  const box = await boxOf(page.locator('.part.sidebar'));
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + width, middle, { steps: 5 });
  await page.mouse.up();
}
