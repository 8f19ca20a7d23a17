// "Insert Here": puts a stored secret into the variable of an env file that a code lens or a completion stands at.
import * as vscode from 'vscode';
import { insertSecret, type Target } from '../insertion/insert.ts';
import type { CommandParts } from './context.ts';
import { chooseStored, storedOf, withSecret } from './stored.ts';

/** Where to, and whose secret where that is settled; never the secret itself. */
export interface InsertHere extends Target {
  readonly tokenId?: string;
}

/** Inserts the secret of the given token, or asks which. @throws VaultError */
export async function insertHere(parts: CommandParts, argument: unknown): Promise<void> {
  if (!isInsertHere(argument)) return;
  const { tokenId, variable } = argument;
  const stored =
    tokenId === undefined
      ? await chooseStored(
          parts,
          undefined,
          vscode.l10n.t('Whose secret should be inserted as {0}?', variable),
        )
      : await storedOf(parts, tokenId);
  const chosen = stored && (await withSecret(parts, stored));
  if (chosen !== undefined) await insertSecret({ name: chosen.name }, chosen.secret, argument);
}

function isInsertHere(argument: unknown): argument is InsertHere {
  if (typeof argument !== 'object' || argument === null) return false;
  const { uri, variable } = argument as Partial<Record<keyof InsertHere, unknown>>;
  return uri instanceof vscode.Uri && typeof variable === 'string';
}
