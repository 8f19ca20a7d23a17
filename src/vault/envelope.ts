// What lies in SecretStorage: one entry per secret, in a versioned JSON envelope that an older or newer version
// of the extension can still read as far as it understands it.
import { Secret } from '../tokens/secret.ts';

const VERSION = 1;

/** Two kinds of secrets are kept: those of tokens, and the management tokens behind connections. */
export type RecordKind = 'token' | 'connection';

/** What is kept beside a secret. Never shown with it. */
export interface Envelope {
  readonly secret: Secret;
  /** Plain data of the record's kind, as it was stored; check before use. */
  readonly about: Readonly<Record<string, unknown>>;
  /** RFC 3339. */
  readonly storedAt: string;
}

/** The SecretStorage key of a record, e.g. `token:<id>`. */
export function keyOf(kind: RecordKind, id: string): string {
  return `${kind}:${id}`;
}

/** The ids of all records of a kind among SecretStorage's keys. */
export function idsOf(kind: RecordKind, keys: readonly string[]): string[] {
  const prefix = `${kind}:`;
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** The text to put into SecretStorage. */
export function seal(envelope: Envelope): string {
  const { about, storedAt, secret } = envelope;
  return JSON.stringify({ v: VERSION, secret: secret.reveal(), storedAt, about });
}

/**
 * Reads an entry back. Tolerant: fields that are missing or of another type read as empty, and a newer version is
 * read as far as it goes.
 * @returns undefined when the entry holds no secret at all.
 */
export function unseal(text: string): Envelope | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(raw) || typeof raw['secret'] !== 'string' || raw['secret'] === '') return undefined;
  return {
    secret: new Secret(raw['secret']),
    about: isRecord(raw['about']) ? raw['about'] : {},
    storedAt: typeof raw['storedAt'] === 'string' ? raw['storedAt'] : '',
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
