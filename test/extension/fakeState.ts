// A state of the workspace that lives in memory.
import type { AttemptStore } from '../../src/wizard/attempts.ts';

export interface FakeState extends AttemptStore {
  /** All that was kept, as JSON: what would be on disk. */
  readonly text: () => string;
}

/** An empty state. */
export function fakeState(): FakeState {
  const kept = new Map<string, unknown>();
  return {
    get: (key) => structuredClone(kept.get(key)),
    update: async (key, value) => {
      kept.set(key, structuredClone(value));
      return Promise.resolve();
    },
    text: () => JSON.stringify([...kept]),
  };
}
