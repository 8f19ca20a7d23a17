// "Duplicate Token": finds out which token, and hands it to whoever starts another one like it.
import * as vscode from 'vscode';
import type { Owner } from '../tokens/token.ts';
import type { CommandParts } from './context.ts';
import { chooseToken } from './target.ts';

/** A token to start like, and the connection to read it through. */
export interface TokenToStartLike {
  readonly connectionId: string;
  readonly owner: Owner;
  readonly tokenId: string;
}

/**
 * Takes the token of a tree row, or asks which.
 * @returns undefined when the person thought better of it
 * @throws ApiError when no list of tokens can be had
 */
export async function chooseToDuplicate(
  { sessions }: Pick<CommandParts, 'sessions'>,
  argument: unknown,
): Promise<TokenToStartLike | undefined> {
  const question = vscode.l10n.t('Which token should the new one be like?');
  const chosen = await chooseToken(sessions, argument, question);
  if (chosen === undefined) return undefined;
  const { session, token } = chosen;
  return { connectionId: session.connection.id, owner: token.owner, tokenId: token.id };
}
