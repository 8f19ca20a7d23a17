// Where the parts of a draft get in each other's way: a zone that one part takes out is out for all, because
// Cloudflare lets an explicit deny win. Source: developers.cloudflare.com/fundamentals/api/how-to/create-via-api/.
import type { Draft, DraftPart, Named } from '../../src/tokens/draft.ts';
import type { GroupRef } from '../../src/tokens/token.ts';

/** Permissions that a part gives in vain on some of its zones. */
export interface Conflict {
  readonly part: number;
  readonly groups: readonly GroupRef[];
  readonly zones: readonly Named[];
}

/** The chosen zones of each part that another part excludes from the same permissions. */
export function conflictsOf({ parts }: Pick<Draft, 'parts'>): Conflict[] {
  return parts.flatMap((part, index) =>
    parts.flatMap((other, at): Conflict[] => {
      if (at === index) return [];
      const zones = chosenZones(part).filter(({ id }) => exceptions(other).has(id));
      const ids = new Set(other.groups.map(({ id }) => id));
      const groups = part.groups.filter(({ id }) => ids.has(id));
      return zones.length === 0 || groups.length === 0 ? [] : [{ part: index, groups, zones }];
    }),
  );
}

function chosenZones({ target }: DraftPart): readonly Named[] {
  return target.scope === 'zone' && target.zones !== 'all' && 'chosen' in target.zones
    ? target.zones.chosen
    : [];
}

function exceptions({ target }: DraftPart): ReadonlySet<string> {
  return new Set(target.scope === 'zone' ? target.except.map(({ id }) => id) : []);
}
