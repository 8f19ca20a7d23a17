// The seeds there are, and how a state is filled with one.
import type { State } from '../model.ts';
import { plantDemo } from './demo.ts';
import { plantEmpty } from './empty.ts';
import { plantLarge } from './large.ts';
import { plantLimited } from './limited.ts';
import type { Planted } from './planted.ts';

const seeds = { demo: plantDemo, large: plantLarge, empty: plantEmpty, limited: plantLimited };

/** Names of the seeds. */
export type SeedName = keyof typeof seeds;

/** Whether a text names a seed. */
export function isSeedName(text: string): text is SeedName {
  return Object.hasOwn(seeds, text);
}

/** The names, for messages. */
export const seedNames = Object.keys(seeds) as readonly SeedName[];

/** Fills an empty state. Ids and secrets are the same in every run; dates are relative to the state's clock. */
export function plant(state: State, name: SeedName): Planted {
  return seeds[name](state);
}
