// A Memento for tests: VS Code's global state, in memory.
import type * as vscode from 'vscode';

export interface FakeState extends vscode.Memento {
  readonly entries: Map<string, unknown>;
}

/** An empty one. Like VS Code's own, it keeps values as JSON. */
export function fakeState(): FakeState {
  const entries = new Map<string, unknown>();
  return {
    entries,
    keys: () => [...entries.keys()],
    get: <T>(key: string, otherwise?: T) => (entries.has(key) ? (entries.get(key) as T) : otherwise) as T,
    update(key, value) {
      entries.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  };
}
