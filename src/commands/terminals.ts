// Secrets without a file: in one terminal, in all terminals of the workspace, or for a task that asks for it.
import * as vscode from 'vscode';
import { chooseName } from '../insertion/chooseName.ts';
import { openTerminalWith } from '../insertion/terminal.ts';
import { plain } from '../tokens/markdown.ts';
import type { CommandParts } from './context.ts';
import { chooseSecret } from './stored.ts';

/** "Open Terminal with Token": one terminal knows the secret as a variable; nothing is kept. @throws VaultError */
export async function openTerminal(parts: CommandParts, argument: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    tellUntrustedTerminal();
    return;
  }
  const chosen = await chooseSecret(parts, argument, vscode.l10n.t('Which token should the terminal have?'));
  if (chosen === undefined) return;
  const title = vscode.l10n.t('Open a Terminal with the Secret of “{0}”', plain(chosen.name));
  const variable = await chooseName(title);
  if (variable !== undefined) openTerminalWith(chosen.secret, variable, chosen.name);
}

/** "Use in This Workspace's Terminals": every terminal that is opened from now on knows the secret. @throws VaultError */
export async function useInTerminals(parts: CommandParts, argument: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    tellUntrustedTerminal();
    return;
  }
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Open a folder first: the token is for the terminals of a workspace.'),
    );
    return;
  }
  const question = vscode.l10n.t('Which token should this workspace’s terminals have?');
  const chosen = await chooseSecret(parts, argument, question);
  if (chosen === undefined) return;
  const name = plain(chosen.name);
  const variable = await chooseName(vscode.l10n.t('Use “{0}” in This Workspace’s Terminals', name));
  if (variable === undefined) return;
  await parts.terminals.use({ variable, tokenId: chosen.id, name: chosen.name });
  const open = vscode.l10n.t('Open Terminal');
  const withdraw = vscode.l10n.t('Withdraw');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'New terminals of this workspace have the secret of “{0}” as {1}, and so has all that runs in them. It is not written to disk.',
      name,
      variable,
    ),
    open,
    withdraw,
  );
  if (answer === open) vscode.window.createTerminal().show();
  if (answer === withdraw) await withdrawFromTerminals(parts);
}

/** "Withdraw Tokens from Terminals". */
export async function withdrawFromTerminals({ terminals }: CommandParts): Promise<void> {
  const variables = terminals
    .all()
    .map(({ variable }) => variable)
    .join(', ');
  await terminals.withdraw();
  void vscode.window.showInformationMessage(
    variables === ''
      ? vscode.l10n.t('The terminals of this workspace have no token.')
      : vscode.l10n.t(
          'New terminals no longer have {0}. Those that are open keep it until they are closed.',
          variables,
        ),
  );
}

/** Says why no terminal was given a secret. */
export function tellUntrustedTerminal(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'In a workspace that you do not trust, terminals get no secrets: a shell may run what the workspace brings along. Trust it first.',
    ),
  );
}
