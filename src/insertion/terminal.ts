// Opens a terminal in which a variable holds a secret: that one terminal, of which VS Code keeps nothing for later.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';

/**
 * Opens a terminal with a secret in its environment.
 * @returns false in Restricted Mode: a shell may run what the workspace brings along
 */
export function openTerminalWith(secret: Secret, variable: string, tokenName: string): boolean {
  if (!vscode.workspace.isTrusted) return false;
  const name = plain(tokenName);
  const terminal = vscode.window.createTerminal({
    name: vscode.l10n.t('Token “{0}”', name),
    iconPath: new vscode.ThemeIcon('key'),
    env: { [variable]: secret.reveal() },
    // Not revived after a reload: VS Code would have to write the environment down for that.
    isTransient: true,
    message: vscode.l10n.t('${0} holds the secret of “{1}”, in this terminal only.', variable, name),
  });
  terminal.show();
  return true;
}
