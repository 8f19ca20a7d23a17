// The permission groups as rows of a list: one per scope and label, with its levels beside each other.
import type { Catalogue, CatalogueEntry } from '../../../src/tokens/catalogueEntry.ts';
import { searchCatalogue } from '../../../src/tokens/catalogueSearch.ts';
import { type Scope } from '../../../src/tokens/scope.ts';

export interface PermissionRow {
  readonly key: string;
  readonly scope: Scope;
  readonly label: string;
  readonly levels: readonly CatalogueEntry[];
}

/** The rows of one scope, those that a search found apart from the others. */
export interface PermissionSection {
  readonly scope: Scope;
  /** Best first. */
  readonly found: readonly PermissionRow[];
  /** They stay in the page, hidden: making them anew would cost more than a keystroke may. */
  readonly others: readonly PermissionRow[];
}

const SECTION_ORDER: readonly Scope[] = ['zone', 'account', 'user', 'bucket', 'other'];

/**
 * The sections of a catalogue and what a query finds in them, optionally in one scope only. A row that is found by
 * one of its levels comes with all of them, so that Read stands beside Edit.
 */
export function sectionsOf(
  catalogue: Catalogue,
  query: string,
  only: Scope | undefined,
): PermissionSection[] {
  const rows = rowsOf(catalogue);
  const hits = new Set(searchCatalogue(catalogue, query).map(rowKey));
  const found = [...hits].flatMap((key) => rows.get(key) ?? []);
  return scopesOf(catalogue).map((scope) => {
    const isFound = ({ key }: PermissionRow) => hits.has(key) && (only === undefined || only === scope);
    return {
      scope,
      found: found.filter((row) => row.scope === scope && isFound(row)),
      others: [...rows.values()].filter((row) => row.scope === scope && !isFound(row)),
    };
  });
}

/** How many rows were found. */
export function foundCount(sections: readonly PermissionSection[]): number {
  return sections.reduce((sum, { found }) => sum + found.length, 0);
}

/** The scopes that a catalogue has groups of, in display order. */
export function scopesOf(catalogue: Catalogue): Scope[] {
  const present = new Set(catalogue.entries.map(({ scope }) => scope));
  return SECTION_ORDER.filter((scope) => present.has(scope));
}

const built = new WeakMap<Catalogue, ReadonlyMap<string, PermissionRow>>();

/** Rows keep their identity from search to search, so that unchanged ones need no new rendering. */
function rowsOf(catalogue: Catalogue): ReadonlyMap<string, PermissionRow> {
  const known = built.get(catalogue);
  if (known !== undefined) return known;
  const rows = new Map<string, PermissionRow & { levels: CatalogueEntry[] }>();
  for (const entry of catalogue.entries) {
    const key = rowKey(entry);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { key, scope: entry.scope, label: entry.label, levels: [entry] });
    else row.levels.push(entry);
  }
  built.set(catalogue, rows);
  return rows;
}

function rowKey({ apiScope, label }: CatalogueEntry): string {
  return `${apiScope} ${label}`;
}
