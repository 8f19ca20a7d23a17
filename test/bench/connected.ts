// Connects the extension with an account's management token, as a person does, and shows its tokens.
import type { Workbench } from '../vscode/index.ts';

const VIEW = 'Cloudflare API Tokens';

/** Opens the view, connects to the demo company's first account, and waits until its tokens are there. */
export async function connect(workbench: Workbench, secret: string): Promise<void> {
  await workbench.openView(VIEW);
  await workbench.page.getByRole('button', { name: 'Connect to Cloudflare' }).click();
  await workbench.type(secret, 'Paste an API token');
  await workbench.notification('Connected to Cloudflare as').waitFor();
  await workbench.page.locator(TOKEN_ROW).waitFor();
}

/** A CSS selector of a token's row, in the demo company's first account: that of the token it is connected with. */
export const TOKEN_ROW = '[role=treeitem][aria-label^="VS Code (Fernhill Coffee), "]';

/** A CSS selector of the button in the activity bar that opens the view. */
export const VIEW_BUTTON = `.activitybar [role=tab][aria-label="${VIEW}"]`;
