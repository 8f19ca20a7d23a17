// The packaged extension is in the activity bar, and its view opens.
import { expect, test } from './fixtures.ts';

test('the view opens from the activity bar', async ({ workbench }) => {
  const isActive = (): Promise<boolean> =>
    workbench.host.run(({ vscode }) => {
      const extension = vscode.extensions.getExtension('cloudflare-api-tokens.cloudflare-api-tokens');
      return extension?.isActive ?? false;
    });
  expect(await isActive()).toBe(false); // nothing runs before somebody wants it
  await workbench.openView('Cloudflare API Tokens');
  await expect.poll(isActive).toBe(true);
});
