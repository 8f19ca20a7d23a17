// Two windows of one VS Code. In a browser a window learns of secrets that another stores only when it opens, unlike on
// the desktop; how the vault copes with what windows do at once is tested in the extension host (vault.test.ts).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWindow, type Workbench, workbenchOf } from '../vscode/index.ts';
import { expect, test as base } from './fixtures.ts';
import { answer, connect, dismissNotifications, rollFromRow, tokenRow, treeSettled, VIEW } from './steps.ts';

const NAME = 'Certbot on web-01';

const test = base.extend<{ openAnother: () => Promise<Workbench> }>({
  openAnother: async ({ server, bridge, context }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
    await use(async () => {
      const other = await workbenchOf(await openWindow(context, server, folder), bridge);
      await other.page.bringToFront(); // a page behind another is not drawn
      await other.openView(VIEW);
      await treeSettled(other); // it does not have to connect
      return other;
    });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
});

test('a window has what another has stored, and leaves a token alone that the other is rolling', async ({
  workbench,
  openAnother,
  cloudflare,
}) => {
  const { control } = cloudflare;
  await connect(workbench, cloudflare.userToken);
  const secret = await rollFromRow(workbench, cloudflare, NAME);
  const rolls = () =>
    control.requests(({ method, path }) => method === 'PUT' && path.endsWith('/value')).length;
  expect(rolls()).toBe(1);

  const other = await openAnother();
  await expect(tokenRow(other, NAME)).toHaveAccessibleName(/secret stored in VS Code/);
  await other.contextMenu(tokenRow(other, NAME), 'Copy Secret');
  await expect.poll(() => other.clipboard()).toBe(secret);
  await dismissNotifications(other);

  const path = '/user/tokens/*/value';
  control.inject({ method: 'PUT', path, times: 1, trouble: { do: 'slow-body', ms: 10_000 } });
  await workbench.page.bringToFront();
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Roll Secret');
  await answer(workbench, 'Roll the secret of', 'Roll Secret');
  await expect.poll(rolls).toBe(2);
  await other.page.bringToFront();
  await other.contextMenu(tokenRow(other, NAME), 'Roll Secret');
  await answer(other, 'Roll the secret of', 'Roll Secret');
  await expect(other.notification(`“${NAME}” is being rolled in another window`)).toBeVisible();
  await workbench.page.bringToFront();
  await expect(workbench.notification(`“${NAME}” has a new secret. It is stored and works.`)).toBeVisible();
  expect(rolls()).toBe(2);
  await dismissNotifications(workbench);
  await workbench.contextMenu(tokenRow(workbench, NAME), 'Copy Secret');
  await expect.poll(() => workbench.clipboard()).toBe(control.secretOf(NAME));
});
