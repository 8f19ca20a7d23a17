// "Disable Token" and "Enable Token": the same PUT with another status, built from a fresh read so that nothing is lost.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import { requestFromToken } from '../tokens/request.ts';
import type { CommandParts } from './context.ts';
import { orGone } from './gone.ts';
import { canEdit } from './rights.ts';
import { chooseToken } from './target.ts';

/** Disables or enables the token of a tree row, or asks which. @throws ApiError */
export async function changeStatus(
  { sessions }: CommandParts,
  argument: unknown,
  status: 'active' | 'disabled',
): Promise<void> {
  const question =
    status === 'disabled'
      ? vscode.l10n.t('Which token should be disabled?')
      : vscode.l10n.t('Which token should be enabled?');
  const chosen = await chooseToken(
    sessions,
    argument,
    question,
    (token, session) =>
      canEdit(token, session) && token.status === (status === 'disabled' ? 'active' : 'disabled'),
  );
  if (chosen === undefined) return;
  const { session, token } = chosen;
  const isOwn = token.id === session.connection.id;
  if (status === 'disabled' && !(await confirmed(token.name, isOwn))) return;
  // PUT replaces the whole token, so it starts from what Cloudflare has now, not from the list of a while ago.
  const current = await session.refresh(token.owner, token.id);
  const request = requestFromToken(current, { status });
  session.learn(await orGone(session, token, session.api.updateToken(token.owner, token.id, request)));
}

async function confirmed(name: string, isOwn: boolean): Promise<boolean> {
  const disable = vscode.l10n.t('Disable Token');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Disable “{0}”?', plain(name)),
    {
      modal: true,
      detail: isOwn
        ? vscode.l10n.t(
            'This is the token of the connection itself: the connection stops working, and the token can be enabled again only in the dashboard.',
          )
        : vscode.l10n.t(
            'Everything that uses it is refused until it is enabled again. Its secret stays the same.',
          ),
    },
    disable,
  );
  return answer === disable;
}
