// Tokens that were made for one terminal, written down before they are, so that a window that dies leaves none behind.
import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { readOwner } from '../tokens/owner.ts';
import type { Owner } from '../tokens/token.ts';
import { type Host, isAlive, readHost, thisHost } from './host.ts';
import { UNFINISHED } from './keys.ts';

export interface ShortLived {
  /** The record's own. */
  readonly id: string;
  readonly connectionId: string;
  readonly owner: Owner;
  /** The name of the token, which nobody else gives to one. */
  readonly name: string;
  readonly at: Date;
  readonly by: Host;
}

export interface ShortLivedTokens {
  /** Writes down that a token is about to be made. @param name how to call the token, with a few random characters */
  begin(of: Pick<ShortLived, 'connectionId' | 'owner'>, name: (tag: string) => string): Promise<ShortLived>;
  end(id: string): Promise<void>;
  /** Those of windows that are gone. */
  leftOver(): readonly ShortLived[];
}

/** How long such a token lives, in milliseconds. */
export const SHORT_LIFE = 60 * 60_000;

const PREFIX = UNFINISHED.terminal;

/** Opens the records in a memento. */
export function openShortLivedTokens(state: vscode.Memento): ShortLivedTokens {
  return {
    async begin(of, name) {
      const id = randomBytes(4).toString('hex');
      const record: ShortLived = { ...of, id, name: name(id), at: new Date(), by: thisHost };
      await state.update(PREFIX + id, { v: 1, ...record, at: record.at.toISOString() });
      return record;
    },

    async end(id) {
      await state.update(PREFIX + id, undefined);
    },

    leftOver: () =>
      state
        .keys()
        .filter((key) => key.startsWith(PREFIX))
        .flatMap((key) => read(key.slice(PREFIX.length), state.get(key)) ?? [])
        .filter(({ by, at }) => !isAlive(by, at.getTime(), SHORT_LIFE)),
  };
}

function read(id: string, record: unknown): ShortLived | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { connectionId, name, at, by, owner } = record as Record<string, unknown>;
  const [host, readTo] = [readHost(by), readOwner(owner)];
  if (typeof connectionId !== 'string' || typeof name !== 'string' || typeof at !== 'string')
    return undefined;
  return host === undefined || readTo === undefined
    ? undefined
    : { id, connectionId, owner: readTo, name, at: new Date(at), by: host };
}
