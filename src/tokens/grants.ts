// Policies as rows a person thinks in: one permission, with what it applies to.
import { type Catalogue, type CatalogueEntry, entryOf } from './catalogue.ts';
import type { Names } from './names.ts';
import { parseResources, type Resource, resourceWords } from './resources.ts';
import type { Policy } from './token.ts';

/** A permission on some resources. */
export interface Grant {
  readonly entry: CatalogueEntry;
  /** `allow` or `deny`; an open list. */
  readonly effect: string;
  readonly resources: readonly Resource[];
  /** The resources in words, in the same order: `example.com`, `all zones of Acme`. */
  readonly words: readonly string[];
}

/** One row for each permission of each policy, in their order. */
export function grantsOf(policies: readonly Policy[], catalogue: Catalogue, names: Names): Grant[] {
  return policies.flatMap(({ effect, groups, resources: raw }) => {
    const resources = parseResources(raw);
    const words = resources.map((resource) => resourceWords(resource, names));
    return groups.map((group) => ({ entry: entryOf(catalogue, group), effect, resources, words }));
  });
}
