// The kept secrets that stand in a document, each with its token: what hovers and lenses are about.
import type * as vscode from 'vscode';
import { findToken, type Located } from '../connections/findToken.ts';
import type { Sessions } from '../connections/sessions.ts';
import { candidatesIn } from '../usage/candidates.ts';
import type { Usage } from '../usage/usage.ts';

export interface EditingParts {
  readonly sessions: Sessions;
  readonly usage: Usage;
}

/** A secret of a document, by where it stands. */
export interface KeptSecret {
  readonly start: number;
  readonly end: number;
  readonly tokenId: string;
  /** Is it the secret access key that R2's S3 interface takes, which is made of the secret? */
  readonly isS3: boolean;
  /** Undefined where no connection sees the token any more. */
  readonly located?: Located;
}

/** Longer documents are passed over; characters. */
const LONGEST = 1_000_000;

/** Finds them all, in order. @throws VaultError */
export async function keptSecretsIn(
  { sessions, usage }: EditingParts,
  document: vscode.TextDocument,
): Promise<KeptSecret[]> {
  const text = document.getText();
  const candidates = text.length > LONGEST ? [] : candidatesIn(text);
  if (candidates.length === 0) return [];
  const [recognize, recognizeS3] = [await usage.recognizer(), await usage.s3Recognizer()];
  const known = candidates.flatMap(({ text: candidate, start, end }) => {
    const ofToken = recognize(candidate);
    const tokenId = ofToken ?? recognizeS3(candidate);
    return tokenId === undefined ? [] : [{ start, end, tokenId, isS3: ofToken === undefined }];
  });
  const tokens = new Map<string, Located | undefined>();
  for (const { tokenId } of known) {
    if (!tokens.has(tokenId)) tokens.set(tokenId, await findToken(sessions, tokenId));
  }
  return known.map((secret) => {
    const located = tokens.get(secret.tokenId);
    return located === undefined ? secret : { ...secret, located };
  });
}
