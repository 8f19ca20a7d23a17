// What a token starts from: presets by tool, templates of one's own as files, an existing token; and several sets of
// permissions on resources of their own. Each is checked by what the token can and cannot do.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { CompletionList } from 'vscode';
import { expect, test } from './fixtures.ts';
import { connect, dismissNotifications, statusFor, tokenRow, zoneId } from './steps.ts';
import { openWizard, wizardIn } from './wizard.ts';

const RECORD = { type: 'TXT', name: '_test.example.com', content: '"here"' };

test('a preset by its tool, split so that DNS Edit is on one zone and Zone Read on all but one', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.fill('start-search', 'CF_DNS_API_TOKEN');
  await expect(wizard.at('templates').getByRole('radio')).toHaveCount(2);
  await wizard.template('lego');
  await expect(wizard.at('variables')).toContainText('CF_DNS_API_TOKEN the secret');
  await wizard
    .at('preset-details')
    .getByRole('link', { name: /cloudflare\.toml/ })
    .click();
  await expect(workbench.dialog('open the external website')).toContainText('github.com/go-acme/lego');
  await workbench.page.keyboard.press('Escape');
  await wizard.goOn('permissions');
  await wizard.goOn('resources');

  await wizard.at('split').click();
  await wizard.at('moving').getByRole('checkbox', { name: 'DNS Edit' }).check();
  await wizard.at('do-move').click();
  const [reads, edits] = [wizard.at('part-zone').first(), wizard.at('part-zone').last()];
  await expect(edits.getByRole('heading')).toBeFocused();
  await edits.getByRole('checkbox', { name: 'example.com' }).check();
  await reads.getByTestId('zone-target-all').check();
  await reads.getByTestId('exclude').click();
  await reads.getByTestId('exceptions').getByRole('checkbox', { name: 'example.org' }).check();
  const { violations } = await new AxeBuilder({ page: workbench.page })
    .include(['iframe.webview.ready', '#active-frame', 'body'])
    .analyze();
  expect(violations).toEqual([]);
  await wizard.goOn('restrictions');
  await wizard.goOn('summary');
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();

  const secret = cloudflare.control.secretOf('Traefik or lego');
  const status = (zone: string, below = '', method = 'GET', body?: unknown): Promise<number> =>
    statusFor(cloudflare, secret, `/zones/${zoneId(cloudflare, zone)}${below}`, method, body);
  expect(await status('example.com', '/dns_records', 'POST', RECORD)).toBe(200);
  expect(await status('example.net', '/dns_records', 'POST', RECORD)).toBe(403);
  expect(await status('example.net')).toBe(200);
  expect(await status('example.org')).toBe(403);
});

test('a preset for accounts offers to switch the owner, and its R2 buckets are listed', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('infisical-rotation');
  await wizard.at('other-owner').getByText('Switch to Account Fernhill Coffee').click();
  await expect(wizard.at('owner').locator('option:checked')).toHaveText('Account Fernhill Coffee');
  await expect(wizard.at('other-owner')).toHaveCount(0);
  await wizard.template('r2-object-ro');
  await wizard.goOn('permissions');
  await wizard.goOn('resources');
  await wizard.at('buckets').getByRole('checkbox', { name: 'product-photos' }).check();
  await wizard.fill('bucket-search', 'not-yet-there');
  await wizard.at('buckets').getByRole('checkbox', { name: 'not-yet-there' }).check();
  await expect(wizard.at('chosen-buckets')).toContainText('product-photos');
  await wizard.goOn('restrictions');
  await wizard.goOn('summary');
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
  const [account] = cloudflare.accounts;
  const keys = cloudflare.control
    .token('R2 over S3: Object Read only')
    .policies.flatMap(({ resources }) => Object.keys(resources));
  expect(keys.sort()).toEqual(
    ['not-yet-there', 'product-photos'].map(
      (name) => `com.cloudflare.edge.r2.bucket.${account}_default_${name}`,
    ),
  );
});

test('a template of one’s own: saved from a draft, listed live, broken with its reason, completed by the editor', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('edit-zone-dns');
  await wizard.fill('name', 'Shop DNS');
  await wizard.at('save-template').click();
  await workbench.type('Shop DNS', 'What should the template be called');
  await workbench.quickPick(basename(workspace));
  await expect(workbench.notification('“Shop DNS” was saved as a template')).toBeVisible();
  const folder = join(workspace, '.vscode', 'cloudflare-tokens');
  expect(readdirSync(folder)).toEqual(['shop-dns.json']);
  expect(readFileSync(join(folder, 'shop-dns.json'), 'utf8')).toContain('"DNS Write"');
  await dismissNotifications(workbench);

  const own = wizard.at('templates').getByRole('radio', { name: /^Shop DNS/ });
  await own.check();
  await expect(wizard.at('template-edit-zone-dns')).not.toBeChecked();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'broken.json'), '{ "schemaVersion": 1, ');
  await expect(wizard.at('flaws')).toContainText('This is not JSON');
  const text =
    '{ "schemaVersion": 1, "name": "Not yet", "nonsense": 1, "grants": [{ "scope": "zone", "permissions": [{ "name": "" }] }] }';
  writeFileSync(join(folder, 'broken.json'), text);
  await expect(wizard.at('flaws')).toContainText('nonsense');

  await wizard.at('flaws').locator('..').getByText('Open File').click();
  const told = (): Promise<{ flaws: string[]; offered: string[] }> =>
    workbench.host.run(
      async ({ vscode }, at) => {
        const uri = vscode.window.activeTextEditor?.document.uri;
        if (uri === undefined) return { flaws: [], offered: [] };
        const { items } = await vscode.commands.executeCommand<CompletionList>(
          'vscode.executeCompletionItemProvider',
          uri,
          new vscode.Position(0, at),
        );
        return {
          flaws: vscode.languages.getDiagnostics(uri).map(({ message }) => message),
          offered: items.map(({ label }) => (typeof label === 'string' ? label : label.label)),
        };
      },
      text.indexOf('""') + 1,
    );
  await expect.poll(async () => (await told()).flaws).toContain('Property nonsense is not allowed.');
  expect((await told()).offered).toEqual(expect.arrayContaining(['"DNS Write"', '"Zone Read"']));
});

test('a token like an existing one, from its row and from the first step', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  await workbench.contextMenu(tokenRow(workbench, 'Certbot on web-01'), 'Duplicate Token');
  const wizard = wizardIn(workbench);
  await wizard.expectStep('start');
  await expect(wizard.at('name').locator('input')).toHaveValue('Certbot on web-01 (copy)');
  await wizard.at('step-summary').click();
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
  const meaning = (name: string): string[] =>
    cloudflare.control
      .token(name)
      .policies.map(({ effect, groupIds, resources }) =>
        JSON.stringify([effect, [...groupIds].sort(), resources]),
      )
      .sort();
  expect(meaning('Certbot on web-01 (copy)')).toEqual(meaning('Certbot on web-01'));
  expect(cloudflare.control.secretOf('Certbot on web-01 (copy)')).not.toBe(
    cloudflare.control.secretOf('Certbot on web-01'),
  );

  await wizard.at('another').click();
  await wizard.at('like').click();
  await workbench.quickPick('ExternalDNS k8s-prod');
  await expect(wizard.at('like')).toContainText('Like “ExternalDNS k8s-prod”');
  await expect(wizard.at('name').locator('input')).toHaveValue('ExternalDNS k8s-prod (copy)');
});

test('permissions by keyboard: typing goes to the search, and what Edit includes is taken away at once', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('custom');
  await wizard.fill('name', 'By keys');
  await wizard.goOn('permissions');
  const { keyboard } = workbench.page;
  const field = wizard.at('permission-search').locator('input');
  await field.fill('dns');
  await field.press('ArrowDown');
  await keyboard.press('Space');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect(wizard.at('chosen-count')).toHaveText('2 permissions chosen');
  await expect(wizard.at('needless')).toContainText('DNS Read is not needed beside DNS Edit.');
  await wizard.at('remove-needless').press('Enter');
  await expect(wizard.at('chosen-count')).toHaveText('1 permission chosen');
  await expect(wizard.frame.locator('#step-heading')).toBeFocused(); // the button took itself away
  await wizard.at('permissions').getByRole('checkbox').first().focus();
  await keyboard.type(' fire'); // a space ticks; the rest goes to the field
  await expect(field).toHaveValue('dnsfire');
  await field.press('Escape');
  await expect(field).toHaveValue('');
  await wizard.at('permissions').getByRole('checkbox').first().focus();
  await keyboard.press('End');
  await keyboard.press('ArrowUp');
  await keyboard.press('Home');
  await keyboard.press('ArrowUp');
  await expect(field).toBeFocused();
});
