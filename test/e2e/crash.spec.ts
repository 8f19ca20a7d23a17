// What VS Code was at when its extension host died between Cloudflare's answer and the keeping of the secret is
// explained at the next start, with a way out.
import { crashIn } from './crash.ts';
import { expect, test } from './fixtures.ts';
import { answer, connect, press, rollFromRow, statusFor, tokenRow } from './steps.ts';
import { toSummary } from './wizard.ts';

const NAME = 'Certbot on web-01';
const ROLL = { method: 'PUT', path: '/user/tokens/*/value' };

test('a roll that was killed: the old secret is dead, the new one lost, and another roll leads out', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const old = await rollFromRow(workbench, cloudflare, NAME);
  await crashIn(workbench, cloudflare, ROLL, '"kind":"roll"', async () => {
    await workbench.contextMenu(tokenRow(workbench, NAME), 'Roll Secret');
    await answer(workbench, 'Roll the secret of', 'Roll Secret');
  });
  const lost = control.secretOf(NAME);
  expect(lost).not.toBe(old);
  const told = `the secret of “${NAME}” was being rolled`;
  await expect(workbench.notification(told)).toContainText('the old one no longer works');
  await press(workbench, told, 'Roll Again…');
  await answer(workbench, 'Roll the secret of', 'Roll Secret');
  await expect(workbench.notification(`“${NAME}” has a new secret. It is stored and works.`)).toBeVisible();
  await expect(tokenRow(workbench, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
  const secret = control.secretOf(NAME);
  expect([old, lost]).not.toContain(secret);
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Copy Secret');
  await expect.poll(() => workbench.clipboard()).toBe(secret);
});

test('a create that was killed: the token is there, nobody has its secret, and it can be deleted', async ({
  workbench,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const wizard = await toSummary(workbench, { template: 'create-additional-tokens', name: 'Nearly there' });
  await crashIn(workbench, cloudflare, { method: 'POST', path: '/user/tokens' }, '"kind":"create"', () =>
    wizard.create(),
  );
  const { id, secret } = control.token('Nearly there');
  expect(await statusFor(cloudflare, secret, '/user/tokens/verify')).toBe(200);
  const told = '“Nearly there” was being created';
  await expect(workbench.notification(told)).toContainText('nobody has its secret');
  await press(workbench, told, 'Delete Token…');
  await answer(workbench, 'Delete “Nearly there”?', 'Delete Token');
  await expect.poll(() => control.state.tokens.has(id)).toBe(false);
  await expect(tokenRow(workbench, 'Nearly there')).toHaveCount(0);
});
