// "Insert Secret into .env": finds the token's secret, and hands it to the insertion.
import * as vscode from 'vscode';
import { insertSecret } from '../insertion/insert.ts';
import type { CommandParts } from './context.ts';
import { chooseSecret } from './stored.ts';

/** Inserts the secret of a tree row's token, or asks which. @throws VaultError */
export async function insertToken(parts: CommandParts, argument: unknown): Promise<void> {
  const chosen = await chooseSecret(parts, argument, vscode.l10n.t('Whose secret should be inserted?'));
  if (chosen !== undefined) await insertSecret(chosen, chosen.secret);
}
