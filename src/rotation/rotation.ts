// A rotation as it is kept while it lasts, which may be weeks: how far it has come, what it made and what it touched.
// It never holds a secret, so it may lie in VS Code's unencrypted state.
import type { Place } from '../insertion/place.ts';
import { readPlaces } from '../insertion/readPlaces.ts';
import { readOwner } from '../tokens/owner.ts';
import { suffixed } from '../tokens/suffixedName.ts';
import type { Owner } from '../tokens/token.ts';

/**
 * How far a rotation has come. Each is noted down before its work begins, so that after a crash the work is done
 * again, which changes nothing where it was done already.
 */
export const STAGES = [
  /** The twin is to be made; a request for it may have been sent. */
  'creating',
  /** The twin is there; its secret is to be kept, and to work. */
  'proving',
  /** The twin's secret is kept and works; where it goes is to be chosen. */
  'choosing',
  /** The chosen places are to hold the twin's secret. */
  'switching',
  /** All chosen places hold the twin's secret; the person is to say when what was deployed does. */
  'deploying',
  /** The old token is to be disabled for a while. */
  'cooling',
  /** The old token is to be deleted, and the twin to take its name. From here on nothing can be undone. */
  'deleting',
] as const;
export type Stage = (typeof STAGES)[number];

/** A consumer that only a person can update. */
export interface ByHand {
  /** For a person: `GitHub Actions secret CF_TOKEN in repo x`. */
  readonly label: string;
}

export interface Rotation {
  /** The id of the token that is replaced; a token has one rotation at a time. */
  readonly tokenId: string;
  readonly owner: Owner;
  /** The user behind the connection it was begun through, where known: tells one user's tokens from another's. */
  readonly userId?: string;
  /** The connection it was begun through. */
  readonly connectionId: string;
  /** The name of the token, which goes to the twin in the end. */
  readonly name: string;
  /** The name of the twin until then; nobody else gives it to a token. */
  readonly twinName: string;
  /** When the twin is to expire, RFC 3339; empty for never, absent for when the old token does. */
  readonly twinExpiresOn?: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly stage: Stage;
  /** A request for the twin may have been sent; RFC 3339. */
  readonly sentAt?: string;
  readonly twinId?: string;
  readonly places: readonly Place[];
  readonly byHand: readonly ByHand[];
  /** Places that hold the other secret, and are left to the person. */
  readonly givenUp: readonly Place[];
  /** When the old token was disabled, RFC 3339; absent while that is still to be done. */
  readonly disabledAt?: string | undefined;
  /** When the cooling time is over; RFC 3339. */
  readonly coolsUntil?: string;
  /** It is being taken back: first the old token and its secret come back, then the twin is deleted. */
  readonly undoing?: 'restoring' | 'deleting' | undefined;
}

const VERSION = 1;

/** The plain data to keep. */
export function toRecord(rotation: Rotation): Record<string, unknown> {
  return { v: VERSION, ...rotation };
}

/**
 * Reads a record back, tolerantly: a field that is missing or damaged reads as not there.
 * @returns undefined where the record does not even say which token is rotated, or how far: a stage of a later
 *   version cannot be gone on with here
 */
export function fromRecord(record: unknown): Rotation | undefined {
  if (!isFields(record)) return undefined;
  const owner = readOwner(record['owner']);
  const { tokenId, name, twinName, stage } = record;
  if (typeof tokenId !== 'string' || typeof name !== 'string' || typeof twinName !== 'string')
    return undefined;
  const known = STAGES.find((one) => one === stage);
  if (owner === undefined || known === undefined) return undefined;
  return {
    tokenId,
    owner,
    ...text(record, 'userId'),
    connectionId: typeof record['connectionId'] === 'string' ? record['connectionId'] : '',
    name,
    twinName,
    ...text(record, 'twinExpiresOn'),
    startedAt: typeof record['startedAt'] === 'string' ? record['startedAt'] : '',
    stage: known,
    ...text(record, 'sentAt'),
    ...text(record, 'twinId'),
    places: readPlaces(record['places']),
    byHand: listIn(record, 'byHand').flatMap((entry) =>
      typeof entry['label'] === 'string' ? { label: entry['label'] } : [],
    ),
    givenUp: readPlaces(record['givenUp']),
    ...text(record, 'disabledAt'),
    ...text(record, 'coolsUntil'),
    ...(record['undoing'] === 'restoring' || record['undoing'] === 'deleting'
      ? { undoing: record['undoing'] }
      : {}),
  };
}

/** Is a rotation at a stage, or beyond it? */
export function hasReached({ stage }: Rotation, other: Stage): boolean {
  return STAGES.indexOf(stage) >= STAGES.indexOf(other);
}

/**
 * The name of the twin: the token's with a suffix, cut to what Cloudflare takes.
 * @param tag a few random characters, so that a token of this name is this rotation's and no other's
 */
export function twinNameFor(name: string, tag: string): string {
  return suffixed(name, `(rotating ${tag})`);
}

/** Tokens an owner may have (Cloudflare docs: fundamentals/api/reference/limits). */
export function quotaOf(owner: Owner): number {
  return owner.kind === 'user' ? 50 : 500;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text<K extends string>(fields: Fields, key: K): Partial<Record<K, string>> {
  const value = fields[key];
  return (typeof value === 'string' ? { [key]: value } : {}) as Partial<Record<K, string>>;
}

function listIn(fields: Fields, key: string): Fields[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isFields) : [];
}
