// What was about to happen, written down before it is sent: a create or a roll whose host dies between Cloudflare's
// answer and the secret's keeping leaves its entry open, and the next start can say what became of it. It lies in VS
// Code's global state and holds no secret. A rotation keeps a record of its own.
import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { readOwner } from '../tokens/owner.ts';
import type { Owner, Policy, TokenRequest } from '../tokens/token.ts';
import type { Vault } from '../vault/vault.ts';
import { type Host, isAlive, readHost, thisHost } from './host.ts';
import { UNFINISHED } from './keys.ts';

/** What is about to be done. */
export type Intent = Where & (CreateIntent | RollIntent);

interface Where {
  readonly connectionId: string;
  readonly owner: Owner;
  /** The token's name. */
  readonly name: string;
}

interface CreateIntent {
  readonly kind: 'create';
  readonly policies: readonly Policy[];
}

interface RollIntent {
  readonly kind: 'roll';
  readonly tokenId: string;
}

/** An intent that was written down. */
export type Entry = Intent & {
  readonly id: string;
  readonly at: Date;
  readonly by: Host;
  /** Did the person see how it ended, or that nobody knows? */
  readonly told: boolean;
};

/** The hand on an entry of this window. */
export interface OpenEntry {
  /** Waits for the request; one that Cloudflare surely refused leaves nothing to look into. @throws what it throws */
  unlessRefused<T>(request: Promise<T>): Promise<T>;
  /** The secret was kept. The entry stays open while the secret is in memory only, and could still be lost. */
  kept(tokenId: string): Promise<void>;
  /** The person was told how it ended. */
  told(): Promise<void>;
}

export interface Journal {
  /** Writes an intent down; durable when it resolves. What cannot be written is no reason not to go on. */
  begin(intent: Intent): Promise<OpenEntry>;
  /** The entries whose host is gone. */
  interrupted(): readonly Entry[];
  /** Is another window rolling a token right now? */
  isRolledElsewhere(tokenId: string): boolean;
  close(id: string): Promise<void>;
}

/** One key each, so that two windows do not collide. */
const PREFIX = UNFINISHED.journal;
const VERSION = 1;
/** A roll takes no longer than this, in milliseconds; an entry may stay open for other reasons. */
const UNDER_WAY = 2 * 60_000;

/** Opens the journal kept in a memento. */
export function openJournal(
  state: vscode.Memento,
  vault: Pick<Vault, 'whereabouts' | 'unstored'>,
  log: Pick<vscode.LogOutputChannel, 'warn'>,
): Journal {
  async function write(id: string, entry: Entry | undefined): Promise<void> {
    try {
      const record = entry && { v: VERSION, ...entry, at: entry.at.toISOString() };
      await state.update(PREFIX + id, record);
    } catch (error) {
      log.warn(`The journal could not be written: ${error instanceof Error ? error.name : typeof error}`);
    }
  }

  async function isStored(tokenId: string): Promise<boolean> {
    const waiting = [...vault.unstored('token'), ...vault.unstored('connection')];
    if (waiting.includes(tokenId)) return false;
    const found = [await vault.whereabouts('token', tokenId), await vault.whereabouts('connection', tokenId)];
    return found.includes('stored');
  }

  const all = () =>
    state
      .keys()
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => readEntry(key.slice(PREFIX.length), state.get(key)) ?? []);

  return {
    async begin(intent) {
      const entry: Entry = { ...intent, id: randomUUID(), at: new Date(), by: thisHost, told: false };
      await write(entry.id, entry);
      return {
        async unlessRefused(request) {
          try {
            return await request;
          } catch (error) {
            await write(entry.id, undefined);
            throw error;
          }
        },

        async kept(tokenId) {
          if (await isStored(tokenId).catch(() => false)) await write(entry.id, undefined);
        },

        told: () => write(entry.id, { ...entry, told: true }),
      };
    },

    isRolledElsewhere: (tokenId) =>
      all().some(
        (entry) =>
          entry.kind === 'roll' &&
          entry.tokenId === tokenId &&
          !entry.told &&
          entry.by.id !== thisHost.id &&
          isAlive(entry.by, entry.at.getTime()) &&
          Date.now() - entry.at.getTime() < UNDER_WAY,
      ),

    interrupted: () =>
      all()
        .filter(({ by, at }) => !isAlive(by, at.getTime()))
        .sort((a, b) => a.at.getTime() - b.at.getTime()),

    close: (id) => write(id, undefined),
  };
}

/** The intent of a create. */
export function creating(connectionId: string, owner: Owner, { name, policies }: TokenRequest): Intent {
  return { kind: 'create', connectionId, owner, name, policies };
}

/** Reads an entry back; undefined where it is damaged, or a later version's. */
function readEntry(id: string, record: unknown): Entry | undefined {
  if (!isFields(record)) return undefined;
  const { kind, connectionId, name, tokenId, policies, told } = record;
  const [owner, by] = [readOwner(record['owner']), readHost(record['by'])];
  const at = new Date(typeof record['at'] === 'string' ? record['at'] : NaN);
  if (owner === undefined || by === undefined || Number.isNaN(at.getTime())) return undefined;
  if (typeof connectionId !== 'string' || typeof name !== 'string') return undefined;
  const rest = { id, connectionId, owner, name, at, by, told: told === true };
  if (kind === 'roll' && typeof tokenId === 'string') return { ...rest, kind, tokenId };
  return kind === 'create' && Array.isArray(policies)
    ? { ...rest, kind, policies: policies as readonly Policy[] }
    : undefined;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
