// The order in which tokens are listed.
import type { Token } from './token.ts';

/** Compares by name as people read it, then by id, so that equal names keep their places. */
export function byName(a: Pick<Token, 'name' | 'id'>, b: Pick<Token, 'name' | 'id'>): number {
  return a.name.localeCompare(b.name) || a.id.localeCompare(b.id);
}
