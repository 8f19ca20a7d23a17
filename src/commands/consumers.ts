// "Note Where a Token Is Used": consumers out of this workspace's sight, such as a secret of a CI, noted by hand.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import { candidatesIn } from '../usage/candidates.ts';
import type { CommandParts } from './context.ts';
import { chooseToken, isTarget } from './target.ts';

const LONGEST = 200;

/** Notes a consumer of the token of a tree row, or asks which. The note may not hold a secret. */
export async function addConsumer({ sessions, usage }: CommandParts, argument: unknown): Promise<void> {
  const chosen = await chooseToken(sessions, argument, vscode.l10n.t('Which token is used elsewhere?'));
  if (chosen === undefined) return;
  const { token } = chosen;
  const label = await vscode.window.showInputBox({
    title: vscode.l10n.t('Where Is “{0}” Used?', plain(token.name)),
    prompt: vscode.l10n.t('In words, for yourself. It is shown with the token, and before it is rolled.'),
    placeHolder: vscode.l10n.t('GitHub Actions secret CF_TOKEN in repo x'),
    ignoreFocusOut: true,
    validateInput: problemWith,
  });
  if (label === undefined || label.trim() === '') return;
  await usage.note(token.id, label.trim());
}

function problemWith(text: string): string | undefined {
  if (text.length > LONGEST) return vscode.l10n.t('Use at most {0} characters.', LONGEST);
  return candidatesIn(text).length > 0
    ? vscode.l10n.t(
        'This looks as if it held a secret. Notes are not kept secret: say where it is, not what it is.',
      )
    : undefined;
}

/** Forgets the note of a tree row. */
export async function forgetConsumer({ usage }: CommandParts, argument: unknown): Promise<void> {
  if (!isTarget(argument) || !('consumer' in argument)) return;
  const { kind, id } = argument.consumer as { readonly kind?: unknown; readonly id?: unknown };
  if (kind === 'note' && typeof id === 'string') await usage.forgetNote(argument.tokenId, id);
}
