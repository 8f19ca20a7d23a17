// Compares secrets with what stands in files without keeping either: by keyed hashes, under a key that is made for this
// window and goes with it. Nothing that could be found on a disk later says what a secret was.
import { createHmac, randomBytes } from 'node:crypto';
import type { Secret } from '../tokens/secret.ts';

export interface Fingerprints {
  /** The fingerprint of a text from a file. */
  ofText(text: string): string;
  ofSecret(secret: Secret): string;
}

/** Makes fingerprints under a new key. */
export function openFingerprints(): Fingerprints {
  const key = randomBytes(32);
  const ofText = (text: string) => createHmac('sha256', key).update(text).digest('base64');
  return { ofText, ofSecret: (secret) => ofText(secret.reveal()) };
}
