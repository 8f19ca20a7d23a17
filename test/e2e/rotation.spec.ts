// A secret is replaced everywhere it is used: at once, by a roll; without downtime, by a rotation that outlives windows
// and extension hosts; and it can be used without being written anywhere at all.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloudflare } from '../cloudflare/index.ts';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';
import { crash, crashIn, stored } from './crash.ts';
import { expect, test } from './fixtures.ts';
import {
  answer,
  connect,
  dismissNotifications,
  press,
  readAs,
  readBack,
  rollFromRow,
  statusFor,
  tokenRow,
  treeSettled,
  VIEW,
} from './steps.ts';
import { filesWith, storedInBrowser } from './storage.ts';

const NAME = 'Certbot on web-01';

function alive({ control }: Cloudflare, secret: string): boolean {
  return [...control.state.tokens.values()].some((one) => one.secret === secret && one.status === 'active');
}

test('a roll says what it will break, updates three consumers in one edit, and lists the rest', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const old = await rollFromRow(workbench, cloudflare, NAME);
  const { id } = control.token(NAME);
  mkdirSync(join(workspace, 'worker'));
  const env = join(workspace, '.env');
  const vars = join(workspace, 'worker/.dev.vars');
  const r2 = join(workspace, 'r2.env/.env');
  mkdirSync(join(workspace, 'r2.env'));
  writeFileSync(env, `# deploys\nCLOUDFLARE_API_TOKEN="${old}" # mine\nOTHER=1\n`);
  writeFileSync(vars, `CF=${old}\n`);
  writeFileSync(r2, `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${s3SecretOf(old)}\n`);
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Note Where');
  await workbench.type('GitHub Actions secret CF', 'In words, for yourself');

  await workbench.contextMenu(tokenRow(workbench, NAME), 'Roll Secret');
  const dialog = workbench.dialog(`Roll the secret of “${NAME}”?`);
  for (const place of ['.env (CLOUDFLARE_API_TOKEN)', 'worker/.dev.vars (CF)', '(AWS_SECRET_ACCESS_KEY)'])
    await expect(dialog).toContainText(place);
  await expect(dialog).toContainText(/Refused until you update them yourself:\s*• GitHub Actions secret CF/);
  await expect(dialog.getByRole('button', { name: 'Rotate Instead…' })).toBeVisible();
  await answer(workbench, 'Roll the secret', 'Roll Secret');
  await press(workbench, 'has a new secret', 'Update All 3');
  await expect(workbench.notification('Left to do by hand: GitHub Actions secret CF')).toContainText(
    'Updated',
  );
  const fresh = control.secretOf(NAME);
  expect(fresh).not.toBe(old);
  expect(readBack(env, 'CLOUDFLARE_API_TOKEN')).toEqual(readAs(fresh));
  expect(readFileSync(env, 'utf8')).toBe(`# deploys\nCLOUDFLARE_API_TOKEN="${fresh}" # mine\nOTHER=1\n`);
  expect(readBack(vars, 'CF')).toEqual(readAs(fresh));
  expect(readBack(r2, 'AWS_SECRET_ACCESS_KEY')).toEqual(readAs(s3SecretOf(fresh)));
  await press(workbench, 'Left to do by hand', 'Copy New Secret');
  await expect.poll(() => workbench.clipboard()).toBe(fresh);

  // What is left outlives the window, without a secret of it anywhere.
  await crash(workbench, 'rolled:');
  await expect(workbench.notification('Left to do by hand: GitHub Actions secret CF')).toBeVisible();
  expect(await storedInBrowser(workbench.page)).not.toContain(old);
  await press(workbench, 'Left to do by hand', 'All Done');
  await tokenRow(workbench, NAME).click();
  await expect(workbench.treeItem('Permissions')).toBeVisible();
  await expect(workbench.treeItem(/^Roll, still to update/)).toHaveCount(0);
});

test('a rotation survives the death of the extension host after each of its steps, and nothing ever holds a dead secret', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const old = await rollFromRow(workbench, cloudflare, NAME);
  const oldId = control.token(NAME).id;
  const env = join(workspace, '.env');
  writeFileSync(env, `CLOUDFLARE_API_TOKEN=${old}\n`);
  const inUse = () => readBack(env, 'CLOUDFLARE_API_TOKEN').dotenv ?? '';
  const holdsLiving = () => expect(alive(cloudflare, inUse()), 'the file holds a living secret').toBe(true);
  const rotation = () => workbench.treeItem(/^Rotation, /).first();

  await test.step('begun, and killed where it asks for the places', async () => {
    await workbench.contextMenu(tokenRow(workbench, NAME), 'Rotate Without Downtime');
    await expect(workbench.dialog(`Rotate “${NAME}” without downtime?`)).toContainText(
      'Found in this workspace: .env (CLOUDFLARE_API_TOKEN)',
    );
    await answer(workbench, 'Rotate', 'Start Rotation');
    await workbench.quickPick('In 365 days'); // the old one expires; so does the twin, as long after
    await expect(workbench.quickInput()).toContainText('Where Does the New Secret');
    holdsLiving();
    await crash(workbench, '"stage":"choosing"');
    await expect(workbench.notification('waiting for where the new secret goes')).toBeVisible();
    expect(inUse()).toBe(old);
  });

  const twin = [...control.state.tokens.values()].find(({ name }) => name.startsWith(`${NAME} (rotating`));
  expect(twin).toBeDefined();
  const secret = twin?.secret ?? '';

  await test.step('continued: the place gets the twin’s secret, which works; killed again', async () => {
    await press(workbench, 'waiting for where the new secret goes', 'Continue…');
    await expect(workbench.quickInput()).toContainText('CLOUDFLARE_API_TOKEN');
    await workbench.quickInput().getByRole('button', { name: 'OK' }).click();
    await expect(workbench.notification(`The new secret of “${NAME}” is in .env`)).toBeVisible();
    expect(inUse()).toBe(secret);
    expect(await statusFor(cloudflare, secret, '/user/tokens/verify')).toBe(200);
    expect(alive(cloudflare, old), 'and so does the old one').toBe(true);
    await crash(workbench, '"stage":"deploying"');
    await expect(workbench.notification('waiting for your deployment')).toBeVisible();
    await dismissNotifications(workbench);
  });

  await test.step('deployed: the old token is disabled; killed again', async () => {
    await tokenRow(workbench, NAME).click();
    await expect(rotation()).toHaveAccessibleName('Rotation, waiting for your deployment');
    await rotation().click();
    await expect(workbench.dialog('Does everything run with the new secret')).toContainText(
      'The old token is only disabled at first.',
    );
    await workbench
      .dialog('Does everything run')
      .getByRole('button', { name: 'Disable the Old Token…' })
      .click();
    await workbench.quickPick('24 hours');
    await expect(workbench.notification('is disabled until')).toBeVisible();
    expect(control.token(oldId).status).toBe('disabled');
    holdsLiving();
    await crash(workbench, '"disabledAt":');
  });

  await test.step('cooled: the old token is deleted, and the twin gets its name', async () => {
    await tokenRow(workbench, NAME).click();
    await expect(rotation()).toHaveAccessibleName(/^Rotation, old token disabled until/);
    await rotation().click();
    await press(workbench, 'is disabled until', 'Delete It Now…');
    await answer(workbench, 'Delete the old token', 'Delete Old Token');
    await expect(workbench.notification(`“${NAME}” is rotated`)).toBeVisible();
    expect(control.token(NAME).id).toBe(twin?.id);
    expect(control.state.tokens.has(oldId)).toBe(false);
    expect(inUse()).toBe(secret);
    holdsLiving();
    await treeSettled(workbench);
    await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
    await expect(rotation()).toHaveCount(0);
  });
  for (const one of [old, secret]) expect(await storedInBrowser(workbench.page)).not.toContain(one);
});

test('a rotation that is killed in the middle of any of its requests goes on from there, and makes one twin', async ({
  workbench,
  cloudflare,
  workspace,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const old = await rollFromRow(workbench, cloudflare, NAME);
  const { id: oldId } = control.token(NAME);
  const env = join(workspace, '.env');
  writeFileSync(env, `CLOUDFLARE_API_TOKEN=${old}\n`);
  const inUse = () => readBack(env, 'CLOUDFLARE_API_TOKEN').dotenv ?? '';
  const twins = () =>
    [...control.state.tokens.values()].filter(({ name }) => name.startsWith(`${NAME} (rotating`));
  const twinId = () => twins()[0]?.id ?? '';
  const rotation = () => workbench.notification(`Rotation of “${NAME}”`);

  /** Acts, and dies while Cloudflare's answer to a request is on its way. */
  async function killedIn(
    method: string,
    path: string,
    stage: string,
    act: () => Promise<unknown>,
  ): Promise<void> {
    await crashIn(workbench, cloudflare, { method, path }, `"stage":"${stage}"`, async () => {
      await act();
      expect(alive(cloudflare, inUse()), 'the file holds a living secret').toBe(true);
    });
    expect(alive(cloudflare, inUse()), 'the file holds a living secret').toBe(true);
  }
  const goOn = async (state: string) => {
    await expect(rotation()).toContainText(state);
    await press(workbench, `Rotation of “${NAME}”`, 'Continue…');
  };

  await test.step('while the twin is made', async () => {
    const begin = async () => {
      await workbench.contextMenu(tokenRow(workbench, NAME), 'Rotate Without Downtime');
      await answer(workbench, 'Rotate', 'Start Rotation');
      await workbench.quickPick('In 365 days');
    };
    await killedIn('POST', '/user/tokens', 'creating', begin);
    expect(twins()).toHaveLength(1);
  });
  await test.step('while it gets a secret that is known here', () =>
    killedIn('PUT', '/user/tokens/*/value', 'proving', () => goOn('the twin is not ready yet')));
  await test.step('while that secret is verified', () =>
    killedIn('GET', '/user/tokens/verify', 'proving', () => goOn('the twin is not ready yet')));
  await test.step('while it is verified once more, before it goes into the file', async () => {
    const choose = async () => {
      await workbench.quickInput().getByRole('button', { name: 'OK' }).click();
    };
    await goOn('the twin is not ready yet');
    await expect(workbench.quickInput()).toContainText('CLOUDFLARE_API_TOKEN');
    await killedIn('GET', '/user/tokens/verify', 'switching', choose);
    expect(inUse()).toBe(old);
  });
  await test.step('while the old token is disabled', async () => {
    await goOn('not all places have the new secret yet');
    await expect(workbench.notification(`The new secret of “${NAME}” is in .env`)).toBeVisible();
    expect(inUse()).toBe(twins()[0]?.secret);
    const disable = async () => {
      await press(workbench, 'is in .env', 'The Deployment Is Out…');
      await answer(workbench, 'Does everything run', 'Disable the Old Token…');
      await workbench.quickPick('24 hours');
    };
    await killedIn('PUT', `/user/tokens/${oldId}`, 'cooling', disable);
    expect(control.token(oldId).status).toBe('disabled');
  });
  await test.step('while the old token is deleted', async () => {
    await goOn('old token disabled until');
    await expect(workbench.notification('is disabled until')).toBeVisible();
    const remove = async () => {
      await press(workbench, 'is disabled until', 'Delete It Now…');
      await answer(workbench, 'Delete the old token', 'Delete Old Token');
    };
    await killedIn('DELETE', `/user/tokens/${oldId}`, 'deleting', remove);
    expect(control.state.tokens.has(oldId)).toBe(false);
  });
  await test.step('while the twin gets its name', async () => {
    const id = twinId();
    await killedIn('PUT', `/user/tokens/${id}`, 'deleting', () => goOn('the old token is being deleted'));
    expect(control.token(NAME).id).toBe(id);
    await goOn('the old token is being deleted');
    await expect(workbench.notification(`“${NAME}” is rotated`)).toBeVisible();
    expect(twins()).toEqual([]);
    expect(inUse()).toBe(control.secretOf(NAME));
    expect(await statusFor(cloudflare, inUse(), '/user/tokens/verify')).toBe(200);
    await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
  });
});

test('terminals see the variable, and the disk never does', async ({
  workbench,
  cloudflare,
  server,
  workspace,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const secret = await rollFromRow(workbench, cloudflare, NAME);
  /** The end of it: what a terminal shows lies in VS Code's buffers, which is not what is looked for. */
  const end = secret.slice(-6);
  const show = 'echo "${CLOUDFLARE_API_TOKEN:+has ${CLOUDFLARE_API_TOKEN: -6}}."';

  await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
  await test.step('one terminal', async () => {
    await workbench.contextMenu(tokenRow(workbench, NAME), 'Open Terminal with Token');
    await workbench.quickPick('CLOUDFLARE_API_TOKEN');
    const terminal = workbench.terminal();
    await terminal
      .row(/holds the secret of/)
      .first()
      .waitFor();
    await terminal.type(show);
    await expect(terminal.row(`has ${end}.`)).toBeVisible();
  });

  await test.step('a short-lived token is gone with its terminal', async () => {
    await workbench.contextMenu(tokenRow(workbench, NAME), 'Open Terminal with a Short-Lived Token');
    await workbench.quickPick('CLOUDFLARE_API_TOKEN');
    const made = () => [...control.state.tokens.values()].filter(({ name }) => name.includes('(terminal '));
    await expect.poll(() => made().length).toBe(1);
    await workbench
      .terminal()
      .row(/holds the secret of “.*\(terminal/)
      .first()
      .waitFor();
    await workbench.terminal().type('exit');
    await expect.poll(() => made().length).toBe(0);
  });

  await test.step('all terminals of the workspace, also after a reload, until it is withdrawn', async () => {
    await workbench.contextMenu(tokenRow(workbench, NAME), 'Use in This Workspace’s Terminals');
    await workbench.quickPick('CLOUDFLARE_API_TOKEN');
    await expect(workbench.notification('New terminals of this workspace have the secret')).toBeVisible();
    await stored(workbench, '"variable":"CLOUDFLARE_API_TOKEN"');
    await workbench.reload();
    await workbench.openView(VIEW);
    await treeSettled(workbench);
    const terminal = await workbench.openTerminal();
    await terminal.type(show);
    await expect(terminal.row(`has ${end}.`)).toBeVisible();
    await workbench.command('Cloudflare Tokens: Withdraw Tokens from This Workspace’s Terminals');
    await expect(workbench.notification('New terminals no longer have CLOUDFLARE_API_TOKEN')).toBeVisible();
    const later = await workbench.openTerminal();
    await later.type(show);
    await expect(later.row(/^\.$/)).toBeVisible();
  });

  expect(filesWith(server.profile, secret)).toEqual([]);
  expect(filesWith(workspace, secret)).toEqual([]);
  expect(await storedInBrowser(workbench.page)).not.toContain(secret);
});
