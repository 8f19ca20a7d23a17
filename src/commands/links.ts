// Commands that lead out of the extension: a token's id on the clipboard, Cloudflare's dashboard in the browser.
import * as vscode from 'vscode';
import type { Sessions } from '../connections/sessions.ts';
import { dashboardUrl, managementTokenUrl } from '../tokens/dashboardLink.ts';
import type { Owner } from '../tokens/token.ts';
import { chooseToken } from './target.ts';

/** Copies the id of a tree row's token, or asks which. */
export async function copyId(sessions: Sessions, argument: unknown): Promise<void> {
  const chosen = await chooseToken(sessions, argument, vscode.l10n.t('Whose ID should be copied?'));
  if (chosen !== undefined) await vscode.env.clipboard.writeText(chosen.token.id);
}

/** Opens the dashboard's page of the tokens of a tree row's owner; the user's tokens where there is no row. */
export async function openInDashboard(argument: unknown): Promise<void> {
  const owner: Owner = hasOwner(argument) ? argument.owner : { kind: 'user' };
  await vscode.env.openExternal(vscode.Uri.parse(dashboardUrl(owner), true));
}

/** Opens the dashboard's form for a new token, filled in with what a management token needs. */
export async function openManagementTokenPage(): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(managementTokenUrl(), true));
}

function hasOwner(argument: unknown): argument is { readonly owner: Owner } {
  return typeof argument === 'object' && argument !== null && 'owner' in argument;
}
