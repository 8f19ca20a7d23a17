// The main job, step by step, as a person does it: from nothing to a rolled secret in .env. Each step looks at what
// came of it, throws when it did not happen, and says in a line what it saw.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { parse } from 'dotenv';
import { answer, dismissNotifications, git, statusFor, tokenRow, VIEW } from '../e2e/steps.ts';
import { wizardIn } from '../e2e/wizard.ts';
import type { Headless } from '../start/headless.ts';
import { fillResources, fillStart, NAME, TEMPLATE, VARIABLE } from './sampleToken.ts';

export interface Step {
  /** What the screenshot is called. */
  readonly name: string;
  /** A screen worth looking at in every theme. */
  readonly isKey?: boolean;
  /** Does it. @returns what was to be seen. */
  readonly play: (stage: Headless) => Promise<string>;
}

/** The steps, in order; each begins where the one before ended. */
export const job: readonly Step[] = [
  {
    name: 'welcome',
    isKey: true,
    play: async ({ workbench, page }) => {
      await workbench.openView(VIEW);
      const welcome = page.locator('.sidebar .welcome-view-content');
      const buttons = await texts(welcome.getByRole('button'));
      assert.ok(buttons.includes('Connect to Cloudflare'), `the welcome view offers ${quoted(buttons)}`);
      return `the view is empty and offers ${quoted(buttons)}`;
    },
  },
  {
    name: 'connect',
    play: async ({ workbench, page, demo }) => {
      await page.locator('.sidebar').getByRole('button', { name: 'Connect to Cloudflare' }).click();
      await workbench.type(demo.cloudflare.userToken, 'Paste an API token');
      return `the notification says ${quoted([await said(workbench.notification('Connected to Cloudflare'))])}`;
    },
  },
  {
    name: 'tree',
    isKey: true,
    play: async (stage) => {
      await tokenRow(stage.workbench, 'Certbot on web-01').waitFor();
      await dismissNotifications(stage.workbench);
      const rows = stage.page.locator('.sidebar').getByRole('treeitem', { level: 2 });
      const owners = await stage.page.locator('.sidebar').getByRole('treeitem', { level: 1 }).count();
      const count = await rows.count();
      assert.ok(owners >= 2 && count >= 10, `the tree shows ${count} tokens of ${owners} owners`);
      return `the tree shows ${count} tokens of ${owners} owners, such as ${quoted([await label(tokenRow(stage.workbench, 'Certbot on web-01'))])}`;
    },
  },
  {
    name: 'details',
    isKey: true,
    play: async (stage) => {
      const token = tokenRow(stage.workbench, 'Office NAS backup');
      await token.click();
      await stage.page.keyboard.press('ArrowRight');
      const details = stage.page.locator('.sidebar').getByRole('treeitem', { level: 3 });
      await details.filter({ hasText: 'Permissions' }).waitFor();
      const shown = await texts(details.locator('.label-name'));
      for (const wanted of ['Permissions', 'Resources', 'Restrictions', 'Dates']) {
        assert.ok(shown.includes(wanted), `there is no ${wanted} among ${quoted(shown)}`);
      }
      return `“Office NAS backup” opens into ${quoted(await Promise.all((await details.all()).map(label)))}`;
    },
  },
  {
    name: 'wizard-start',
    isKey: true,
    play: async ({ workbench, page }) => {
      await workbench.treeItem('Office NAS backup').press('ArrowLeft');
      await page.locator('.sidebar').getByRole('button', { name: 'Create Token' }).first().click();
      const wizard = wizardIn(workbench);
      await wizard.expectStep('start');
      await fillStart(wizard);
      const titles = await texts(wizard.at('templates').locator('.card-title'));
      assert.ok(titles.includes(TEMPLATE), `the templates are ${quoted(titles)}`);
      return `the wizard offers ${titles.length} starts; chose “${TEMPLATE}” and named the token “${NAME}”`;
    },
  },
  {
    name: 'wizard-permissions',
    isKey: true,
    play: async ({ workbench }) => {
      const wizard = wizardIn(workbench);
      await wizard.goOn('permissions');
      const chosen = wizard.at('permissions').locator('input:checked');
      await chosen.first().waitFor();
      const [ticked, all] = [
        await chosen.count(),
        await wizard.at('permissions').getByRole('checkbox').count(),
      ];
      assert.equal(ticked, 8, `the template ticked ${ticked} permissions`);
      return `the template ticked ${ticked} of ${all} permissions`;
    },
  },
  {
    name: 'wizard-resources',
    isKey: true,
    play: async ({ workbench }) => {
      const wizard = wizardIn(workbench);
      await wizard.goOn('resources');
      await fillResources(wizard);
      const titles = await texts(wizard.at('view-resources').locator('.part-title'));
      return `asked ${quoted(titles)}; chose Fernhill Coffee, and example.com`;
    },
  },
  {
    name: 'wizard-summary',
    isKey: true,
    play: async ({ workbench, demo }) => {
      const wizard = wizardIn(workbench);
      await wizard.goOn('summary');
      const sentences = await texts(wizard.at('summary').locator('.grants').first().locator('li'));
      assert.ok(
        sentences.some((sentence) => sentence.includes('example.com')),
        quoted(sentences),
      );
      const posts = demo.cloudflare.control.requests(({ method }) => method === 'POST').length;
      assert.equal(posts, 0, 'something was sent before Create Token');
      return `nothing is sent yet; the summary says ${quoted(sentences)}`;
    },
  },
  {
    name: 'wizard-secret',
    isKey: true,
    play: async (stage) => {
      const { workbench, demo } = stage;
      const wizard = wizardIn(workbench);
      await wizard.create();
      await wizard.expectStep('secret');
      const notice = await said(wizard.at('stored').locator('.notice-title'));
      const text = await wizard.frame.locator('body').innerText();
      const secret = demo.cloudflare.control.secretOf(NAME);
      assert.ok(!text.includes(secret), 'the page shows the secret unasked');
      await tokenRow(stage.workbench, NAME).waitFor();
      return `${notice}, from ${TEMPLATE}, its secret stored and hidden; its row in the tree says ${quoted([await label(tokenRow(stage.workbench, NAME))])}`;
    },
  },
  {
    name: 'verify',
    isKey: true,
    play: async (stage) => {
      await stage.workbench.contextMenu(tokenRow(stage.workbench, NAME), 'Verify Token');
      return `Verify Token says ${quoted([await said(stage.workbench.notification(`“${NAME}” works`))])}`;
    },
  },
  {
    name: 'insert-file',
    isKey: true,
    play: async (stage) => {
      await dismissNotifications(stage.workbench);
      await stage.workbench.contextMenu(tokenRow(stage.workbench, NAME), 'Insert Secret into .env');
      await stage.workbench.quickPick('The API token'); // rather than S3 keys, as it may reach R2
      await stage.workbench.quickInput().getByText('S3 keys for R2').waitFor({ state: 'hidden' });
      await stage.workbench.quickInput().getByRole('option', { name: '.env' }).first().waitFor();
      const files = await options(stage);
      assert.ok(
        files.some((file) => file.startsWith('.env')),
        quoted(files),
      );
      return `asks for the file: ${quoted(files)}`;
    },
  },
  {
    name: 'insert-variable',
    play: async (stage) => {
      await stage.workbench.quickPick('.env');
      await stage.workbench.quickInput().getByText(VARIABLE, { exact: true }).waitFor();
      return `asks for the variable: ${quoted(await options(stage))}`;
    },
  },
  {
    name: 'insert',
    isKey: true,
    play: async (stage) => {
      await stage.workbench.quickPick(VARIABLE);
      await answer(stage.workbench, 'The Worker would get the token as well', 'Create .dev.vars and Insert');
      const notification = stage.workbench.notification('Inserted');
      const words = await said(notification);
      assert.equal(inFile(stage), stage.demo.cloudflare.control.secretOf(NAME));
      assert.equal(git(stage.demo.folder, 'status', '--porcelain'), '', 'git would take the file in');
      await notification.getByRole('button', { name: 'Open File' }).click();
      await stage.page.locator('.monaco-editor .view-line', { hasText: VARIABLE }).waitFor();
      return `${words} dotenv reads the secret of “${NAME}” from it, and git does not see the file`;
    },
  },
  {
    name: 'roll-question',
    isKey: true,
    play: async (stage) => {
      await dismissNotifications(stage.workbench);
      await stage.workbench.contextMenu(tokenRow(stage.workbench, NAME), 'Roll Secret');
      const dialog = stage.workbench.dialog('Roll the secret');
      const words = await said(dialog.locator('.dialog-message-detail'));
      assert.match(words, /stops working at once/);
      assert.match(words, /\.env/);
      return `the dialog says ${quoted([words])}`;
    },
  },
  {
    name: 'roll',
    isKey: true,
    play: async (stage) => {
      const { control } = stage.demo.cloudflare;
      const before = control.secretOf(NAME);
      await stage.workbench.dialog('Roll the secret').getByRole('button', { name: 'Roll Secret' }).click();
      const words = await said(stage.workbench.notification('has a new secret'));
      assert.notEqual(control.secretOf(NAME), before, 'Cloudflare still has the old secret');
      assert.equal(await verify(stage, before), 401, 'the old secret still works');
      assert.equal(inFile(stage), before, '.env was changed unasked');
      return `the old secret is refused now; the notification says ${quoted([words])}`;
    },
  },
  {
    name: 'update',
    play: async (stage) => {
      await stage.workbench
        .notification('has a new secret')
        .getByRole('button', { name: 'Update .env' })
        .click();
      const words = await said(stage.workbench.notification('Updated'));
      const now = inFile(stage);
      assert.equal(now, stage.demo.cloudflare.control.secretOf(NAME), '.env does not have the new secret');
      assert.equal(await verify(stage, now), 200, 'the secret in .env does not work');
      assert.equal(git(stage.demo.folder, 'status', '--porcelain'), '', 'git would take the file in');
      return `${words} The secret in .env is the new one, and works`;
    },
  },
];

/** What a screen reader says of a row: all that it shows, and its state in words. */
async function label(of: Locator): Promise<string> {
  return (await of.getAttribute('aria-label')) ?? '';
}

async function options({ workbench }: Headless): Promise<string[]> {
  const listed = workbench.quickInput().getByRole('option');
  await listed.first().waitFor();
  return texts(listed.locator('.label-name'));
}

/** The text of something, once it is there; of a notification without its buttons. */
async function said(of: Locator): Promise<string> {
  await of.first().waitFor();
  const message = of.locator('.notification-list-item-message');
  return oneLine(await ((await message.count()) > 0 ? message : of).first().innerText());
}

async function texts(of: Locator): Promise<string[]> {
  await of.first().waitFor();
  return (await of.allInnerTexts()).map(oneLine);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function quoted(all: readonly string[]): string {
  return all.map((text) => `“${text}”`).join(', ');
}

/** What dotenv reads from the workspace's .env. */
function inFile({ demo }: Headless): string {
  return parse(readFileSync(join(demo.folder, '.env')))[VARIABLE] ?? '';
}

/** The status with which Cloudflare answers when a secret is verified. */
function verify({ demo }: Headless, secret: string): Promise<number> {
  return statusFor(demo.cloudflare, secret, '/user/tokens/verify');
}
