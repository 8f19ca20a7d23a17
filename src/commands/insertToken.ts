// "Insert Secret into .env": finds the token's secret, and hands it to the insertion.
import * as vscode from 'vscode';
import type { Sessions } from '../connections/sessions.ts';
import { insertSecret } from '../insertion/insert.ts';
import { type ToolVariable, variablesOf } from '../tokens/tokenVariables.ts';
import type { CommandParts } from './context.ts';
import { chooseSecret } from './stored.ts';

/** Inserts the secret of a tree row's token, or asks which. @throws VaultError */
export async function insertToken(parts: CommandParts, argument: unknown): Promise<void> {
  const chosen = await chooseSecret(parts, argument, vscode.l10n.t('Whose secret should be inserted?'));
  if (chosen === undefined) return;
  const { id, name, secret } = chosen;
  await insertSecret({ name, variables: await variablesIfKnown(parts.sessions, id) }, secret);
}

/** What tools read that a token suits, where its list was fetched already: a stored secret needs no network. */
async function variablesIfKnown(sessions: Sessions, id: string): Promise<readonly ToolVariable[]> {
  for (const session of await sessions.all()) {
    for (const { owner } of session.connection.owners) {
      const token = session.known(owner)?.tokens.find((known) => known.id === id);
      if (token !== undefined) return variablesOf(token, session.catalogue(owner));
    }
  }
  return [];
}
