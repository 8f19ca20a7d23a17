// Inserting a secret into env files: only the value changes, git stays out of it, and every question can be cancelled.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloudflare } from '../cloudflare/index.ts';
import type { Workbench } from '../vscode/index.ts';
import { expect, test } from './fixtures.ts';
import { answer, connect, git, press, readAs, readBack, rollFromRow, tokenRow } from './steps.ts';
import { toSummary } from './wizard.ts';

const NAME = 'Certbot on web-01';
const CONTENT = '# mine\r\nexport CLOUDFLARE_API_TOKEN=\'old # value\'  # for deploys\r\nOTHER="1"\r\n';

/** Connects, has a secret stored, and gives it. */
async function withSecret(workbench: Workbench, cloudflare: Cloudflare): Promise<string> {
  await connect(workbench, cloudflare.userToken);
  return rollFromRow(workbench, cloudflare, NAME);
}

/** Chooses Insert from the token's row, up to the question for a file. */
async function insert(workbench: Workbench): Promise<void> {
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Insert Secret into .env');
}

/** All files of a folder with their text, git's own apart. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name !== '.git');
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

test('an existing value is replaced, and everything around it stays', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  const env = join(workspace, '.env');
  writeFileSync(env, CONTENT);
  const secret = await withSecret(workbench, cloudflare);
  await insert(workbench);
  await workbench.quickPick('.env');
  await workbench.quickPick('CLOUDFLARE_API_TOKEN');
  await answer(workbench, 'CLOUDFLARE_API_TOKEN already has a value in .env', 'Replace Value');
  await expect(workbench.notification('Inserted CLOUDFLARE_API_TOKEN into .env')).toBeVisible();
  expect(readFileSync(env, 'utf8')).toBe(CONTENT.replace('old # value', secret));
  expect(readBack(env, 'CLOUDFLARE_API_TOKEN')).toEqual(readAs(secret));
});

test('it can be undone in the editor', async ({ workbench, cloudflare, workspace }) => {
  const env = join(workspace, '.env');
  writeFileSync(env, 'CLOUDFLARE_API_TOKEN=before\n');
  const secret = await withSecret(workbench, cloudflare);
  await insert(workbench);
  await workbench.quickPick('.env');
  await workbench.quickPick('CLOUDFLARE_API_TOKEN');
  await answer(workbench, 'already has a value', 'Replace Value');
  await press(workbench, 'Inserted CLOUDFLARE_API_TOKEN', 'Open File');
  const editor = workbench.page.locator('.monaco-editor').filter({ visible: true });
  await expect(editor).toContainText(secret);
  await editor.click();
  await workbench.page.keyboard.press('Control+Z');
  await expect(editor).toContainText('CLOUDFLARE_API_TOKEN=before');
  await workbench.page.keyboard.press('Control+S');
  await expect.poll(() => readFileSync(env, 'utf8')).toBe('CLOUDFLARE_API_TOKEN=before\n');
});

test('a file that git tracks is refused, with the way forward', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  writeFileSync(join(workspace, '.env'), 'CLOUDFLARE_API_TOKEN=\n');
  git(workspace, 'init');
  git(workspace, 'add', '--all');
  git(workspace, 'commit', '-m', 'Begin');
  await withSecret(workbench, cloudflare);
  await insert(workbench);
  await workbench.quickPick('.env');
  await workbench.quickPick('CLOUDFLARE_API_TOKEN');
  const dialog = workbench.dialog('The secret was not inserted: git tracks .env');
  await expect(dialog).toContainText('stop tracking this one (git rm --cached) and add it to .gitignore');
  await workbench.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(git(workspace, 'status', '--porcelain')).toBe('');
});

test('a new .dev.vars, under a name of one’s own', async ({ workbench, cloudflare, workspace }) => {
  git(workspace, 'init');
  writeFileSync(join(workspace, '.gitignore'), '.dev.vars*\n');
  const secret = await withSecret(workbench, cloudflare);
  await insert(workbench);
  await workbench.quickPick('.dev.vars');
  await workbench.quickPick('Another name');
  await workbench.type('1ST_TOKEN', 'Name of the variable');
  await expect(workbench.quickInput()).toContainText('cannot start with a digit');
  await workbench.type('my-token');
  await expect(workbench.quickInput()).toContainText('only the letters A to Z, digits and underscores');
  await workbench.type('WORKER_TOKEN');
  await expect(workbench.notification('Inserted WORKER_TOKEN into .dev.vars')).toBeVisible();
  expect(readBack(join(workspace, '.dev.vars'), 'WORKER_TOKEN')).toEqual(readAs(secret));
  expect(readFileSync(join(workspace, '.gitignore'), 'utf8')).toBe('.dev.vars*\n');
});

test('cancelling at any question changes nothing', async ({ workbench, cloudflare, workspace }) => {
  git(workspace, 'init');
  writeFileSync(join(workspace, '.env'), 'CF_API_TOKEN=kept\n');
  writeFileSync(join(workspace, '.gitignore'), 'node_modules\n');
  await withSecret(workbench, cloudflare);
  const before = filesOf(workspace);
  const { page } = workbench;
  const cancel = async (question: string): Promise<void> => {
    const asked = workbench.quickInput().locator(`input[placeholder="${question}"]`);
    await asked
      .or(workbench.quickInput().getByText(question))
      .or(workbench.dialog(question))
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await expect(workbench.quickInput()).toBeHidden();
    await expect(workbench.dialog(/./)).toBeHidden();
    expect(filesOf(workspace)).toEqual(before);
  };
  await insert(workbench);
  await cancel('Into which file?');

  await insert(workbench);
  await workbench.quickPick('.env');
  await cancel('As which variable?');

  await insert(workbench);
  await workbench.quickPick('.env');
  await workbench.quickPick('Another name');
  await cancel('Name of the variable');

  await insert(workbench);
  await workbench.quickPick('.env');
  await workbench.quickPick('CF_API_TOKEN');
  await cancel('CF_API_TOKEN already has a value in .env');

  await insert(workbench);
  await workbench.quickPick('.env');
  await workbench.quickPick('CLOUDFLARE_API_TOKEN');
  await cancel('Git does not ignore .env yet');
});

test('names that an example file asks for are proposed first', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  writeFileSync(join(workspace, '.env.example'), 'NAME=\nMY_CF_TOKEN=\n');
  const secret = await withSecret(workbench, cloudflare);
  await insert(workbench);
  await expect(workbench.quickInput().getByRole('option', { name: 'example' })).toHaveCount(0); // no place for a secret
  await workbench.quickPick('.env');
  await expect(workbench.quickInput().getByRole('option').first()).toContainText('MY_CF_TOKEN');
  await workbench.page.keyboard.press('Enter');
  await expect(workbench.notification('Inserted MY_CF_TOKEN into .env')).toBeVisible();
  expect(readBack(join(workspace, '.env'), 'MY_CF_TOKEN')).toEqual(readAs(secret));
});

test.describe('in Restricted Mode', () => {
  test.use({ trusted: false });

  test('secrets are kept, but not inserted, and the wizard says why', async ({
    workbench,
    cloudflare,
    workspace,
  }) => {
    await withSecret(workbench, cloudflare);
    await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
    expect((await workbench.commandsFor('Cloudflare Tokens: Insert')).join()).not.toContain('Insert Secret');
    const wizard = await toSummary(workbench, { template: 'create-additional-tokens' });
    await wizard.create();
    await wizard.at('insert').click();
    await expect(workbench.notification('a workspace that you do not trust')).toBeVisible();
    expect(readdirSync(workspace)).toEqual([]);
  });
});

test.describe('with no folder open', () => {
  test.use({ folderOpen: false });

  test('the person is told to open one', async ({ workbench, cloudflare, workspace }) => {
    await withSecret(workbench, cloudflare);
    expect((await workbench.commandsFor('Cloudflare Tokens: Insert')).join()).not.toContain('Insert Secret');
    await insert(workbench);
    await expect(workbench.notification('Open a folder first')).toBeVisible();
    expect(existsSync(join(workspace, '.env'))).toBe(false);
  });
});
