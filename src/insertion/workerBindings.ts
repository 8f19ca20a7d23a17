// `wrangler dev` gives a Worker everything that is in `.env`, unless the folder has a `.dev.vars`, or the configuration
// says what is a secret. Source: cloudflare/workers-sdk, dev/dev-vars.ts.
import * as vscode from 'vscode';
import { exists, textOf } from './text.ts';
import { declaresSecrets } from './wranglerConfig.ts';

const COMMENT =
  '# Variables of the Worker in wrangler dev. With this file here, Wrangler gives it nothing of .env.\n';

const CONFIGS = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'];

/** The configuration of a Worker in a folder; Wrangler takes the first of these names. */
export async function findWranglerConfig(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (const name of CONFIGS) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (await exists(uri)) return uri;
  }
  return undefined;
}

/** Asks where the Worker would see what is inserted. @returns whether to go on */
export async function settleBindings(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.Uri.joinPath(uri, '..');
  if (!/\/\.env(?:\.[^/]+)?$/.test(uri.path)) return true;
  const config = await findWranglerConfig(folder);
  if (config === undefined || declaresSecrets(await textOf(config))) return true;
  const devVars = vscode.Uri.joinPath(folder, '.dev.vars');
  if (await exists(devVars)) return true;
  const create = vscode.l10n.t('Create .dev.vars and Insert');
  const anyway = vscode.l10n.t('Insert Anyway');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The Worker would get the token as well: wrangler dev gives it all of .env.'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'That is so in a folder with {0} and without .dev.vars. An empty .dev.vars keeps the variables apart: .env for the tools, .dev.vars for the Worker.',
        vscode.workspace.asRelativePath(config),
      ),
    },
    create,
    anyway,
  );
  if (answer !== create) return answer === anyway;
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(devVars, { contents: new TextEncoder().encode(COMMENT), ignoreIfExists: true });
  return vscode.workspace.applyEdit(edit);
}
