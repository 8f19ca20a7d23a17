// "Delete Token": says what is lost, deletes it at Cloudflare, and forgets its secret here.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import type { Connection } from '../connections/connection.ts';
import { canEdit } from '../connections/rights.ts';
import { plain } from '../tokens/markdown.ts';
import { parseTime, relativeTime } from '../tokens/times.ts';
import type { Token } from '../tokens/token.ts';
import { connectionOn, type CommandParts } from './context.ts';
import { orTrueNow } from './lostAnswer.ts';
import { rotationWarning } from './rotation/warning.ts';
import { chooseToken } from './target.ts';

/** Deletes the token of a tree row, or asks which. @throws ApiError, VaultError */
export async function deleteToken(parts: CommandParts, argument: unknown): Promise<void> {
  const { sessions, vault, connections, usage, leftRolls } = parts;
  const chosen = await chooseToken(
    sessions,
    argument,
    vscode.l10n.t('Which token should be deleted?'),
    canEdit,
  );
  if (chosen === undefined) return;
  const { session, token } = chosen;
  const runsOnIt = await connectionOn(connections, token);
  if (!(await confirmed(token, runsOnIt, rotationWarning(parts, token)))) return;
  // Gone already is what was wanted.
  const { api } = session;
  const deleting = api.deleteToken(token.owner, token.id).then(() => true as const, goneIsFine);
  await orTrueNow(deleting, () => api.getToken(token.owner, token.id).then(() => undefined, goneIsFine));
  session.drop(token.owner, token.id);
  // From here on the token is gone, whatever SecretStorage says.
  const forgetting = await Promise.allSettled([
    vault.forget('token', token.id),
    usage.forgetNotes(token.id),
    leftRolls.remove(token.id),
    ...(runsOnIt === undefined ? [] : [connections.remove(runsOnIt.id)]),
  ]);
  const name = plain(token.name);
  if (forgetting.every(({ status }) => status === 'fulfilled')) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Deleted “{0}”.', name));
  } else {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Deleted “{0}”, but its dead secret could not be removed from VS Code’s secret storage.',
        name,
      ),
    );
  }
}

function goneIsFine(error: unknown): true {
  if (error instanceof ApiError && error.kind === 'not-found') return true;
  throw error;
}

async function confirmed(token: Token, runsOnIt: Connection | undefined, warning: string): Promise<boolean> {
  const remove = vscode.l10n.t('Delete Token');
  const lastUsed = parseTime(token.lastUsedOn);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete “{0}”?', plain(token.name)),
    {
      modal: true,
      detail: [
        vscode.l10n.t('This cannot be undone. Whatever uses the token is refused from now on.'),
        lastUsed === undefined
          ? vscode.l10n.t('Cloudflare has not seen it in use.')
          : vscode.l10n.t('It was last used {0}.', relativeTime(lastUsed, new Date())),
        runsOnIt === undefined
          ? ''
          : vscode.l10n.t(
              'The connection {0} runs on this token and will be gone with it.',
              plain(runsOnIt.label),
            ),
        warning,
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    remove,
  );
  return answer === remove;
}
