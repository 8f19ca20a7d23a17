// The packaged extension is in the activity bar, and its view opens.
import { expect, test } from './fixtures.ts';
import { VIEW, welcome } from './steps.ts';

test('the view opens from the activity bar, and nothing is asked of Cloudflare before it is connected', async ({
  workbench,
  cloudflare,
}) => {
  await expect
    .poll(() =>
      workbench.host.run(({ vscode }) => {
        const extension = vscode.extensions.getExtension('cloudflare-api-tokens.cloudflare-api-tokens');
        return extension?.isActive ?? false;
      }),
    )
    .toBe(true);
  await workbench.openView(VIEW);
  await expect(welcome(workbench)).toBeVisible();
  expect(cloudflare.control.requests()).toEqual([]);
});
