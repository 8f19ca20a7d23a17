// The names under which VS Code's global state keeps what was begun and is not over yet, each with an id behind it.

/** What is looked for when a window opens, to load the rest of the extension only where there is something. */
export const UNFINISHED = { journal: 'journal:', rotation: 'rotation:', rolled: 'rolled:' } as const;
