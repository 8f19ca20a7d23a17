// Where the secrets that are kept here are used: found in the workspace by fingerprint, or noted by hand.
import * as vscode from 'vscode';
import { s3SecretOf } from '../insertion/s3Secret.ts';
import type { Vault } from '../vault/vault.ts';
import type { Consumer, Consumers } from './consumer.ts';
import { openFingerprints } from './fingerprints.ts';
import { openNotes } from './notes.ts';
import { openWorkspaceIndex } from './workspaceIndex.ts';

/** The id of the token whose kept secret this is; undefined where it is none. */
export type Recognize = (text: string) => string | undefined;

/** Token ids by fingerprint. */
interface Known {
  readonly secrets: ReadonlyMap<string, string>;
  /** By that of the secret access key that R2's S3 interface takes in its place. */
  readonly s3Secrets: ReadonlyMap<string, string>;
}

export interface Usage extends Consumers {
  /** What `of` would answer, as far as it is known without looking through the workspace now. */
  known(tokenId: string): readonly Consumer[] | undefined;
  /** Makes what tells whose kept secret a text is: the token's id. Good until the next change. @throws VaultError */
  recognizer(): Promise<Recognize>;
  /** The same for the S3 secret access keys that are made of kept secrets. @throws VaultError */
  s3Recognizer(): Promise<Recognize>;
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
  let reading: Promise<Known> | undefined;
  let latest: Known | undefined;
  let scanned = false;

  async function readSecrets(): Promise<Known> {
    const [secrets, s3Secrets] = [new Map<string, string>(), new Map<string, string>()];
    // The management token of a connection is a token, too; its id is the connection's.
    for (const kind of ['connection', 'token'] as const) {
      for (const id of await vault.ids(kind)) {
        const envelope = await vault.get(kind, id);
        if (envelope === undefined) continue;
        secrets.set(fingerprints.ofSecret(envelope.secret), id);
        s3Secrets.set(fingerprints.ofSecret(s3SecretOf(envelope.secret)), id);
      }
    }
    return { secrets, s3Secrets };
  }

  /** Reads the vault once, until it changes: every hover and lens asks. */
  async function knownSecrets(): Promise<Known> {
    const mine = (reading ??= readSecrets());
    try {
      const known = await mine;
      if (reading === mine) latest = known;
      return known;
    } catch (error) {
      if (reading === mine) reading = undefined;
      throw error;
    }
  }

  const recognizing =
    (tokens: ReadonlyMap<string, string>): Recognize =>
    (text) =>
      tokens.size === 0 ? undefined : tokens.get(fingerprints.ofText(text));

  function consumersOf(tokenId: string, { secrets, s3Secrets }: Known): Consumer[] {
    const wanted = new Set(
      [...secrets, ...s3Secrets].filter(([, id]) => id === tokenId).map(([fingerprint]) => fingerprint),
    );
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
      reading = undefined;
      changed.fire();
    }),
  ];

  return {
    async of(tokenId) {
      const [found] = await Promise.all([knownSecrets(), index.ready()]);
      if (!scanned) {
        scanned = true;
        changed.fire(); // `known` has an answer from now on
      }
      return consumersOf(tokenId, found);
    },

    known: (tokenId) => (scanned && latest !== undefined ? consumersOf(tokenId, latest) : undefined),

    recognizer: async () => recognizing((await knownSecrets()).secrets),
    s3Recognizer: async () => recognizing((await knownSecrets()).s3Secrets),

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
