// "Forget Secret": removes a token's secret from VS Code. The token lives on, and so does its secret wherever it is used.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import type { CommandParts } from './context.ts';
import { chooseStored } from './stored.ts';

/** Forgets the secret of a tree row's token, or asks which. @throws VaultError */
export async function forgetSecret(parts: CommandParts, argument: unknown): Promise<void> {
  const { vault, rotations } = parts;
  const stored = await chooseStored(parts, argument, vscode.l10n.t('Whose secret should VS Code forget?'));
  if (stored === undefined) return;
  const { id } = stored;
  const name = plain(stored.name);
  const onlyInMemory = (await vault.whereabouts('token', id)) === 'memory';
  if (!(await confirmed(name, onlyInMemory, rotations.of(id) !== undefined))) return;
  await vault.forget('token', id);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('VS Code no longer has the secret of “{0}”. The token itself is unchanged.', name),
  );
}

async function confirmed(name: string, onlyInMemory: boolean, isNeeded: boolean): Promise<boolean> {
  const forget = vscode.l10n.t('Forget Secret');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Forget the secret of “{0}”?', name),
    {
      modal: true,
      detail: [
        onlyInMemory
          ? vscode.l10n.t('It could not be stored yet, so this window’s memory is all that has it.')
          : vscode.l10n.t('It is removed from VS Code’s secret storage, in all windows.'),
        vscode.l10n.t(
          'The token lives on at Cloudflare: what uses it goes on working, and copies elsewhere, as in env files, stay.',
        ),
        vscode.l10n.t('Cloudflare never shows a secret again. To have one here again, roll the token.'),
        isNeeded ? vscode.l10n.t('A rotation that is under way needs it: it cannot be undone without.') : '',
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    forget,
  );
  return answer === forget;
}
