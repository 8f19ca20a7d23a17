// What every command is given by the composition root.
import type * as vscode from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import type { Sessions } from '../connections/sessions.ts';
import type { Usage } from '../usage/usage.ts';
import type { Vault } from '../vault/vault.ts';

export interface CommandParts {
  readonly sessions: Sessions;
  readonly connections: Connections;
  readonly vault: Vault;
  readonly usage: Usage;
  readonly log: vscode.LogOutputChannel;
}

/**
 * The connection that runs on a token, if one does: not only the one through which the token is seen. What happens to
 * such a token happens to its connection. @throws VaultError
 */
export async function connectionOn(
  connections: Connections,
  { id }: { readonly id: string },
): Promise<Connection | undefined> {
  return (await connections.list()).find((connection) => connection.id === id);
}
