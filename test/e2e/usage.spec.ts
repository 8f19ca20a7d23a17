// Secrets where code needs them: guarded on their way into a file, known wherever they stand, and taken out of git.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Workbench } from '../vscode/index.ts';
import { expect, test } from './fixtures.ts';
import {
  answer,
  connect,
  dismissNotifications,
  git,
  press,
  readAs,
  readBack,
  rollFromRow,
  tokenRow,
} from './steps.ts';
import { storedInBrowser } from './storage.ts';

const NAME = 'Certbot on web-01';

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

/** Opens a file of the workspace in an editor. */
async function openFile(workbench: Workbench, file: string): Promise<void> {
  await workbench.host.run(({ vscode }, path) => {
    void vscode.window.showTextDocument(vscode.Uri.file(path));
  }, file);
  await workbench.page.locator('.editor-group-container .view-line').first().waitFor();
}

test('an insertion is guarded, and each guard has a way forward', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  write(workspace, 'wrangler.toml', 'name = "worker"\n\n[env.staging]\nname = "worker-staging"\n');
  write(
    workspace,
    '.env',
    'CLOUDFLARE_API_KEY=1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9\r\nCLOUDFLARE_EMAIL=me@example.com\r\n',
  );
  git(workspace, 'init');
  await connect(workbench, cloudflare.userToken);
  const secret = await rollFromRow(workbench, cloudflare, NAME);

  await test.step('from git to the Worker, one question after the other', async () => {
    await workbench.contextMenu(tokenRow(workbench, NAME), 'Insert Secret into .env');
    await expect(workbench.quickInput().getByRole('option', { name: '.dev.vars.staging' })).toBeVisible();
    await workbench.quickPick('.env');
    await workbench.quickPick('CLOUDFLARE_API_TOKEN');
    await answer(workbench, 'Git does not ignore .env yet', 'Add to .gitignore and Insert');
    await answer(workbench, 'has a Global API key, which wins', 'Comment Out the Key and Insert');
    await answer(workbench, 'The Worker would get the token as well', 'Create .dev.vars and Insert');
    await expect(workbench.notification('Inserted CLOUDFLARE_API_TOKEN into .env')).toContainText(
      'carriage return',
    );
    expect(read(workspace, '.env')).toBe(
      `# CLOUDFLARE_API_KEY=1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9\r\n# CLOUDFLARE_EMAIL=me@example.com\r\nCLOUDFLARE_API_TOKEN=${secret}\r\n`,
    );
  });

  await test.step('line endings that shells do not read are set right on request', async () => {
    await press(workbench, 'Inserted CLOUDFLARE_API_TOKEN into .env', 'Fix for Shells');
    await expect(workbench.notification('.env is set right')).toBeVisible();
    expect(readBack(join(workspace, '.env'), 'CLOUDFLARE_API_TOKEN')).toEqual(readAs(secret));
    expect(git(workspace, 'status', '--porcelain', '--untracked-files=all')).not.toMatch(/\.env|\.dev\.vars/);
    expect(existsSync(join(workspace, '.dev.vars'))).toBe(true);
  });
});

test('a secret is known wherever it stands', async ({ workbench, cloudflare, workspace }) => {
  write(workspace, 'app/.env', 'PORT=1\nCLOUDFLARE_API_TOKEN=\n');
  await connect(workbench, cloudflare.userToken);
  const secret = await rollFromRow(workbench, cloudflare, NAME);
  const { page } = workbench;
  await dismissNotifications(workbench);

  await test.step('a lens above the variable leads to an insertion', async () => {
    await openFile(workbench, join(workspace, 'app/.env'));
    const lens = page.locator('.codelens-decoration a');
    await lens.filter({ hasText: 'Insert a Cloudflare Secret' }).click();
    await workbench.quickPick(NAME);
    await expect(workbench.notification('Inserted CLOUDFLARE_API_TOKEN into app/.env')).toBeVisible();
    expect(read(workspace, 'app/.env')).toBe(`PORT=1\nCLOUDFLARE_API_TOKEN=${secret}\n`);
    await dismissNotifications(workbench);
    await expect(lens.filter({ hasText: `${NAME} · expires in` })).toBeVisible();
    await lens.filter({ hasText: 'Verify' }).click();
    await expect(workbench.notification(`“${NAME}” works`)).toBeVisible();
    await dismissNotifications(workbench);
  });

  await test.step('a hover tells of its token, and not the secret', async () => {
    await page
      .locator('.view-line', { hasText: secret.slice(0, 20) })
      .getByText(secret.slice(5, 20))
      .hover();
    const hover = page.locator('.monaco-hover:visible');
    await expect(hover).toContainText(NAME);
    await expect(hover).toContainText('expires in');
    await expect(hover).toContainText('Used in app/.env (CLOUDFLARE_API_TOKEN)');
    await expect(hover).not.toContainText(secret);
    await page.keyboard.press('Escape');
  });

  await test.step('the tree lists where it is used, and what was noted', async () => {
    const row = tokenRow(workbench, NAME);
    await row.click();
    await page.keyboard.press('ArrowRight');
    const heading = workbench.treeItem(/^Used In/);
    await heading.click();
    await expect(workbench.treeItem('app/.env, CLOUDFLARE_API_TOKEN')).toBeVisible();
    await expect(heading).toHaveAccessibleName(/, 1 place$/);
    await heading.hover();
    await heading.getByRole('button', { name: /Note Where It Is Used/ }).click();
    await workbench.type('GitHub Actions secret CF_TOKEN', 'In words, for yourself');
    const note = workbench.treeItem('GitHub Actions secret CF_TOKEN');
    await expect(note).toBeVisible();
    await workbench.contextMenu(note, 'Forget Note');
    await expect(note).toBeHidden();
    await workbench.treeItem('app/.env, CLOUDFLARE_API_TOKEN').click();
    await expect(
      page.locator('.editor-group-container .view-line', { hasText: secret.slice(0, 20) }),
    ).toBeVisible();
  });

  await test.step('a completion offers it by name, and puts it in', async () => {
    await page.locator('.view-line', { hasText: 'PORT=1' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('CF_API_TOKEN=');
    const offered = page.locator('.suggest-widget').getByRole('option', { name: NAME });
    await expect(offered).toBeVisible();
    await expect(page.locator('.suggest-widget')).not.toContainText(secret);
    await page.keyboard.type('Cert');
    await offered.click();
    await expect(workbench.notification('Inserted CF_API_TOKEN into app/.env')).toBeVisible();
    await page.keyboard.press('Control+S');
    await expect
      .poll(() => read(workspace, 'app/.env'))
      .toBe(`PORT=1\nCF_API_TOKEN=${secret}\nCLOUDFLARE_API_TOKEN=${secret}\n`);
  });

  await test.step('and all that is there in a window in which nobody looked at tokens', async () => {
    const search = page.locator('.sidebar[data-active-composite="workbench.view.search"]');
    await workbench.command('View: Show Search');
    await expect(search).toBeVisible();
    // What a reload starts from.
    await expect
      .poll(() => storedInBrowser(page))
      .toMatch(/workbench\.sidebar\.activeviewletid\W+workbench\.view\.search/);
    await workbench.reload();
    await expect(search).toBeVisible();
    await expect(page.locator('.codelens-decoration a', { hasText: `${NAME} · expires in` })).toHaveCount(2);
  });
});

test('a leak is found and put right', async ({ workbench, cloudflare, workspace }) => {
  const leaked = cloudflare.control.secretOf(NAME);
  write(workspace, '.gitignore', '.env*\n');
  write(workspace, 'src/deploy.js', `const token = '${leaked}';\nmodule.exports = token;\n`);
  write(workspace, 'README.md', `CLOUDFLARE_API_TOKEN=your-token-goes-right-here-0123456789abcdef01\n`);
  git(workspace, 'init');
  git(workspace, 'add', '--all');
  git(workspace, 'commit', '-m', 'Begin');
  await connect(workbench, cloudflare.userToken);
  const { page } = workbench;

  await test.step('it is a problem once somebody asks', async () => {
    await workbench.command('Cloudflare Tokens: Find Leaked Secrets');
    await press(workbench, '1 secret of Cloudflare is in a file that git tracks', 'Show Problems');
    const problem = workbench.treeItem(/Secret of a Cloudflare user API token/);
    await expect(problem).toContainText('Git tracks this file');
    await expect(problem).not.toContainText(leaked);
    await problem.dblclick();
    await expect(
      page.locator('.editor-group-container .view-line', { hasText: leaked.slice(0, 20) }),
    ).toBeVisible();
  });

  await test.step('a quick fix moves it to where it is safe', async () => {
    await expect(page.locator('.editor-group-container .monaco-editor.focused')).toBeVisible();
    await expect(page.locator('.codicon-gutter-lightbulb, [class*=gutter-lightbulb]').first()).toBeVisible();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Move the Secret to VS Code').click();
    await workbench.quickPick('.env');
    await workbench.quickPick('CLOUDFLARE_API_TOKEN');
    await expect(workbench.notification('still in git’s history: roll it')).toBeVisible();
    expect(read(workspace, 'src/deploy.js')).toBe(
      'const token = process.env.CLOUDFLARE_API_TOKEN;\nmodule.exports = token;\n',
    );
    expect(read(workspace, '.env')).toBe(`CLOUDFLARE_API_TOKEN=${leaked}\n`);
    await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
    await expect(workbench.treeItem(/Secret of a Cloudflare user API token/)).toHaveCount(0);
  });

  await test.step('and the roll that it asks for ends what git remembers', async () => {
    await press(workbench, 'still in git’s history', 'Roll Secret…');
    await answer(workbench, `Roll the secret of “${NAME}”?`, 'Roll Secret');
    await press(workbench, 'has a new secret', 'Update .env');
    await expect(workbench.notification('Updated .env')).toBeVisible();
    expect(cloudflare.control.secretOf(NAME)).not.toBe(leaked);
    expect(read(workspace, '.env')).toBe(`CLOUDFLARE_API_TOKEN=${cloudflare.control.secretOf(NAME)}\n`);
  });
});
