// Who uses a token's secret: places in the workspace that hold it, and places elsewhere that a person noted. Plain
// data, which never holds the secret itself.
import type * as vscode from 'vscode';

/**
 * A variable of an env file whose value is the secret, or the S3 secret access key that is made of it. A new one can be
 * put there (insertion/replace.ts).
 */
export interface VariableConsumer {
  readonly kind: 'variable';
  readonly uri: vscode.Uri;
  readonly variable: string;
  /** Where the value begins; zero-based, as VS Code counts. */
  readonly line: number;
  /** For a person: `.env (CLOUDFLARE_API_TOKEN)`. */
  readonly label: string;
}

/** Another text that holds the secret: Wrangler's configuration, a workflow, an open document. It is changed by hand. */
export interface TextConsumer {
  readonly kind: 'text';
  readonly uri: vscode.Uri;
  readonly line: number;
  /** For a person: `wrangler.toml (line 12)`. */
  readonly label: string;
}

/** A place outside the workspace that a person noted: `GitHub Actions secret CF_TOKEN in repo x`. */
export interface NotedConsumer {
  readonly kind: 'note';
  /** Names the note among those of its token. */
  readonly id: string;
  /** The note itself, as it was written; untrusted text for whatever shows it. */
  readonly label: string;
}

export type Consumer = VariableConsumer | TextConsumer | NotedConsumer;

/** Finds and remembers consumers. */
export interface Consumers {
  /**
   * The consumers of a token's stored secret, and what was noted about the token. The first call looks through the
   * workspace; later ones know.
   * @throws VaultError
   */
  of(tokenId: string): Promise<readonly Consumer[]>;
  /** What `of` answers has changed. */
  readonly onDidChange: vscode.Event<void>;
}
