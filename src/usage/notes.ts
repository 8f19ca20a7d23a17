// Consumers that a person noted by hand, kept in VS Code's global state: they hold no secret, and are as good in another
// workspace as in this one.
import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { NotedConsumer } from './consumer.ts';

export interface Notes {
  of(tokenId: string): readonly NotedConsumer[];
  /** @param label what was noted; see that it holds no secret */
  add(tokenId: string, label: string): Promise<void>;
  forget(tokenId: string, noteId: string): Promise<void>;
  /** Forgets what was noted about a token. */
  forgetAll(tokenId: string): Promise<void>;
}

const KEY = 'consumers';

/** The notes of a memento: `{ <token id>: [{ id, label }] }`. What does not read as such is no note. */
export function openNotes(globalState: vscode.Memento): Notes {
  function all(): Record<string, readonly NotedConsumer[]> {
    const kept: unknown = globalState.get(KEY);
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).map(([tokenId, notes]) => [
        tokenId,
        Array.isArray(notes) ? notes.flatMap((note: unknown) => readNote(note) ?? []) : [],
      ]),
    );
  }

  async function keep(tokenId: string, notes: readonly NotedConsumer[]): Promise<void> {
    const kept = Object.entries({ ...all(), [tokenId]: notes }).filter(([, ofToken]) => ofToken.length > 0);
    await globalState.update(
      KEY,
      Object.fromEntries(kept.map(([id, ofToken]) => [id, ofToken.map(({ id, label }) => ({ id, label }))])),
    );
  }

  const of = (tokenId: string) => all()[tokenId] ?? [];

  return {
    of,
    add: (tokenId, label) => keep(tokenId, [...of(tokenId), { kind: 'note', id: randomUUID(), label }]),
    forget: (tokenId, noteId) =>
      keep(
        tokenId,
        of(tokenId).filter(({ id }) => id !== noteId),
      ),
    forgetAll: (tokenId) => keep(tokenId, []),
  };
}

function readNote(value: unknown): NotedConsumer | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, label } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof label === 'string' ? { kind: 'note', id, label } : undefined;
}
