// "Disable Token" and "Enable Token": the same PUT with another status, built from a fresh read so that nothing is lost.
import * as vscode from 'vscode';
import type { Connection } from '../connections/connection.ts';
import { canEdit } from '../connections/rights.ts';
import { plain } from '../tokens/markdown.ts';
import { requestFromToken } from '../tokens/request.ts';
import type { Token } from '../tokens/token.ts';
import { connectionOn, type CommandParts } from './context.ts';
import { orGone } from './gone.ts';
import { orTrueNow } from './lostAnswer.ts';
import { rotationWarning } from './rotation/warning.ts';
import { chooseToken, isTarget } from './target.ts';

/** Disables or enables the token of a tree row, or asks which. @throws ApiError */
export async function changeStatus(
  parts: CommandParts,
  argument: unknown,
  status: 'active' | 'disabled',
): Promise<void> {
  const { sessions, connections } = parts;
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
  const runsOnIt = await connectionOn(connections, token);
  if (status === 'disabled' && !(await confirmed(token.name, runsOnIt, rotationWarning(parts, token))))
    return;
  // PUT replaces the whole token, so it starts from what Cloudflare has now, not from the list of a while ago.
  const current = await session.refresh(token.owner, token.id);
  const request = requestFromToken(current, { status });
  const changing = orGone(session, token, session.api.updateToken(token.owner, token.id, request));
  const changed = await orTrueNow(changing, async () => {
    const now = await session.refresh(token.owner, token.id);
    return now.status === status ? now : undefined;
  });
  session.learn(changed);
  // A row shows it by itself; whoever chose from the palette may not have it in sight.
  if (!isTarget(argument)) tellChanged(changed);
}

function tellChanged({ name, status }: Token): void {
  const words =
    status === 'disabled'
      ? vscode.l10n.t('Disabled “{0}”.', plain(name))
      : vscode.l10n.t('Enabled “{0}”.', plain(name));
  void vscode.window.showInformationMessage(words);
}

async function confirmed(name: string, runsOnIt: Connection | undefined, warning: string): Promise<boolean> {
  const disable = vscode.l10n.t('Disable Token');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Disable “{0}”?', plain(name)),
    {
      modal: true,
      detail: [
        runsOnIt === undefined
          ? vscode.l10n.t(
              'Everything that uses it is refused until it is enabled again. Its secret stays the same.',
            )
          : vscode.l10n.t(
              'The connection {0} runs on this token and stops working. Unless another connection may change it, the token can be enabled again only in the dashboard.',
              plain(runsOnIt.label),
            ),
        warning,
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    disable,
  );
  return answer === disable;
}
