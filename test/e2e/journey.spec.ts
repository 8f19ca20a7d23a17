// The whole story of one token, as a person lives it: from the management token to a rolled secret in `.env`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { answer, connect, git, press, readAs, readBack, statusFor, tokenRow, VIEW, zoneId } from './steps.ts';
import { dnsToSummary } from './wizard.ts';

test('a first token, from the template to a rolled secret in .env', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  const env = join(workspace, '.env');
  const shop = zoneId(cloudflare, 'example.com');
  const other = zoneId(cloudflare, 'example.org');
  git(workspace, 'init');
  writeFileSync(join(workspace, '.gitignore'), 'node_modules\n');

  await test.step('connect, and see the tokens', async () => {
    await connect(workbench, cloudflare.userToken);
    await expect(tokenRow(workbench, 'Certbot on web-01')).toHaveAccessibleName(/DNS Edit · example\.com/);
    await expect(tokenRow(workbench, 'Deploy script (old laptop)')).toHaveAccessibleName(/disabled/);
  });

  const row = tokenRow(workbench, 'Shop DNS');
  await test.step('create one that may edit the DNS of one zone', async () => {
    const wizard = await dnsToSummary(workbench, 'Shop DNS');
    await expect(wizard.at('summary')).toContainText('example.com');
    await wizard.create();
    await wizard.expectStep('secret');
    await expect(wizard.at('stored')).toContainText('“Shop DNS” was created');
    await expect(wizard.at('secret')).not.toContainText('cfut_');
    await expect(row).toHaveAccessibleName(/active, DNS Edit · example\.com.*secret stored in VS Code/);
  });
  const first = cloudflare.control.secretOf('Shop DNS');

  await test.step('verify it from its row', async () => {
    await workbench.contextMenu(row, 'Verify Token');
    await expect(workbench.notification('“Shop DNS” works')).toContainText('active');
  });

  await test.step('insert it into .env, which git does not ignore yet', async () => {
    await workbench.contextMenu(row, 'Insert Secret into .env');
    await workbench.quickPick('.env');
    await workbench.quickPick('CLOUDFLARE_API_TOKEN');
    await answer(workbench, 'Git does not ignore .env yet', 'Add to .gitignore and Insert');
    await expect(workbench.notification('Inserted CLOUDFLARE_API_TOKEN into .env')).toBeVisible();
    expect(readBack(env, 'CLOUDFLARE_API_TOKEN')).toEqual(readAs(first));
    expect(git(workspace, 'check-ignore', '.env').trim()).toBe('.env');
    expect(readFileSync(join(workspace, '.gitignore'), 'utf8')).toMatch(/^node_modules\n/);
  });

  await test.step('it works on its zone, and is refused on another', async () => {
    expect(await statusFor(cloudflare, first, `/zones/${shop}/dns_records`)).toBe(200);
    expect(await statusFor(cloudflare, first, `/zones/${other}/dns_records`)).toBe(403);
    expect(await statusFor(cloudflare, first, '/user/tokens')).toBe(403);
  });

  await test.step('roll it, and accept the update of .env', async () => {
    await workbench.contextMenu(row, 'Roll Secret');
    await expect(workbench.dialog('Roll the secret of “Shop DNS”?')).toContainText(
      '.env (CLOUDFLARE_API_TOKEN)',
    );
    await answer(workbench, 'Roll the secret of “Shop DNS”?', 'Roll Secret');
    await press(workbench, 'has a new secret', 'Update .env');
    await expect(workbench.notification('Updated .env')).toBeVisible();
    const second = cloudflare.control.secretOf('Shop DNS');
    expect(second).not.toBe(first);
    expect(readBack(env, 'CLOUDFLARE_API_TOKEN')).toEqual(readAs(second));
    expect(await statusFor(cloudflare, second, `/zones/${shop}/dns_records`)).toBe(200);
    expect(await statusFor(cloudflare, first, `/zones/${shop}/dns_records`)).toBe(401);
  });

  await test.step('after a reload of the window all is still there', async () => {
    await workbench.reload();
    await workbench.openView(VIEW);
    await expect(row).toHaveAccessibleName(/secret stored in VS Code/);
    await workbench.contextMenu(row, 'Copy Secret');
    await expect.poll(() => workbench.clipboard()).toBe(cloudflare.control.secretOf('Shop DNS'));
  });
});
