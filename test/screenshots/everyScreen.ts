// Walks through every step of the wizard, through the tree, and through what commands ask, for somebody to look at.
import { relative } from 'node:path';
import { answer, connect, dismissNotifications, tokenRow, VIEW, welcome } from '../e2e/steps.ts';
import { wizardIn } from '../e2e/wizard.ts';
import { openHeadless } from '../start/headless.ts';
import type { Headless } from '../start/headless.ts';
import { fillResources, fillStart, NAME, VARIABLE } from '../tour/sampleToken.ts';
import { openAlbum } from './album.ts';
import type { Album } from './album.ts';

/** Takes all the pictures. @param log told where they are, and what is being fetched */
export async function takeEveryScreen(folder: string, log: (line: string) => void): Promise<void> {
  const stage = await openHeadless({ theme: 'dark', width: 1460, height: 1000 }, log);
  try {
    const album = openAlbum(stage.workbench, folder);
    await lookAtConnecting(stage, album);
    await lookAtTree(stage, album);
    await lookAtWizard(stage, album);
    await lookAtInserting(stage, album);
    await lookAtCommands(stage, album);
    await lookAtTrouble(stage, album);
    log(`${album.count()} pictures in ${relative('', folder)}`);
  } finally {
    await stage.close();
  }
}

async function lookAtConnecting({ workbench, page, demo }: Headless, album: Album): Promise<void> {
  await workbench.openView(VIEW);
  await welcome(workbench).waitFor();
  await album.whole('welcome');
  await welcome(workbench).click();
  await workbench.quickInput().waitFor();
  await album.whole('connect');
  await workbench.quickInput().locator('input').fill('not-a-token');
  await workbench.quickInput().locator('.monaco-inputbox.error').waitFor();
  await album.whole('connect-refused');
  await page.keyboard.press('Escape');
  await workbench.quickInput().waitFor({ state: 'hidden' });
  await connect(workbench, demo.cloudflare.userToken);
}

async function lookAtTree({ workbench, page }: Headless, album: Album): Promise<void> {
  await album.whole('tree');
  for (const name of ['ExternalDNS k8s-prod', 'Certbot on web-01']) {
    await tokenRow(workbench, name).click();
    await page.keyboard.press('ArrowRight');
  }
  await album.whole('tree-details');
  await album.whole('tree-tooltip', async () => {
    await page.mouse.move(0, 0);
    await page.locator('.workbench-hover').waitFor({ state: 'hidden' });
    await tokenRow(workbench, 'ExternalDNS k8s-prod').hover();
    await page.locator('.workbench-hover').waitFor();
  });
  await album.whole('tree-menu', async () => {
    await page.keyboard.press('Escape');
    await tokenRow(workbench, 'Certbot on web-01').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Verify Token' }).waitFor();
  });
  await page.keyboard.press('Escape');
}

async function lookAtWizard({ workbench, demo }: Headless, album: Album): Promise<void> {
  const wizard = wizardIn(workbench);
  await workbench.command('Cloudflare Tokens: Create Token');
  await wizard.expectStep('start');
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('workbench.action.closeSidebar'));
  await album.wizard('start');
  await wizard.at('continue').click();
  await wizard.at('problem').first().waitFor();
  await album.wizard('start-problems');
  await fillStart(wizard);
  await album.wizard('start-filled');
  await wizard.goOn('permissions');
  await wizard.at('permissions').locator('input:checked').first().waitFor();
  await album.wizard('permissions');
  await wizard.fill('permission-search', 'dns');
  await album.wizard('permissions-search');
  await wizard.fill('permission-search', '');
  await wizard.goOn('resources');
  await wizard.at('zones').waitFor();
  await album.wizard('resources');
  await wizard.at('continue').click();
  await wizard.at('problem').first().waitFor();
  await album.wizard('resources-problems');
  await fillResources(wizard);
  await album.wizard('resources-filled');
  await wizard.goOn('summary');
  await album.wizard('summary');
  await wizard.at('preview').locator('summary').click();
  await wizard.at('preview').getByText('POST').waitFor();
  await album.wizard('summary-request');
  const stop = demo.cloudflare.control.inject({
    method: 'POST',
    path: '/user/tokens',
    times: 1,
    trouble: { do: 'error', status: 403, code: 9109, message: 'Unauthorized to access requested resource' },
  });
  await wizard.create();
  await wizard.at('refused').waitFor();
  await album.wizard('summary-refused');
  stop();
  await wizard.create();
  await wizard.at('stored').waitFor();
  await album.wizard('secret');
  await wizard.at('test').click();
  await wizard.at('verdict').waitFor();
  await album.wizard('secret-tested');
}

async function lookAtInserting({ workbench }: Headless, album: Album): Promise<void> {
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('cloudflareTokens.explorer.focus'));
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Insert Secret into .env');
  await album.whole('insert-file');
  await workbench.quickPick('.env');
  await album.whole('insert-variable');
  await workbench.quickPick(VARIABLE);
  await workbench.dialog('The Worker would get the token').waitFor();
  await album.whole('insert-worker');
  await answer(workbench, 'The Worker would get the token', 'Create .dev.vars and Insert');
  await workbench.notification('Inserted').waitFor();
  await album.whole('inserted');
  await dismissNotifications(workbench);
}

async function lookAtCommands({ workbench, page }: Headless, album: Album): Promise<void> {
  const questions = [
    ['Roll Secret', NAME],
    ['Disable Token', 'VS Code'],
    ['Delete Token', 'Certbot on web-01'],
  ] as const;
  for (const [entry, name] of questions) {
    await workbench.contextMenu(tokenRow(workbench, name), entry);
    await page.locator('.monaco-dialog-box').waitFor();
    await album.whole(entry.toLowerCase().replaceAll(' ', '-'));
    await page.keyboard.press('Escape');
    await page.locator('.monaco-dialog-box').waitFor({ state: 'hidden' });
  }
  await workbench.command('Cloudflare Tokens: Verify Token');
  await workbench.quickInput().getByRole('option').first().waitFor();
  await album.whole('verify-which');
  await page.keyboard.press('Escape');
  await workbench.command('Cloudflare Tokens: Roll Secret');
  await workbench.quickInput().getByRole('option', { name: NAME }).waitFor();
  await album.whole('choose-token');
  await page.keyboard.press('Escape');
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Verify Token');
  await workbench.notification('works').waitFor();
  await album.whole('verified');
  await dismissNotifications(workbench);
}

async function lookAtTrouble({ workbench, demo }: Headless, album: Album): Promise<void> {
  demo.cloudflare.control.inject({ path: '/accounts/*/tokens', trouble: { do: 'html', status: 502 } });
  await workbench.command('Cloudflare Tokens: Refresh');
  await workbench.notification(/\S/).first().waitFor();
  await album.whole('tree-failed');
  demo.cloudflare.control.calm();
}
