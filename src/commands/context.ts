// What every command is given by the composition root.
import type * as vscode from 'vscode';
import type { Sessions } from '../connections/sessions.ts';
import type { Vault } from '../vault/vault.ts';

export interface CommandParts {
  readonly sessions: Sessions;
  readonly vault: Vault;
  readonly log: vscode.LogOutputChannel;
}
