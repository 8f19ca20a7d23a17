// "Delete Token": says what is lost, deletes it at Cloudflare, and forgets its secret here.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import type { Connections } from '../connections/connections.ts';
import { plain } from '../tokens/markdown.ts';
import { relativeTime } from '../tokens/times.ts';
import type { Token } from '../tokens/token.ts';
import type { CommandParts } from './context.ts';
import { canEdit } from './rights.ts';
import { chooseToken } from './target.ts';

export interface DeleteParts extends CommandParts {
  readonly connections: Connections;
}

/** Deletes the token of a tree row, or asks which. @throws ApiError, VaultError */
export async function deleteToken(parts: DeleteParts, argument: unknown): Promise<void> {
  const { sessions, vault, connections } = parts;
  const chosen = await chooseToken(
    sessions,
    argument,
    vscode.l10n.t('Which token should be deleted?'),
    canEdit,
  );
  if (chosen === undefined) return;
  const { session, token } = chosen;
  const isOwn = token.id === session.connection.id;
  if (!(await confirmed(token, isOwn))) return;
  try {
    await session.api.deleteToken(token.owner, token.id);
  } catch (error) {
    // Gone already is what was wanted.
    if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
  }
  session.drop(token.owner, token.id);
  await vault.forget('token', token.id);
  if (isOwn) await connections.remove(session.connection.id);
  void vscode.window.showInformationMessage(vscode.l10n.t('Deleted “{0}”.', plain(token.name)));
}

async function confirmed(token: Token, isOwn: boolean): Promise<boolean> {
  const remove = vscode.l10n.t('Delete Token');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete “{0}”?', plain(token.name)),
    {
      modal: true,
      detail: [
        vscode.l10n.t('This cannot be undone. Whatever uses the token is refused from now on.'),
        token.lastUsedOn === undefined
          ? vscode.l10n.t('Cloudflare has not seen it in use.')
          : vscode.l10n.t('It was last used {0}.', relativeTime(new Date(token.lastUsedOn), new Date())),
        isOwn ? vscode.l10n.t('This is the token of the connection itself: you will be disconnected.') : '',
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    remove,
  );
  return answer === remove;
}
