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

/** The rows of one scope. */
export interface PermissionSection {
  readonly scope: Scope;
  readonly rows: readonly PermissionRow[];
}

const SECTION_ORDER: readonly Scope[] = ['zone', 'account', 'user', 'bucket', 'other'];

/**
 * The sections with what a query finds, optionally of one scope only. A row that is found by one of its levels is
 * shown with all of them, so that Read stands beside Edit. Found rows come best first, others in the catalogue's order.
 */
export function sectionsOf(catalogue: Catalogue, query: string, only: Scope | undefined): PermissionSection[] {
  const rows = rowsOf(catalogue);
  const found = new Set(searchCatalogue(catalogue, query).map(rowKey));
  const order = query.trim() === '' ? rows.keys() : found.values();
  const sections = new Map<Scope, PermissionRow[]>();
  for (const key of order) {
    const row = found.has(key) ? rows.get(key) : undefined;
    if (row === undefined || (only !== undefined && row.scope !== only)) continue;
    const section = sections.get(row.scope);
    if (section === undefined) sections.set(row.scope, [row]);
    else section.push(row);
  }
  return SECTION_ORDER.flatMap((scope) => {
    const inScope = sections.get(scope);
    return inScope === undefined ? [] : [{ scope, rows: inScope }];
  });
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
