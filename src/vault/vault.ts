// The only door to SecretStorage. A secret that could not be stored stays here, in memory, until it can be.
import * as vscode from 'vscode';
import type { Secret } from '../tokens/secret.ts';
import { type Envelope, idsOf, keyOf, type RecordKind, seal, unseal } from './envelope.ts';

/** SecretStorage failed or lost an entry. The secret at hand, if any, is still in memory (`Vault.get` finds it). */
export class VaultError extends Error {
  /** Is the secret that could not be stored in memory? */
  readonly kept: boolean;

  constructor(message: string, cause: unknown, { kept = false }: { readonly kept?: boolean } = {}) {
    super(message, { cause });
    this.name = 'VaultError';
    this.kept = kept;
  }
}

/** Where a secret is: safe in SecretStorage, only in this window's memory, or nowhere. */
export type Whereabouts = 'stored' | 'memory' | 'none';

export interface Vault {
  /**
   * Keeps a secret. It is in memory before the first await, so a failure loses nothing.
   * @throws VaultError when SecretStorage refuses, or does not give back what was written.
   */
  put(kind: RecordKind, id: string, secret: Secret, about: Readonly<Record<string, unknown>>): Promise<void>;
  /** Tries again to store what is only in memory. @returns whether there was anything to store. @throws VaultError */
  retry(kind: RecordKind, id: string): Promise<boolean>;
  /**
   * Reads one record; memory wins over SecretStorage, being newer. undefined when there is none, or when VS Code
   * dropped it because it could not decrypt it.
   * @throws VaultError when SecretStorage cannot be read at all.
   */
  get(kind: RecordKind, id: string): Promise<Envelope | undefined>;
  /** The ids of all records of a kind. @throws VaultError */
  ids(kind: RecordKind): Promise<string[]>;
  /** The ids of those records that are only in memory, because storing them failed. */
  unstored(kind: RecordKind): string[];
  whereabouts(kind: RecordKind, id: string): Promise<Whereabouts>;
  /** Forgets one record, in memory and in storage. @throws VaultError */
  forget(kind: RecordKind, id: string): Promise<void>;
  /** Something was put or forgotten, here or in another window. May come twice, or late: read again on it. */
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Opens the vault on an extension's SecretStorage. */
export function openVault(secrets: vscode.SecretStorage): Vault {
  /** What is being stored, or could not be: newer than what SecretStorage has. */
  const inMemory = new Map<string, Envelope>();
  const failed = new Set<string>();
  const changed = new vscode.EventEmitter<void>();
  const outside = secrets.onDidChange(({ key }) => {
    const own = inMemory.get(key);
    if (own === undefined || !failed.has(key)) changed.fire();
    else void giveWay(key, own).finally(() => changed.fire());
  });

  /** A newer secret of the same token, stored by another window, is the one that counts. */
  async function giveWay(key: string, own: Envelope): Promise<void> {
    const text = await Promise.resolve(secrets.get(key)).catch(() => undefined);
    const theirs = text === undefined ? undefined : unseal(text);
    if (theirs === undefined || theirs.storedAt <= own.storedAt || inMemory.get(key) !== own) return;
    inMemory.delete(key);
    failed.delete(key);
  }

  async function store(key: string, envelope: Envelope): Promise<void> {
    const text = seal(envelope);
    try {
      await secrets.store(key, text);
      // A keyring that is gone makes some platforms accept a value and lose it at once.
      if ((await secrets.get(key)) !== text) throw new Error('The stored entry reads back differently.');
    } catch (cause) {
      // A newer secret has taken its place, or it was forgotten: there is nothing to be kept any more.
      if (inMemory.get(key) !== envelope) return;
      failed.add(key);
      changed.fire();
      const message = vscode.l10n.t('VS Code could not keep the secret in its secret storage.');
      throw new VaultError(message, cause, { kept: true });
    }
    if (inMemory.get(key) !== envelope) return;
    inMemory.delete(key);
    failed.delete(key);
    changed.fire();
  }

  return {
    async put(kind, id, secret, about) {
      const key = keyOf(kind, id);
      const envelope: Envelope = { secret, about, storedAt: new Date().toISOString() };
      inMemory.set(key, envelope);
      await store(key, envelope);
    },

    async retry(kind, id) {
      const key = keyOf(kind, id);
      const envelope = inMemory.get(key);
      if (envelope === undefined) return false;
      await store(key, envelope);
      return true;
    },

    async get(kind, id) {
      const key = keyOf(kind, id);
      const newest = inMemory.get(key);
      if (newest !== undefined) return newest;
      try {
        const text = await secrets.get(key);
        return text === undefined ? undefined : unseal(text);
      } catch (cause) {
        throw unreadable(cause);
      }
    },

    async ids(kind) {
      const waiting = idsOf(kind, [...failed]);
      try {
        return [...new Set([...idsOf(kind, await secrets.keys()), ...waiting])];
      } catch (cause) {
        throw unreadable(cause);
      }
    },

    unstored(kind) {
      return idsOf(kind, [...failed]);
    },

    async whereabouts(kind, id) {
      const key = keyOf(kind, id);
      if (failed.has(key)) return 'memory';
      try {
        return (await secrets.keys()).includes(key) ? 'stored' : 'none';
      } catch (cause) {
        throw unreadable(cause);
      }
    },

    async forget(kind, id) {
      const key = keyOf(kind, id);
      inMemory.delete(key);
      failed.delete(key);
      try {
        await secrets.delete(key);
      } catch (cause) {
        throw new VaultError(
          vscode.l10n.t('VS Code could not remove the secret from its secret storage.'),
          cause,
        );
      } finally {
        changed.fire();
      }
    },

    onDidChange: changed.event,

    dispose() {
      outside.dispose();
      changed.dispose();
    },
  };
}

function unreadable(cause: unknown): VaultError {
  return new VaultError(vscode.l10n.t('VS Code could not read its secret storage.'), cause);
}
