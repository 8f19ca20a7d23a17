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
  /** Keeps other data beside a secret, where there is one; when it was stored stays. @throws VaultError */
  describe(kind: RecordKind, id: string, about: Readonly<Record<string, unknown>>): Promise<void>;
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
  /** The keys as they were last read. */
  let seen: ReadonlySet<string> = new Set();
  const subscriptions = [
    changed,
    secrets.onDidChange(({ key }) => {
      const own = inMemory.get(key);
      if (own === undefined || !failed.has(key)) changed.fire();
      else void giveWay(key, own).finally(() => changed.fire());
    }),
    // Changes in other windows are not always told of (microsoft/vscode#187247).
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) lookAgain().catch(() => undefined);
    }),
  ];

  async function readKeys(): Promise<string[]> {
    try {
      const keys = await secrets.keys();
      seen = new Set(keys);
      return keys;
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  async function lookAgain(): Promise<void> {
    const before = seen;
    const keys = await readKeys();
    if (keys.length !== before.size || keys.some((key) => !before.has(key))) changed.fire();
  }

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
      const kept = await secrets.get(key);
      if (kept !== text && !isLater(kept, envelope))
        throw new Error('The stored entry reads back differently.');
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

    async describe(kind, id, about) {
      const key = keyOf(kind, id);
      const read = await this.get(kind, id);
      // A newer secret may have come while the old one was read.
      const latest = inMemory.get(key) ?? read;
      if (latest === undefined) return;
      const envelope: Envelope = { ...latest, about };
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
        // VS Code removes an entry that it cannot decrypt, and says nothing.
        if (text === undefined && seen.has(key)) lookAgain().catch(() => undefined);
        return text === undefined ? undefined : unseal(text);
      } catch (cause) {
        throw unreadable(cause);
      }
    },

    async ids(kind) {
      const waiting = idsOf(kind, [...failed]);
      return [...new Set([...idsOf(kind, await readKeys()), ...waiting])];
    },

    unstored(kind) {
      return idsOf(kind, [...failed]);
    },

    async whereabouts(kind, id) {
      const key = keyOf(kind, id);
      if (failed.has(key)) return 'memory';
      return (await readKeys()).includes(key) ? 'stored' : 'none';
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
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** Did another window store a secret of its own meanwhile? It is the newer one, then, and ours is superseded. */
function isLater(text: string | undefined, { storedAt }: Envelope): boolean {
  const other = text === undefined ? undefined : unseal(text);
  return other !== undefined && other.storedAt >= storedAt;
}

function unreadable(cause: unknown): VaultError {
  return new VaultError(vscode.l10n.t('VS Code could not read its secret storage.'), cause);
}
