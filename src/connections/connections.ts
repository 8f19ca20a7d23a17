// The connections this person has made: read from the vault when first asked for, kept up to date from there on.
import type * as vscode from 'vscode';
import type { Secret } from '../tokens/secret.ts';
import type { Vault } from '../vault/vault.ts';
import { type Connection, fromRecord, toRecord } from './connection.ts';

export interface Connections {
  /** All connections, by label. @throws VaultError when SecretStorage cannot be read. */
  list(): Promise<readonly Connection[]>;
  /** The management token of a connection; undefined when VS Code lost it. @throws VaultError */
  secret(id: string): Promise<Secret | undefined>;
  /** Adds a connection, or renews the one with the same id. @throws VaultError (the secret is then in memory only) */
  save(connection: Connection, secret: Secret): Promise<void>;
  /** Keeps what has become known of a connection. @throws VaultError */
  update(connection: Connection): Promise<void>;
  /** Tries again to store a connection that is in memory only. @throws VaultError */
  storeAgain(id: string): Promise<void>;
  /** Forgets a connection and its management token; the token itself stays valid at Cloudflare. @throws VaultError */
  remove(id: string): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
}

/** Opens the list of connections kept in a vault. */
export function openConnections(vault: Vault): Connections {
  return {
    async list() {
      const found: Connection[] = [];
      for (const id of await vault.ids('connection')) {
        const envelope = await vault.get('connection', id);
        const connection = envelope && fromRecord(id, envelope.about);
        if (connection !== undefined) found.push(connection);
      }
      return found.sort((a, b) => a.label.localeCompare(b.label) || a.id.localeCompare(b.id));
    },

    async secret(id) {
      return (await vault.get('connection', id))?.secret;
    },

    async save(connection, secret) {
      await vault.put('connection', connection.id, secret, toRecord(connection));
    },

    async update(connection) {
      await vault.describe('connection', connection.id, toRecord(connection));
    },

    async storeAgain(id) {
      await vault.retry('connection', id);
    },

    async remove(id) {
      await vault.forget('connection', id);
    },

    onDidChange: vault.onDidChange,
  };
}
