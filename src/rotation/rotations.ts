// The rotations under way, kept in VS Code's global state, which survives the window and holds no secrets.
import * as vscode from 'vscode';
import { isAlive, readHost, thisHost } from '../journal/host.ts';
import { SUCCESSOR, UNFINISHED } from '../journal/keys.ts';
import { fromRecord, hasReached, type Rotation, toRecord } from './rotation.ts';

export interface Rotations {
  /** All of them, the oldest first. */
  all(): readonly Rotation[];
  /** The rotation of a token, or the one that made it as a twin. */
  of(tokenId: string): Rotation | undefined;
  save(rotation: Rotation): Promise<void>;
  /**
   * Keeps what the person decided about a rotation.
   * @returns false, and keeps nothing, where it has got on since they were asked: the answer is to another question
   */
  decide(about: Rotation, decided: Rotation): Promise<boolean>;
  /** @param successor the token that has taken its place for good */
  remove(tokenId: string, successor?: string): Promise<void>;
  /** The token that has taken another's place, if one has: the twin does when all places have its secret. */
  successorOf(tokenId: string): string | undefined;
  /** Does something for a rotation, unless another window, or this one, is at it already. */
  alone<T>(tokenId: string, work: () => Promise<T>): Promise<T | 'busy'>;
  /** Rotations came, went, or got on, in this window or (noticed when this one gets the focus) in another. */
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** One key each, so that two windows that save different rotations do not collide. */
const PREFIX = UNFINISHED.rotation;
const AT_WORK = 'rotation-at-work:';

/** Opens the rotations kept in a memento. */
export function openRotations(state: vscode.Memento): Rotations {
  const changed = new vscode.EventEmitter<void>();
  /** What this window is at. */
  const here = new Set<string>();
  let last = '';

  function all(): Rotation[] {
    return state
      .keys()
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => fromRecord(state.get(key)) ?? [])
      .sort((a, b) => a.startedAt.localeCompare(b.startedAt) || a.tokenId.localeCompare(b.tokenId));
  }

  function nextAfter(id: string): string | undefined {
    const rotation = all().find(({ tokenId }) => tokenId === id);
    if (rotation !== undefined)
      return rotation.undoing === undefined && hasReached(rotation, 'deploying')
        ? rotation.twinId
        : undefined;
    const kept = state.get(SUCCESSOR + id);
    return typeof kept === 'string' ? kept : undefined;
  }

  function announce(): void {
    const now = JSON.stringify(all());
    if (now === last) return;
    last = now;
    changed.fire();
  }
  last = JSON.stringify(all());

  const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused) announce();
  });

  return {
    all,
    of: (id) => all().find(({ tokenId, twinId }) => tokenId === id || twinId === id),

    async save(rotation) {
      await state.update(PREFIX + rotation.tokenId, toRecord(rotation));
      announce();
    },

    async decide(about, decided) {
      const now = fromRecord(state.get(PREFIX + about.tokenId));
      if (now === undefined || !isSame(now, about)) return false;
      await this.save(decided);
      return true;
    },

    async remove(tokenId, successor) {
      if (successor !== undefined) await state.update(SUCCESSOR + tokenId, successor);
      await state.update(PREFIX + tokenId, undefined);
      announce();
    },

    successorOf(tokenId) {
      const passed = new Set([tokenId]);
      let last: string | undefined;
      for (let next = nextAfter(tokenId); next !== undefined && !passed.has(next); next = nextAfter(next)) {
        passed.add(next);
        last = next;
      }
      return last;
    },

    async alone(tokenId, work) {
      const key = AT_WORK + tokenId;
      if (here.has(key) || isTaken(state.get(key))) return 'busy';
      here.add(key);
      try {
        await state.update(key, { by: thisHost, at: Date.now() });
        return await work();
      } finally {
        here.delete(key);
        await state.update(key, undefined);
      }
    },

    onDidChange: changed.event,

    dispose() {
      focus.dispose();
      changed.dispose();
    },
  };
}

/** Compared as they are kept: there, what is undefined is absent. */
function isSame(a: Rotation, b: Rotation): boolean {
  const kept = (rotation: Rotation) => JSON.stringify(fromRecord(toRecord(rotation)));
  return kept(a) === kept(b);
}

/** Is another host at work? */
function isTaken(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { by, at } = value as Record<string, unknown>;
  const host = readHost(by);
  return host !== undefined && typeof at === 'number' && host.id !== thisHost.id && isAlive(host, at);
}
