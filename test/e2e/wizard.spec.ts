// The wizard as a tool in the hand: what it refuses, what it keeps, what it does when Cloudflare fails, and for whom.
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { answer, changesSent, connect, press, statusFor, tokenRow, zoneId } from './steps.ts';
import { storedInBrowser } from './storage.ts';
import { dnsToSummary, openWizard, wizardIn } from './wizard.ts';

test('each step says what is missing, and goes on when it is there', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  const continues = wizard.at('continue');
  await continues.click();
  await expect(wizard.at('view-start')).toContainText('Give the token a name.');
  await expect(wizard.at('view-start')).toContainText('Choose what to start from.');
  await expect(wizard.at('name').locator('input')).toBeFocused();
  await wizard.template('custom');
  await wizard.fill('name', 'x'.repeat(121));
  await expect(wizard.at('view-start')).toContainText('The name has 121 characters; 120 is the most.');
  await wizard.fill('name', 'Checked');
  await wizard.goOn('permissions');
  await continues.click();
  await expect(wizard.at('problem')).toHaveText('Choose at least one permission.');
  await wizard.permission('edit dns', 'DNS', 'Edit');
  await wizard.goOn('resources');
  await continues.click();
  await expect(wizard.at('problem')).toHaveText('Choose a zone for these permissions.');
  await wizard.zone('example.com');
  await wizard.goOn('summary');
  expect(changesSent(cloudflare)).toEqual([]);
});

test('Back and the bar of steps lose nothing', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await dnsToSummary(workbench, 'There and back');
  await wizard.at('back').click();
  await wizard.expectStep('restrictions');
  await wizard.at('back').click();
  await expect(wizard.at('chosen-zones')).toContainText('example.com');
  await wizard.at('back').click();
  await expect(wizard.at('chosen')).toContainText('DNS Edit');
  await wizard.at('step-start').click();
  await expect(wizard.at('name').locator('input')).toHaveValue('There and back');
  await wizard.at('step-summary').click();
  await expect(wizard.at('summary')).toContainText('DNS Edit on example.com');
});

test('a token is made with the keyboard alone', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  const { keyboard } = workbench.page;
  const focused = wizard.frame.locator(':focus, :focus-within');
  const tabTo = async (target: Locator): Promise<void> => {
    await expect
      .poll(async () => {
        const isThere = (await target.and(focused).count()) > 0;
        if (!isThere) await keyboard.press('Tab');
        return isThere;
      })
      .toBe(true);
  };
  await tabTo(wizard.at('name'));
  await keyboard.type('Keys only');
  await tabTo(wizard.at('templates'));
  await keyboard.press('ArrowDown');
  await expect(wizard.at('template-edit-zone-dns')).toBeChecked();
  await keyboard.press('Control+Enter');
  await wizard.expectStep('permissions');
  await keyboard.press('Control+Enter');
  await wizard.expectStep('resources');
  await tabTo(wizard.at('zone-search'));
  await keyboard.type('example.com');
  const found = wizard.at('zones').getByRole('checkbox');
  await expect(found).toHaveCount(1);
  await keyboard.press('ArrowDown');
  await expect(found).toBeFocused();
  await keyboard.press('Space');
  await keyboard.press('Control+Enter');
  await wizard.expectStep('restrictions');
  await keyboard.press('Control+Enter');
  await wizard.expectStep('summary');
  await keyboard.press('Control+Enter');
  await wizard.expectStep('secret');
  await tabTo(wizard.at('copy'));
  await keyboard.press('Enter');
  await expect.poll(() => workbench.clipboard()).toBe(cloudflare.control.secretOf('Keys only'));
});

test('the draft outlives a hidden tab and a reload of the window', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await openWizard(workbench);
  await wizard.template('edit-zone-dns');
  await wizard.fill('name', 'Half done');
  await wizard.goOn('permissions');
  await wizard.goOn('resources');
  await wizard.zone('example.com');
  const isKept = async (): Promise<void> => {
    await expect(wizard.at('chosen-zones')).toContainText('example.com');
    await wizard.at('step-start').click();
    await expect(wizard.at('name').locator('input')).toHaveValue('Half done');
    await wizard.at('step-resources').click();
    await wizard.expectStep('resources');
  };
  await workbench.command('File: New Untitled Text File');
  await expect(workbench.page.locator('iframe.webview.ready')).toHaveCount(0);
  await workbench.page.getByRole('tab', { name: 'Create API Token' }).click();
  await isKept();
  await expect.poll(() => storedInBrowser(workbench.page)).toMatch(/step\W+resources/); // what a reload starts from
  await workbench.reload();
  await isKept();
  await wizard.goOn('summary');
  await wizard.create();
  await wizard.expectStep('secret');
  await expect(wizard.at('stored')).toBeVisible();
  expect(changesSent(cloudflare)).toEqual(['POST /user/tokens']);
});

test('the secret is shown only on Reveal, and hides with its tab', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await dnsToSummary(workbench, 'Peek');
  await wizard.create();
  await wizard.expectStep('secret');
  const secret = cloudflare.control.secretOf('Peek');
  const page = wizard.frame.locator('body');
  await expect(wizard.at('command')).toContainText('Bearer $CLOUDFLARE_API_TOKEN');
  await expect(page).not.toContainText(secret);
  await wizard.at('reveal').click();
  await expect(wizard.at('secret')).toHaveText(secret);
  await expect(wizard.at('command')).toContainText(`Bearer ${secret}`);
  await wizard.at('copy-command').click();
  await expect.poll(() => workbench.clipboard()).toContain('Bearer $CLOUDFLARE_API_TOKEN'); // no secret in a shell's history
  await wizard.at('hide').click();
  await expect(page).not.toContainText(secret);
  await wizard.at('reveal').click();
  await expect(wizard.at('secret')).toHaveText(secret);
  await workbench.command('File: New Untitled Text File');
  await workbench.page.getByRole('tab', { name: 'Create API Token' }).click();
  await expect(wizard.at('reveal')).toBeVisible();
  await expect(page).not.toContainText(secret);
  await wizard.at('test').click();
  await expect(wizard.at('verdict')).toContainText('It works');
  await wizard.at('another').click();
  await wizard.expectStep('start');
  await expect(wizard.at('name').locator('input')).toHaveValue('');
});

test('without a connection the wizard offers to connect, and goes on from there', async ({
  workbench,
  cloudflare,
}) => {
  await workbench.command('Cloudflare Tokens: Create Token');
  const wizard = wizardIn(workbench);
  await wizard.at('no-owner').getByText('Connect to Cloudflare', { exact: true }).click();
  await workbench.type(cloudflare.userToken, 'Paste an API token');
  await wizard.expectStep('start');
  await expect(wizard.at('owner')).toContainText('maya.lindqvist@fernhill.example');
});

test.describe('a person with fewer rights', () => {
  test.use({ cloudflareOptions: { seed: 'limited' } });

  test('learns which permission they cannot give, and can choose other resources', async ({
    workbench,
    cloudflare,
  }) => {
    await connect(workbench, cloudflare.userToken);
    const wizard = await dnsToSummary(workbench, 'Blog DNS', 'quayside-books.example');
    await wizard.at('step-resources').click();
    await wizard.at('zone-target-all').check();
    await wizard.goOn('summary');
    await wizard.create();
    await wizard.expectStep('resources');
    await expect(wizard.at('view-resources')).toContainText('You cannot give “DNS Write” on these resources');
    await wizard.at('zone-target-chosen').check();
    await wizard.zone('quayside-books.example');
    await wizard.goOn('summary');
    await wizard.create();
    await wizard.expectStep('secret');
    const path = `/zones/${zoneId(cloudflare, 'quayside-books.example')}/dns_records`;
    expect(await statusFor(cloudflare, cloudflare.control.secretOf('Blog DNS'), path)).toBe(200);
  });
});

test('a full quota and a refused name come back to where they can be put right', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  control.set({ userTokenQuota: 1 });
  const wizard = await dnsToSummary(workbench, 'One too many');
  await wizard.create();
  await expect(wizard.at('refused')).toContainText('There is no room for another token');
  control.set({ userTokenQuota: 50 });
  const trouble = { do: 'error', status: 400, code: 400, message: 'name must be unique' } as const;
  control.inject({ method: 'POST', path: '/user/tokens', times: 1, trouble });
  await wizard.create();
  await wizard.expectStep('start');
  await expect(wizard.at('problem')).toContainText('name must be unique');
  await wizard.fill('name', 'One that fits');
  await wizard.at('step-summary').click();
  await wizard.create();
  await wizard.expectStep('secret');
});

test('when the answer to Create is lost, the token is found and rolled', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  control.inject({ method: 'POST', path: '/user/tokens', times: 1, trouble: { do: 'reset', when: 'after' } });
  const wizard = await dnsToSummary(workbench, 'Lost and found');
  await wizard.create();
  await expect(wizard.at('lost')).toContainText('The token was created, but its secret was lost on the way');
  const lost = control.secretOf('Lost and found');
  await wizard.at('roll-found').click();
  await answer(workbench, 'Roll the secret of “Lost and found”?', 'Roll Secret');
  await expect(wizard.at('stored')).toBeVisible();
  await expect(tokenRow(workbench, 'Lost and found')).toHaveAccessibleName(/secret stored in VS Code/);
  expect(control.secretOf('Lost and found')).not.toBe(lost);
  await wizard.at('copy').click();
  await expect.poll(() => workbench.clipboard()).toBe(control.secretOf('Lost and found'));
  expect(changesSent(cloudflare).filter((change) => change.startsWith('POST'))).toHaveLength(1);
});

test('or it is deleted, and nothing is left of it', async ({ workbench, cloudflare }) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const before = control.state.tokens.size;
  control.inject({ method: 'POST', path: '/user/tokens', times: 1, trouble: { do: 'reset', when: 'after' } });
  const wizard = await dnsToSummary(workbench, 'Lost and gone');
  await wizard.create();
  await wizard.at('delete-found').click();
  await answer(workbench, 'Delete “Lost and gone”?', 'Delete Token');
  await expect(wizard.at('lost')).toBeHidden();
  await expect(tokenRow(workbench, 'Lost and gone')).toHaveCount(0);
  expect(control.state.tokens.size).toBe(before);
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
});

test('when nothing was made after all, the person is told to look before trying again', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  control.inject({
    method: 'POST',
    path: '/user/tokens',
    times: 1,
    trouble: { do: 'reset', when: 'before' },
  });
  const wizard = await dnsToSummary(workbench, 'Never arrived');
  await wizard.create();
  await expect(wizard.at('lost')).toContainText('Look at the list of tokens before you try again.');
  await expect(wizard.at('create')).toHaveText('Create Again Anyway');
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
});

test('a double click on Create makes one token', async ({ workbench, cloudflare }) => {
  cloudflare.control.set({ latencyMs: 200 });
  await connect(workbench, cloudflare.userToken);
  const wizard = await dnsToSummary(workbench, 'Twice');
  await wizard.at('create').dblclick();
  await expect(wizard.at('stored')).toBeVisible();
  expect(changesSent(cloudflare)).toEqual(['POST /user/tokens']);
});

for (const theme of ['dark', 'highContrast'] as const) {
  test(`nothing stands in the way of assistive technology on any step, in ${theme}`, async ({
    workbench,
    cloudflare,
  }) => {
    await connect(workbench, cloudflare.userToken);
    await workbench.setTheme(theme);
    const wizard = await openWizard(workbench);
    const check = async (where: string): Promise<void> => {
      const axe = new AxeBuilder({ page: workbench.page }).include([
        'iframe.webview.ready',
        '#active-frame',
        'body',
      ]);
      const { violations, passes } = await axe.analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      const found = serious.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${id} at ${target.join(' ')}`),
      );
      expect(found, where).toEqual([]);
      expect(passes.length).toBeGreaterThan(10); // it did look at the page
    };
    await check('start');
    await wizard.at('continue').click();
    await expect(wizard.at('problem').first()).toBeVisible();
    await check('start, with problems');
    await wizard.template('edit-cloudflare-workers');
    await wizard.goOn('permissions');
    await check('permissions');
    await wizard.goOn('resources');
    await expect(wizard.at('zones').getByRole('checkbox').first()).toBeVisible();
    await check('resources');
    await wizard.account('Fernhill Coffee');
    await wizard.zone('example.com');
    await wizard.goOn('restrictions');
    await wizard.at('addresses-allow').fill('203.0.113.5/24 nonsense 203.0.113.9');
    await wizard.at('lifetime-date').check();
    await check('restrictions, with problems');
    await wizard.at('addresses-allow').fill('203.0.113.0/24');
    await wizard.goOn('summary');
    await wizard.at('exports').locator('summary').click();
    await expect(wizard.at('code')).toBeVisible();
    await check('summary');
    await wizard.create();
    await expect(wizard.at('stored')).toBeVisible();
    await wizard.at('reveal').click();
    await wizard.at('test').click();
    await expect(wizard.at('verdict')).toBeVisible();
    await check('secret');
    await wizard.at('close').click();
    await workbench.command('Cloudflare Tokens: Edit Token');
    await workbench.quickPick('ExternalDNS k8s-prod');
    await wizard.expectStep('summary');
    await wizard.at('step-start').click();
    await wizard.fill('name', 'Mine');
    await check('the name of an edit');
    await wizard.at('step-summary').click();
    cloudflare.control.token('ExternalDNS k8s-prod').name = 'Theirs';
    await check('changes');
    await wizard.at('save').click();
    await expect(wizard.at('conflict')).toBeVisible();
    await check('a conflict');
  });
}

test('names are shown as text, whatever is in them', async ({ workbench, cloudflare }) => {
  const { control } = cloudflare;
  const hostile =
    '<img src=x onerror=alert(1)> **bold** [link](command:workbench.action.quit) $(trash) "שלום"';
  const shown = hostile.replace('](', ']\u200b(').replace('$(', '$\u200b(');
  const injected = control.addAccount({ name: '<b id="injected">Account</b>' });
  control.addMembership(control.person, injected);
  await connect(workbench, cloudflare.userToken);
  await expect(workbench.treeItem('<b id="injected">Account</b>')).toBeVisible();
  const long = hostile.padEnd(120, '.');
  const wizard = await dnsToSummary(workbench, long);
  await expect(wizard.at('summary')).toContainText(shown);
  await wizard.create();
  await expect(wizard.at('stored')).toContainText(shown);
  expect(control.token(long).name).toBe(long);
  const row = workbench.treeItem(shown);
  await expect(row).toBeVisible();
  await workbench.contextMenu(row, 'Verify Token');
  await expect(workbench.notification('works: Cloudflare says it is active')).toContainText(shown);
  await expect(workbench.notification('works: Cloudflare says').getByRole('link')).toHaveCount(0);
  await workbench.contextMenu(row, 'Delete Token');
  await expect(workbench.dialog('Delete “')).toContainText(shown);
  for (const place of [workbench.page.locator('body'), wizard.frame.locator('body')]) {
    await expect(
      place.locator('img[src="x"], #injected, a[href^="command:workbench.action.quit"]'),
    ).toHaveCount(0);
  }
  await answer(workbench, 'Delete “', 'Delete Token');
  await expect(row).toHaveCount(0);
});

test('the wizard opened from an owner’s row starts with that owner', async ({ workbench, cloudflare }) => {
  await connect(workbench, cloudflare.userToken);
  await workbench.contextMenu(workbench.treeItem(/^Fernhill Labs, account tokens/), 'Create Token');
  const wizard = wizardIn(workbench);
  await expect(wizard.at('owner').locator('option:checked')).toHaveText('Account Fernhill Labs');
});

test('the secret goes into .env from the wizard, too, after a reload as well', async ({
  workbench,
  cloudflare,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await dnsToSummary(workbench, 'From the page');
  await wizard.create();
  await wizard.expectStep('secret');
  await expect.poll(() => storedInBrowser(workbench.page)).toMatch(/step\W+secret/); // what a reload starts from
  await workbench.reload();
  await wizard.at('insert').click();
  await workbench.quickPick('.env');
  await workbench.quickPick('CLOUDFLARE_API_TOKEN');
  await press(workbench, 'Inserted CLOUDFLARE_API_TOKEN into .env', 'Open File');
  const editor = workbench.page.locator('.monaco-editor').filter({ visible: true });
  await expect(editor).toContainText(cloudflare.control.secretOf('From the page'));
});
