// "Insert Secret into .env": finds the token and its secret, and hands them to the insertion.
import * as vscode from 'vscode';
import { insertSecret } from '../insertion/insert.ts';
import { variablesOf } from '../tokens/tokenVariables.ts';
import type { CommandParts } from './context.ts';
import { tellMissing } from './copySecret.ts';
import { chooseToken } from './target.ts';

/** Inserts the secret of a tree row's token, or asks which. @throws VaultError, ApiError */
export async function insertToken({ sessions, vault }: CommandParts, argument: unknown): Promise<void> {
  const stored = new Set(await vault.ids('token'));
  const question = vscode.l10n.t('Whose secret should be inserted?');
  const chosen = await chooseToken(sessions, argument, question, ({ id }) => stored.has(id));
  if (chosen === undefined) return;
  const envelope = await vault.get('token', chosen.token.id);
  if (envelope === undefined) return tellMissing(chosen.token.name);
  const { token, session } = chosen;
  const variables = variablesOf(token, session.catalogue(token.owner));
  await insertSecret({ name: token.name, variables }, envelope.secret);
}
