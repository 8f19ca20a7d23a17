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
  /** delete() rejects. */
  refuseDelete: boolean;
  /** get() cannot decrypt what there is, and removes it without a word, as VS Code does after a reset of the keyring. */
  cannotDecrypt: boolean;
  /** Events come twice, or not at all. */
  events: 'once' | 'twice' | 'never';
  /** Called when an entry was stored, before store() resolves: another window's moment. */
  afterStore: ((key: string) => void) | undefined;
  /** Another window changed an entry. */
  announce(key: string): void;
}

/** An empty SecretStorage in memory. */
export function fakeSecrets(): FakeSecrets {
  const entries = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const tell = ({ events }: FakeSecrets, key: string) => {
    for (let times = ['never', 'once', 'twice'].indexOf(events); times > 0; times--) changed.fire({ key });
  };
  return {
    entries,
    refuseStore: false,
    loseStore: false,
    refuseKeys: false,
    refuseGet: false,
    refuseDelete: false,
    cannotDecrypt: false,
    events: 'once',
    afterStore: undefined,
    onDidChange: changed.event,
    announce: (key) => changed.fire({ key }),
    async store(key, value) {
      if (this.refuseStore) throw new Error('The keyring is locked.');
      if (!this.loseStore) entries.set(key, value);
      tell(this, key);
      this.afterStore?.(key);
      return Promise.resolve();
    },
    async get(key) {
      if (this.refuseGet) throw new Error('The keyring is locked.');
      if (this.cannotDecrypt) entries.delete(key);
      return Promise.resolve(entries.get(key));
    },
    async delete(key) {
      if (this.refuseDelete) throw new Error('The keyring is locked.');
      entries.delete(key);
      tell(this, key);
      return Promise.resolve();
    },
    async keys() {
      if (this.refuseKeys) throw new Error('keys is not supported');
      return Promise.resolve([...entries.keys()]);
    },
  };
}
