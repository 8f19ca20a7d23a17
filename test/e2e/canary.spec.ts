// A secret is nowhere but where the person put it: plays a day's work, then searches all that it wrote, showed and said.
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test as base } from './fixtures.ts';
import { answer, connect, press, rollFromRow, tokenRow, tryToConnect } from './steps.ts';
import { filesWith, storedInBrowser } from './storage.ts';
import { dnsToSummary, toSummary } from './wizard.ts';

// In the frames of a webview: notes each message that goes out through a port, and each that is read.
const OVERHEAR = `if (/\\/pre\\/(index|fake)\\.html$/.test(location.pathname)) {
  const note = (data) => { try { noteMessage(JSON.stringify(data) ?? ''); } catch {} };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (data, ...rest) { note(data); return postMessage.call(this, data, ...rest); };
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
  Object.defineProperty(MessageEvent.prototype, 'data', { get() { const data = get.call(this); note(data); return data; } });
}`;

const test = base.extend<{ overheard: string[] }>({
  overheard: async ({}, use) => use([]),
  context: async ({ context, overheard }, use) => {
    await context.exposeBinding('noteMessage', (_source, text: string) => void overheard.push(text));
    await context.addInitScript(OVERHEAR);
    await use(context);
  },
});

test('no secret is anywhere but in .env', async ({ workbench, cloudflare, workspace, server, overheard }) => {
  const { control, userToken, accountToken } = cloudflare;
  const { page } = workbench;
  const secrets = new Set([
    userToken,
    accountToken,
    ...[...control.state.tokens.values()].map(({ secret }) => secret),
  ]);
  writeFileSync(join(workspace, '.env'), 'CLOUDFLARE_API_TOKEN=\n');

  await test.step('a day of work, with the log at its most talkative', async () => {
    await workbench.openView('Cloudflare API Tokens');
    await workbench.command('Developer: Set Log Level');
    await workbench.quickPick('Trace');
    for (const trouble of [
      { do: 'reset', when: 'before' },
      { do: 'html', status: 403 },
      { do: 'garble' },
    ] as const) {
      const calm = control.inject({ trouble });
      await tryToConnect(workbench, userToken);
      await expect(workbench.notification('Could not connect to Cloudflare.')).toBeVisible();
      calm();
      await workbench.command('Notifications: Clear All Notifications');
    }
    await connect(workbench, userToken);
    const wizard = await dnsToSummary(workbench, 'Canary in the mine');
    control.inject({
      method: 'POST',
      path: '/user/tokens',
      times: 1,
      trouble: { do: 'throttle', retryAfter: 1 },
    });
    await wizard.create();
    await expect(wizard.at('refused')).toBeVisible();
    await wizard.create();
    await expect(wizard.at('stored')).toBeVisible();
    secrets.add(control.secretOf('Canary in the mine'));
    await wizard.at('test').click();
    await expect(wizard.at('verdict')).toContainText('It works');
    await wizard.at('copy-command').click();

    await workbench.contextMenu(tokenRow(workbench, 'Canary in the mine'), 'Insert Secret into .env');
    await workbench.quickPick('.env');
    await workbench.quickPick('CLOUDFLARE_API_TOKEN');
    await expect(workbench.notification('Inserted CLOUDFLARE_API_TOKEN into .env')).toBeVisible();
    await workbench.contextMenu(tokenRow(workbench, 'Canary in the mine'), 'Roll Secret');
    await answer(workbench, 'Roll the secret', 'Roll Secret');
    await press(workbench, 'has a new secret', 'Update .env');
    await expect(workbench.notification('Updated .env')).toBeVisible();
    secrets.add(control.secretOf('Canary in the mine'));

    control.inject({ method: 'PUT', path: '/user/tokens/*/value', times: 1, trouble: { do: 'garble' } });
    await workbench.contextMenu(tokenRow(workbench, 'Certbot on web-01'), 'Roll Secret');
    await answer(workbench, 'Roll the secret', 'Roll Secret');
    await expect(workbench.notification('its new secret was lost on the way')).toBeVisible();
    secrets.add(control.secretOf('Certbot on web-01'));
    secrets.add(await rollFromRow(workbench, cloudflare, 'Certbot on web-01'));
    await workbench.command('Cloudflare Tokens: Verify Token');
    await workbench.quickPick('Paste a secret');
    await workbench.type(control.secretOf('Gallery site DNS'), 'Paste the secret to verify');
    await expect(workbench.notification('“Gallery site DNS” works')).toBeVisible();
    await tokenRow(workbench, 'Canary in the mine').hover();
    await expect(page.locator('.workbench-hover')).toContainText('Secret stored in VS Code');
    await workbench.command('Notifications: Show Notifications');
  });

  // VS Code writes these down in its own time; each also shows that the search below would find something there.
  await expect.poll(() => storedInBrowser(page)).toContain('Canary in the mine');
  await expect.poll(() => filesWith(server.profile, 'PUT /user/tokens/{id}/value 200')).not.toEqual([]);
  const shown = (await Promise.all(page.frames().map((frame) => frame.content()))).join('\n');
  const stored = await storedInBrowser(page);
  const said = overheard.join('\n');
  expect(shown).toContain('Canary in the mine');
  expect(said).toContain('Canary in the mine');
  expect(said).toContain('"ask":"testSecret"'); // what the webview says is overheard,
  expect(said).toContain('"to":"testSecret"'); // and what it hears

  const found: string[] = [];
  for (const secret of secrets) {
    if (shown.includes(secret)) found.push('the page');
    if (stored.includes(secret)) found.push("the browser's storage");
    if (said.includes(secret)) found.push('the messages of the webview');
    found.push(...filesWith(server.profile, secret).map((file) => relative(server.profile, file)));
    found.push(...filesWith(workspace, secret).map((file) => relative(workspace, file)));
  }
  expect(found).toEqual(['.env']);
});

test('what the search looks at does hold a secret that a person reveals', async ({
  workbench,
  cloudflare,
  overheard,
}) => {
  await connect(workbench, cloudflare.userToken);
  const wizard = await toSummary(workbench, { template: 'create-additional-tokens' });
  await wizard.create();
  await expect(wizard.at('stored')).toBeVisible();
  const secret = cloudflare.control.secretOf('Create additional tokens');
  expect(overheard.join('\n')).not.toContain(secret);
  await wizard.at('reveal').click();
  await expect(wizard.at('secret')).toHaveText(secret);
  await expect.poll(() => overheard.join('\n')).toContain(secret);
  const shown = await Promise.all(workbench.page.frames().map((frame) => frame.content()));
  expect(shown.join('\n')).toContain(secret);
  await wizard.at('hide').click();
  await expect(wizard.at('reveal')).toBeVisible();
  expect(await storedInBrowser(workbench.page)).not.toContain(secret); // not even while it was shown
});
