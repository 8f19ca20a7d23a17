// The names under which VS Code's state keeps what was begun and is not over yet.

/** In the global state, each with an id behind it. Looked for when a window opens, to load the rest only where needed. */
export const UNFINISHED = {
  journal: 'journal:',
  rotation: 'rotation:',
  rolled: 'rolled:',
  terminal: 'terminal:',
} as const;

/**
 * In the global state, with the id of a token behind it that a rotation has deleted: the id of the one in its place, for
 * workspaces that have not been open since.
 */
export const SUCCESSOR = 'successor:';

/** In the state of the workspace. */
export const OF_WORKSPACE = {
  /** What the workspace's terminals are to know. */
  terminals: 'terminals',
  /** Tokens whose secrets its tasks and launch configurations may have. */
  inputs: 'inputs',
} as const;
