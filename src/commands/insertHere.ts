// "Insert Here": puts a stored secret into the variable of an env file that a code lens or a completion stands at.
import * as vscode from 'vscode';
import { findToken } from '../connections/findToken.ts';
import { insertSecret, type Target } from '../insertion/insert.ts';
import type { CommandParts } from './context.ts';
import { tellMissing } from './copySecret.ts';
import { chooseToken } from './target.ts';

/** Where to, and whose secret where that is settled; never the secret itself. */
export interface InsertHere extends Target {
  readonly tokenId?: string;
}

/** Inserts the secret of the given token, or asks which. @throws VaultError, ApiError */
export async function insertHere({ sessions, vault }: CommandParts, argument: unknown): Promise<void> {
  if (!isInsertHere(argument)) return;
  const chosen = argument.tokenId === undefined ? undefined : await findToken(sessions, argument.tokenId);
  const stored = new Set(await vault.ids('token'));
  const question = vscode.l10n.t('Whose secret should be inserted as {0}?', argument.variable);
  const { token } =
    chosen ?? (await chooseToken(sessions, undefined, question, ({ id }) => stored.has(id))) ?? {};
  if (token === undefined) return;
  const envelope = await vault.get('token', token.id);
  if (envelope === undefined) return tellMissing(token.name);
  await insertSecret(token, envelope.secret, argument);
}

function isInsertHere(argument: unknown): argument is InsertHere {
  if (typeof argument !== 'object' || argument === null) return false;
  const { uri, variable } = argument as Partial<Record<keyof InsertHere, unknown>>;
  return uri instanceof vscode.Uri && typeof variable === 'string';
}
