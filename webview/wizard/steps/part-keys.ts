// What tells the cards of a draft's parts apart while parts come and go.
import type { DraftPart } from '../../../src/tokens/draft.ts';

/** A key for each part, by its permissions; where several parts have the same, they are counted. */
export function partKeys(parts: readonly DraftPart[]): string[] {
  const seen = new Map<string, number>();
  return parts.map(({ groups, target }) => {
    const key = [target.scope, ...groups.map(({ id }) => id)].join(' ');
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return `${key} ${count}`;
  });
}
