// Rolls whose new secret is not yet everywhere that the old one was: what is left to do, kept until it is done. Of the
// dead secret only a digest is kept, by which it is recognised where it still stands.
import { createHmac } from 'node:crypto';
import * as vscode from 'vscode';
import { type Held, type Holding, valueOf } from '../insertion/held.ts';
import type { Place } from '../insertion/place.ts';
import { readPlaces } from '../insertion/readPlaces.ts';
import { readOwner } from '../tokens/owner.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Owner } from '../tokens/token.ts';
import { UNFINISHED } from './keys.ts';

export interface LeftRoll {
  readonly tokenId: string;
  readonly connectionId: string;
  readonly owner: Owner;
  readonly name: string;
  /** Variables that held the old secret. */
  readonly places: readonly Place[];
  /** Consumers that only a person can update. */
  readonly byHand: readonly string[];
  /** What gives way, secrets that are dead, as digests under the token's id. */
  readonly digests: readonly string[];
}

export interface LeftRolls {
  all(): readonly LeftRoll[];
  of(tokenId: string): LeftRoll | undefined;
  /** Keeps what is left of a roll; nothing at all is as good as forgotten. */
  save(left: LeftRoll): Promise<void>;
  remove(tokenId: string): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

const PREFIX = UNFINISHED.rolled;
const VERSION = 1;

/** Opens what is left of rolls, kept in a memento. */
export function openLeftRolls(state: vscode.Memento): LeftRolls {
  const changed = new vscode.EventEmitter<void>();
  const read = (key: string) => readLeft(key.slice(PREFIX.length), state.get(key));

  /** What cannot be written down is no reason not to roll. */
  async function write(tokenId: string, record: unknown): Promise<void> {
    await Promise.resolve(state.update(PREFIX + tokenId, record)).catch(() => undefined);
    changed.fire();
  }

  return {
    all: () =>
      state
        .keys()
        .filter((key) => key.startsWith(PREFIX))
        .flatMap((key) => read(key) ?? []),
    of: (tokenId) => read(PREFIX + tokenId),
    save: (left) =>
      write(
        left.tokenId,
        left.places.length + left.byHand.length === 0 ? undefined : { v: VERSION, ...left },
      ),
    remove: (tokenId) => write(tokenId, undefined),
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}

/** The digests of what a token's secret is in files. */
export function digestsOf(held: Held): string[] {
  const holdings: readonly Holding[] = ['secret', 's3-secret'];
  return holdings.map((holding) => digestOf(held.id, valueOf(held, holding).reveal()));
}

/** Recognises what gives way to the new secret. */
export function isDead({ tokenId, digests }: LeftRoll): (value: string) => boolean {
  return (value) => digests.includes(digestOf(tokenId, value));
}

/** Is a secret one of those that gave way? */
export function gaveWay({ tokenId, digests }: LeftRoll, secret: Secret): boolean {
  return digestsOf({ id: tokenId, secret }).some((digest) => digests.includes(digest));
}

/** What earlier rolls have left, where the last one was not made: its secret lives, and is no longer to give way. */
export function ofEarlier(left: LeftRoll, alive: Secret): LeftRoll {
  const living = digestsOf({ id: left.tokenId, secret: alive });
  return { ...left, digests: left.digests.filter((digest) => !living.includes(digest)) };
}

/** Keyed, because the plain SHA-256 of a secret is itself a secret: the one that R2's S3 interface takes. */
function digestOf(tokenId: string, text: string): string {
  return createHmac('sha256', `gives way: ${tokenId}`).update(text).digest('base64');
}

function readLeft(tokenId: string, record: unknown): LeftRoll | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { connectionId, owner, name, places, byHand, digests } = record as Record<string, unknown>;
  const readTo = readOwner(owner);
  if (typeof connectionId !== 'string' || typeof name !== 'string' || readTo === undefined) return undefined;
  return {
    tokenId,
    connectionId,
    owner: readTo,
    name,
    places: readPlaces(places),
    byHand: texts(byHand),
    digests: texts(digests),
  };
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string') : [];
}
