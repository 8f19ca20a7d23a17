// Walks through every step of the wizard, through the tree, and through what commands ask, for somebody to look at.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { answer, connect, dismissNotifications, tokenRow, VIEW, welcome } from '../e2e/steps.ts';
import { openWizard, wizardIn } from '../e2e/wizard.ts';
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
    await lookAtStarts(stage, album);
    await lookAtWizard(stage, album);
    await lookAtRisks(stage, album);
    await lookAtEdit(stage, album);
    await lookAtInserting(stage, album);
    await lookAtCommands(stage, album);
    await lookAtRotation(stage, album);
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

/** Presets, templates of one's own, several sets of permissions: what the plain way through does not show. */
async function lookAtStarts({ workbench, demo }: Headless, album: Album): Promise<void> {
  const own = join(demo.folder, '.vscode', 'cloudflare-tokens');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'half-done.json'), '{ "schemaVersion": 1, "name": "Half done", ');
  const wizard = await openWizard(workbench);
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('workbench.action.closeSidebar'));
  await wizard.at('flaws').waitFor();
  await album.wizard('start-own-templates');
  await wizard.fill('start-search', 'traefik');
  await wizard.template('lego');
  await album.wizard('start-preset');
  await wizard.fill('start-search', 'infisical');
  await wizard.template('infisical-rotation');
  await wizard.at('other-owner').waitFor();
  await album.wizard('start-other-owner');
  await wizard.fill('start-search', '');
  await wizard.template('read-all-resources');
  await wizard.goOn('permissions');
  await wizard.permission('edit dns', 'DNS', 'Edit');
  await wizard.at('needless').waitFor();
  await album.wizard('permissions-needless');
  await wizard.at('step-start').click();
  await wizard.template('lego');
  await wizard.goOn('permissions');
  await wizard.goOn('resources');
  await wizard.at('split').click();
  await wizard.at('moving').getByRole('checkbox', { name: 'DNS Edit' }).check();
  await album.wizard('resources-split');
  await wizard.at('do-move').click();
  const [reads, edits] = [wizard.at('part-zone').first(), wizard.at('part-zone').last()];
  await edits.getByRole('checkbox', { name: 'example.com' }).check();
  await reads.getByTestId('zone-target-all').check();
  await reads.getByTestId('exclude').click();
  await reads.getByTestId('exceptions').getByRole('checkbox', { name: 'example.org' }).check();
  await album.wizard('resources-two-sets');
  await workbench.host.run(({ vscode }) =>
    vscode.commands.executeCommand('workbench.action.closeAllEditors'),
  );
  rmSync(own, { recursive: true });
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
  await wizard.goOn('restrictions');
  await album.wizard('restrictions');
  await wizard.at('addresses-allow').fill('203.0.113.5/24, 203.0.113.9 2001:db8::1/129');
  await wizard.at('addresses-deny').fill('203.0.113.66 10.0.0.0/8');
  await wizard.at('lifetime-date').check();
  await wizard.at('start-date').check();
  await album.wizard('restrictions-problems');
  await wizard.at('addresses-allow').fill('127.0.0.0/8 ::1');
  await wizard.at('addresses-deny').fill('');
  await wizard.at('lifetime-90-days').check();
  await wizard.at('start-now').check();
  await wizard.goOn('summary');
  await album.wizard('summary');
  await wizard.at('exports').locator('summary').click();
  await wizard.at('export-terraform').check();
  await wizard.at('code').waitFor();
  await album.wizard('summary-terraform');
  await wizard.at('exports').locator('summary').click();
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

/** What a reviewer would ask about, a create whose answer is lost, and the secret page of a token for R2. */
async function lookAtRisks({ workbench, demo }: Headless, album: Album): Promise<void> {
  const wizard = wizardIn(workbench);
  await wizard.at('another').click();
  await wizard.template('r2-admin-rw');
  await wizard.fill('name', 'Backups');
  await wizard.goOn('permissions');
  await wizard.permission('edit dns', 'DNS', 'Edit');
  await wizard.goOn('resources');
  await wizard.account('Fernhill Coffee');
  await wizard.at('zone-target-all').check();
  await wizard.goOn('summary');
  await album.wizard('summary-audit');
  const trouble = { do: 'reset', when: 'after' } as const;
  demo.cloudflare.control.inject({ method: 'POST', path: '/user/tokens', times: 1, trouble });
  await wizard.create();
  await wizard.at('lost').waitFor();
  await album.wizard('summary-lost');
  await wizard.at('roll-found').click();
  await answer(workbench, 'Roll the secret of “Backups”?', 'Roll Secret');
  await wizard.at('s3').waitFor();
  await album.wizard('secret-r2');
  await wizard.at('close').click();
}

/** A token that was made elsewhere: as it is, what an edit changes, and a change by somebody else meanwhile. */
async function lookAtEdit({ workbench, demo }: Headless, album: Album): Promise<void> {
  const wizard = wizardIn(workbench);
  await workbench.command('Cloudflare Tokens: Edit Token');
  await workbench.quickPick('ExternalDNS k8s-prod');
  await wizard.expectStep('summary');
  await album.wizard('edit');
  await wizard.at('step-start').click();
  await album.wizard('edit-name');
  await wizard.fill('name', 'ExternalDNS (k8s)');
  await wizard.at('step-resources').click();
  await wizard.at('zone-target-chosen').check();
  await wizard.zone('example.com');
  await wizard.at('step-summary').click();
  await album.wizard('edit-changes');
  const token = demo.cloudflare.control.token('ExternalDNS k8s-prod');
  token.name = 'ExternalDNS (new cluster)';
  token.expiresOn = Date.now() + 30 * 86_400_000;
  await wizard.at('save').click();
  await wizard.at('conflict').waitFor();
  await album.wizard('edit-conflict');
  await wizard.at('keep-mine').click();
  await wizard.at('save').click();
  await wizard.at('saved').waitFor();
  await album.wizard('edit-saved');
  await wizard.at('close').click();
}

async function lookAtInserting({ workbench }: Headless, album: Album): Promise<void> {
  await workbench.host.run(({ vscode }) => vscode.commands.executeCommand('cloudflareTokens.explorer.focus'));
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Insert Secret into .env');
  await workbench.quickInput().getByRole('option', { name: 'The API token' }).waitFor();
  await album.whole('insert-what');
  await workbench.quickPick('The API token');
  await workbench.quickInput().getByRole('option', { name: '.dev.vars' }).waitFor();
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

/** A rotation, up to where the old token is disabled for a while. */
async function lookAtRotation({ workbench, page }: Headless, album: Album): Promise<void> {
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Note Where It Is Used');
  await workbench.type('GitHub Actions secret CF_TOKEN', 'In words, for yourself');
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Rotate Without Downtime');
  await workbench.dialog(`Rotate “${NAME}” without downtime?`).waitFor();
  await album.whole('rotate');
  await answer(workbench, `Rotate “${NAME}” without downtime?`, 'Start Rotation');
  await workbench.quickPick('In 90 days');
  await workbench.quickInput().getByRole('button', { name: 'OK' }).waitFor();
  await album.whole('rotate-places');
  await workbench.quickInput().getByRole('button', { name: 'OK' }).click();
  await workbench.notification(`The new secret of “${NAME}” is in`).waitFor();
  await album.whole('rotate-deploy');
  await dismissNotifications(workbench);
  const rotation = workbench.treeItem(/^Rotation, /).first();
  await tokenRow(workbench, NAME).click();
  await page.keyboard.press('ArrowRight');
  await rotation.waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await workbench.treeItem(/^Old token deleted/).waitFor();
  await album.whole('rotation-deploying');
  await rotation.click();
  await workbench.dialog('Does everything run').waitFor();
  await album.whole('rotate-deployed');
  await answer(workbench, 'Does everything run', 'Disable the Old Token…');
  await workbench.quickPick('24 hours');
  await workbench.notification('is disabled until').waitFor();
  await dismissNotifications(workbench);
  await album.whole('rotation-cooling');
}

async function lookAtTrouble({ workbench, demo }: Headless, album: Album): Promise<void> {
  demo.cloudflare.control.inject({ path: '/accounts/*/tokens', trouble: { do: 'html', status: 502 } });
  await workbench.command('Cloudflare Tokens: Refresh');
  await workbench.notification(/\S/).first().waitFor();
  await album.whole('tree-failed');
  demo.cloudflare.control.calm();
}
