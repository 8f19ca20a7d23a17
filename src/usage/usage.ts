// Where the secrets that are kept here are used: found in the workspace by fingerprint, or noted by hand.
import * as vscode from 'vscode';
import type { Vault } from '../vault/vault.ts';
import type { Consumer, Consumers } from './consumer.ts';
import { openFingerprints } from './fingerprints.ts';
import { openNotes } from './notes.ts';
import { openWorkspaceIndex } from './workspaceIndex.ts';

/** The id of the token whose kept secret this is; undefined where it is none. */
export type Recognize = (text: string) => string | undefined;

export interface Usage extends Consumers {
  /** What `of` would answer, as far as it is known without looking through the workspace now. */
  known(tokenId: string): readonly Consumer[] | undefined;
  /** Makes what tells whose kept secret a text is: the token's id. Good until the next change. @throws VaultError */
  recognizer(): Promise<Recognize>;
  /** Notes a consumer that is out of sight. */
  note(tokenId: string, label: string): Promise<void>;
  forgetNote(tokenId: string, noteId: string): Promise<void>;
  /** The token is gone, and so is what was noted about it. */
  forgetNotes(tokenId: string): Promise<void>;
  dispose(): void;
}

/** Opens what is known of uses; nothing is looked at before somebody asks. */
export function openUsage(vault: Vault, globalState: vscode.Memento): Usage {
  const fingerprints = openFingerprints();
  const index = openWorkspaceIndex(fingerprints);
  const notes = openNotes(globalState);
  const changed = new vscode.EventEmitter<void>();
  /** Token ids by the fingerprint of their secret. */
  let secrets: Promise<ReadonlyMap<string, string>> | undefined;
  let latest: ReadonlyMap<string, string> | undefined;
  let scanned = false;

  async function readSecrets(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    // The management token of a connection is a token, too; its id is the connection's.
    for (const kind of ['connection', 'token'] as const) {
      for (const id of await vault.ids(kind)) {
        const envelope = await vault.get(kind, id);
        if (envelope !== undefined) found.set(fingerprints.ofSecret(envelope.secret), id);
      }
    }
    return found;
  }

  /** Reads the vault once, until it changes: every hover and lens asks. */
  async function secretsByFingerprint(): Promise<ReadonlyMap<string, string>> {
    const reading = (secrets ??= readSecrets());
    try {
      const found = await reading;
      if (secrets === reading) latest = found;
      return found;
    } catch (error) {
      if (secrets === reading) secrets = undefined;
      throw error;
    }
  }

  function consumersOf(tokenId: string, found: ReadonlyMap<string, string>): Consumer[] {
    const wanted = new Set([...found].filter(([, id]) => id === tokenId).map(([fingerprint]) => fingerprint));
    const places = wanted.size === 0 ? [] : index.find(wanted);
    return [
      ...places.map(({ uri, place: { variable, line } }): Consumer => {
        const file = vscode.workspace.asRelativePath(uri);
        return variable === undefined
          ? { kind: 'text', uri, line, label: vscode.l10n.t('{0} (line {1})', file, line + 1) }
          : { kind: 'variable', uri, variable, line, label: `${file} (${variable})` };
      }),
      ...notes.of(tokenId),
    ];
  }

  const subscriptions = [
    index,
    changed,
    index.onDidChange(() => changed.fire()),
    vault.onDidChange(() => {
      secrets = undefined;
      changed.fire();
    }),
  ];

  return {
    async of(tokenId) {
      const [found] = await Promise.all([secretsByFingerprint(), index.ready()]);
      if (!scanned) {
        scanned = true;
        changed.fire(); // `known` has an answer from now on
      }
      return consumersOf(tokenId, found);
    },

    known: (tokenId) => (scanned && latest !== undefined ? consumersOf(tokenId, latest) : undefined),

    async recognizer() {
      const found = await secretsByFingerprint();
      return (text) => (found.size === 0 ? undefined : found.get(fingerprints.ofText(text)));
    },

    async note(tokenId, label) {
      await notes.add(tokenId, label);
      changed.fire();
    },

    async forgetNote(tokenId, noteId) {
      await notes.forget(tokenId, noteId);
      changed.fire();
    },

    async forgetNotes(tokenId) {
      if (notes.of(tokenId).length === 0) return;
      await notes.forgetAll(tokenId);
      changed.fire();
    },

    onDidChange: changed.event,

    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
