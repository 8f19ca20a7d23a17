// Takes secrets out of text that leaves the client: what Cloudflare said, error texts, log lines.
import type { Secret } from '../tokens/secret.ts';

const REDACTED = '[redacted]';

// The shapes of Cloudflare's prefixed credentials and Origin CA keys (docs: fundamentals/api/get-started/token-formats).
// Legacy 40-character tokens have no shape of their own (a git hash looks the same): those need `known`.
const CREDENTIAL = /\b(?:cf(?:ut|at|k|oat)_[A-Za-z0-9_-]{20,}|v1\.0-[a-f0-9]{24}-[a-f0-9]{146})/g;
const BEARER = /\b(Bearer|Basic)\s+[A-Za-z0-9_\-.~+/=]{8,}/gi;
const URL_CREDENTIALS = /(\/\/)[^\s/@]+@/g;

/**
 * Replaces everything that looks like a Cloudflare credential, an authorization header or a password in a URL,
 * and every secret in `known`, by `[redacted]`.
 */
export function redact(text: string, known: readonly Secret[] = []): string {
  let result = text;
  for (const secret of known) {
    const revealed = secret.reveal();
    if (revealed !== '') result = result.replaceAll(revealed, REDACTED);
  }
  return result
    .replace(CREDENTIAL, REDACTED)
    .replace(BEARER, `$1 ${REDACTED}`)
    .replace(URL_CREDENTIALS, `$1${REDACTED}@`);
}
