// What a variable can hold of a token: its secret, or one half of the pair that R2's S3 API takes.
import * as vscode from 'vscode';
import { Secret } from '../tokens/secret.ts';
import { s3SecretOf } from './s3Secret.ts';
import { findUses, type Use } from './uses.ts';

/** A token, and its secret. */
export interface Held {
  readonly id: string;
  readonly secret: Secret;
}

/** The secret itself, the S3 secret access key that is made of it, or the access key id, which is the token's id. */
export type Holding = 'secret' | 's3-secret' | 's3-id';

/** What stands in a variable that holds something of a token. An id is no secret, but handled the same. */
export function valueOf({ id, secret }: Held, holding: Holding): Secret {
  switch (holding) {
    case 'secret':
      return secret;
    case 's3-secret':
      return s3SecretOf(secret);
    case 's3-id':
      return new Secret(id);
  }
}

/** A variable of an env file that holds something of a token. */
export type HoldingUse = Use & { readonly holding: Holding };

/**
 * Finds the variables that hold something of a token. Its id counts only beside the S3 secret: in the same folder, whose
 * env files are read together.
 */
export async function findHoldings(held: Held): Promise<HoldingUse[]> {
  const as = async (holding: Holding): Promise<HoldingUse[]> =>
    (await findUses(valueOf(held, holding))).map((use) => ({ ...use, holding }));
  const [secrets, s3Secrets] = [await as('secret'), await as('s3-secret')];
  const folders = new Set(s3Secrets.map(({ uri }) => folderOf(uri)));
  const ids = folders.size === 0 ? [] : (await as('s3-id')).filter(({ uri }) => folders.has(folderOf(uri)));
  return [...secrets, ...s3Secrets, ...ids];
}

/** The folder that a file lies in, to compare. */
export function folderOf(uri: vscode.Uri): string {
  return vscode.Uri.joinPath(uri, '..').toString();
}
