// A SecretStorage for tests that can be made to fail the ways real ones do.
import * as vscode from 'vscode';

export interface FakeSecrets extends vscode.SecretStorage {
  readonly entries: Map<string, string>;
  /** store() rejects, as with a locked keyring. */
  refuseStore: boolean;
  /** store() resolves, but nothing is kept, as with a keyring that went away. */
  loseStore: boolean;
  /** keys() rejects, as some web hosts do. */
  refuseKeys: boolean;
  /** get() rejects. */
  refuseGet: boolean;
  /** Another window changed an entry. */
  announce(key: string): void;
}

/** An empty SecretStorage in memory. */
export function fakeSecrets(): FakeSecrets {
  const entries = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  return {
    entries,
    refuseStore: false,
    loseStore: false,
    refuseKeys: false,
    refuseGet: false,
    onDidChange: changed.event,
    announce: (key) => changed.fire({ key }),
    async store(key, value) {
      if (this.refuseStore) throw new Error('The keyring is locked.');
      if (!this.loseStore) entries.set(key, value);
      changed.fire({ key });
      return Promise.resolve();
    },
    async get(key) {
      if (this.refuseGet) throw new Error('The keyring is locked.');
      return Promise.resolve(entries.get(key));
    },
    async delete(key) {
      entries.delete(key);
      changed.fire({ key });
      return Promise.resolve();
    },
    async keys() {
      if (this.refuseKeys) throw new Error('keys is not supported');
      return Promise.resolve([...entries.keys()]);
    },
  };
}
