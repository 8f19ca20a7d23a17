// "Edit Token": finds out which token, and hands it to whoever opens it.
import * as vscode from 'vscode';
import { canEdit } from '../connections/rights.ts';
import { plain } from '../tokens/markdown.ts';
import type { Owner } from '../tokens/token.ts';
import type { CommandParts } from './context.ts';
import { chooseToken } from './target.ts';

/** A token to edit, and the connection to do it through. */
export interface TokenToEdit {
  readonly connectionId: string;
  readonly owner: Owner;
  /** Its id. */
  readonly edit: string;
  /** Safe for a title. */
  readonly name: string;
}

/** Opens the token of a tree row, or asks which. @throws ApiError when no list of tokens can be had */
export async function chooseToEdit(
  { sessions }: Pick<CommandParts, 'sessions'>,
  argument: unknown,
  open: (token: TokenToEdit) => void,
): Promise<void> {
  const question = vscode.l10n.t('Which token should be edited?');
  const chosen = await chooseToken(sessions, argument, question, canEdit);
  if (chosen === undefined) return;
  const { session, token } = chosen;
  open({
    connectionId: session.connection.id,
    owner: token.owner,
    edit: token.id,
    name: plain(token.name),
  });
}
