// Ids and secrets in Cloudflare's shapes: random ones for what is made at run time, repeatable ones for seeds.
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The kinds of secrets this server makes. */
export type SecretKind = 'user' | 'account';

/** A fresh id: 32 hex characters. */
export function randomId(): string {
  return randomBytes(16).toString('hex');
}

/** The id that belongs to a label; the same label always gives the same 32 hex characters. */
export function seededId(label: string): string {
  return createHash('sha256').update(`id:${label}`).digest('hex').slice(0, 32);
}

/** A fresh secret; `legacy` asks for the 40 characters without a prefix that Cloudflare made before spring 2026. */
export function randomSecret(kind: SecretKind, legacy = false): string {
  return secretFrom(kind, legacy, randomBytes(40));
}

/** The secret that belongs to a label. */
export function seededSecret(kind: SecretKind, label: string): string {
  return secretFrom(kind, false, createHash('sha512').update(`secret:${label}`).digest());
}

/** The Global API key that belongs to a label, in the older shape: 37 hex characters. */
export function seededApiKey(label: string): string {
  return createHash('sha256').update(`key:${label}`).digest('hex').slice(0, 37);
}

// What Cloudflare's checksum covers is not public; here it is the CRC32 of the prefix and the 40 characters.
function secretFrom(kind: SecretKind, legacy: boolean, bytes: Uint8Array): string {
  let body = '';
  for (const byte of bytes.subarray(0, 40)) body += ALPHANUMERIC.charAt(byte % ALPHANUMERIC.length);
  if (legacy) return body;
  const text = `${kind === 'user' ? 'cfut_' : 'cfat_'}${body}`;
  return text + crc32(text).toString(16).padStart(8, '0');
}
