// From where and for how long, what a reviewer would ask, the token in other forms, and what the secret page offers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';
import { expect, test } from './fixtures.ts';
import { changesSent, connect, readAs, readBack, statusFor, zoneId } from './steps.ts';
import { storedInBrowser } from './storage.ts';
import { dnsToSummary, openWizard, toSummary, wizardIn } from './wizard.ts';

const DAY = 86_400_000;

test('a token works only from the addresses and in the time that were chosen', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('edit-zone-dns');
  await wizard.fill('name', 'Office only');
  await wizard.goOn('permissions');
  await wizard.goOn('resources');
  await wizard.zone('example.com');
  await wizard.goOn('restrictions');
  await expect(wizard.at('note-any')).toBeVisible();

  const allow = wizard.at('addresses-allow');
  const findings = wizard.at('findings-allow');
  await allow.pressSequentially('203.0.113.5/2');
  await expect(findings.getByRole('listitem')).toHaveCount(0); // it is still being typed
  await allow.fill('"203.0.113.5/24"; 203.0.113.9\n2001:db8::/129 10.1');
  await expect(findings).toContainText('203.0.113.5/24 Means the whole range 203.0.113.0/24.');
  await expect(findings).toContainText('203.0.113.9 Already part of 203.0.113.5/24.');
  await expect(findings).toContainText('The number after the slash is 0 to 128 for IPv6.');
  await wizard.at('continue').click();
  await wizard.expectStep('restrictions');
  await allow.fill('203.0.113.5/24, 2001:db8::/48');
  await findings.getByText('Write 203.0.113.0/24').click();
  await expect(allow).toHaveValue('203.0.113.0/24\n2001:db8::/48');
  await wizard.at('addresses-deny').fill('0.0.0.0/0 ::/0');
  await expect(wizard.at('note-everything-blocked')).toBeVisible();
  await wizard.at('continue').click();
  await wizard.expectStep('restrictions');
  await wizard.at('addresses-deny').fill('203.0.113.66');

  await wizard.at('start-date').check();
  const start = new Date(Math.floor(Date.now() / DAY) * DAY + 2 * DAY);
  await wizard.at('begin').fill(start.toISOString().slice(0, 16));
  await wizard.at('lifetime-date').check();
  await wizard.at('end').fill(start.toISOString().slice(0, 16));
  await expect(wizard.at('life')).toContainText('The end has to be after the start.');
  await wizard.at('lifetime-30-days').check();
  await expect(wizard.at('moment')).toContainText('UTC');
  await wizard.goOn('summary');
  await expect(wizard.at('summary')).toContainText('Only from 203.0.113.0/24 and 2001:db8::/48');
  await expect(wizard.at('audit')).toContainText('Nothing stands out');
  await wizard.create();
  await wizard.expectStep('secret');

  const token = control.token('Office only');
  expect(token.condition).toEqual({
    request_ip: { in: ['203.0.113.0/24', '2001:db8::/48'], not_in: ['203.0.113.66/32'] },
  });
  expect([token.notBefore, token.expiresOn]).toEqual([start.getTime(), start.getTime() + 30 * DAY]);
  const from = (address: string): Promise<number> =>
    fetch(`${cloudflare.url}/zones/${zoneId(cloudflare, 'example.com')}/dns_records`, {
      headers: { authorization: `Bearer ${token.secret}`, 'cf-connecting-ip': address },
    }).then(({ status }) => status);
  expect(await from('203.0.113.7')).not.toBe(200); // not yet
  control.advance(3 * DAY);
  expect(await Promise.all(['203.0.113.7', '2001:db8::1'].map(from))).toEqual([200, 200]);
  for (const address of ['203.0.113.66', '192.0.2.1']) expect(await from(address)).not.toBe(200);
  control.advance(30 * DAY);
  expect(await from('203.0.113.7')).not.toBe(200);
});

test('what stands out leads to its place, and the token can be taken elsewhere', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('edit-zone-dns');
  await wizard.fill('name', `It's "mine" & $HOME`);
  await wizard.goOn('permissions');
  await wizard.goOn('resources');
  await wizard.at('zone-target-all').check();
  await wizard.goOn('summary');
  await wizard.at('audit-write-everywhere').getByRole('button').click();
  await wizard.expectStep('resources');
  await expect(wizard.at('part-zone').getByRole('heading').first()).toBeFocused();
  await wizard.at('zone-target-chosen').check();
  await wizard.zone('example.com');
  await wizard.at('step-summary').click();
  await expect(wizard.at('audit-write-everywhere')).toHaveCount(0);
  await wizard.at('audit-no-expiry').getByRole('button').click();
  await expect(wizard.at('life').getByRole('heading').first()).toBeFocused();
  await wizard.at('lifetime-1-hour').check();
  await wizard.at('step-summary').click();
  await expect(wizard.at('audit-no-expiry')).toHaveCount(0);

  await wizard.at('exports').locator('summary').click();
  await expect(wizard.at('code')).toContainText('curl --request POST');
  await wizard.at('copy-code').click();
  await expect.poll(() => workbench.clipboard()).toContain(`It'\\''s \\"mine\\" & $HOME`);
  await wizard.at('export-terraform').check();
  await expect(wizard.at('code')).toContainText('resource "cloudflare_api_token"');
  await wizard.at('export-link').check();
  await expect(wizard.at('code')).toContainText('https://dash.cloudflare.com/profile/api-tokens?');
  await expect(wizard.at('exports')).toContainText('Set the start and end dates.');
  expect(changesSent(cloudflare)).toEqual([]);
});

test('the secret goes into a terminal, and R2’s own pair of keys to its clients', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  const [account] = cloudflare.accounts;
  await connect(workbench, cloudflare.userToken);
  const wizard = await toSummary(workbench, {
    template: 'r2-object-rw',
    name: 'Uploads',
    choose: async (draft) => {
      const buckets = draft.at('part-bucket');
      await buckets.getByTestId('bucket-target-ofAccounts').check();
      await buckets.getByRole('checkbox', { name: 'Fernhill Coffee' }).check();
    },
  });
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
  const { id, secret } = cloudflare.control.token('Uploads');
  const s3Secret = s3SecretOf(secret);
  await wizard.at('s3-id').getByText('Copy').click();
  await expect.poll(() => workbench.clipboard()).toBe(id);
  await wizard.at('s3-secret').getByText('Copy').click();
  await expect.poll(() => workbench.clipboard()).toBe(s3Secret);
  await expect(wizard.at('s3-endpoint-default')).toContainText(`https://${account}.r2.cloudflarestorage.com`);
  await wizard.at('s3-insert').click();
  await workbench.quickPick('.env');
  await workbench.quickPick('AWS_SECRET_ACCESS_KEY');
  await expect(workbench.notification('Inserted AWS_SECRET_ACCESS_KEY into .env')).toBeVisible();
  const file = join(workspace, '.env');
  expect(readBack(file, 'AWS_SECRET_ACCESS_KEY')).toEqual(readAs(s3Secret));
  expect(readFileSync(file, 'utf8')).not.toContain(secret);

  await wizard.at('open-terminal').click();
  const terminal = workbench.terminal();
  await expect(terminal.row('holds the secret of “Uploads”')).toBeVisible();
  await terminal.type('printf "%s" "$CLOUDFLARE_API_TOKEN" | sha256sum');
  await expect(terminal.row(s3Secret.slice(0, 40))).toBeVisible();
});

test('a window that is reloaded while the answer is on its way finds the token', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const wizard = await dnsToSummary(workbench, 'Half heard');
  // VS Code writes down a moment later which tabs there are.
  await expect.poll(() => storedInBrowser(workbench.page)).toContain('Half heard');
  control.inject({ method: 'POST', path: '/user/tokens', trouble: { do: 'slow-body', ms: 60_000 } });
  await wizard.create();
  await expect
    .poll(() => [...control.state.tokens.values()].some(({ name }) => name === 'Half heard'))
    .toBe(true);
  await expect.poll(() => storedInBrowser(workbench.page)).toContain('cloudflareTokens.creates');
  await workbench.reload();
  control.calm();
  const again = wizardIn(workbench);
  await expect(again.at('lost')).toContainText('The token was created, but its secret was lost on the way');
  await again.at('roll-found').click();
  const question = workbench.dialog('Roll the secret of “Half heard”?');
  await question.getByRole('button', { name: 'Roll Secret', exact: true }).click();
  await expect(again.at('stored')).toBeVisible();
  const path = `/zones/${zoneId(cloudflare, 'example.com')}/dns_records`;
  expect(await statusFor(cloudflare, control.secretOf('Half heard'), path)).toBe(200);
  expect(changesSent(cloudflare).filter((change) => change.startsWith('POST'))).toHaveLength(1);
});
