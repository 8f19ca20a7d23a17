// The permission groups as rows of a list: one per scope and label, with its levels beside each other.
import type { Catalogue, CatalogueEntry } from '../../../src/tokens/catalogueEntry.ts';
import { searchCatalogue } from '../../../src/tokens/catalogueSearch.ts';
import { type Scope } from '../../../src/tokens/scope.ts';
import { byProduct, productOf } from './product-words.ts';

export interface PermissionRow {
  readonly key: string;
  readonly scope: Scope;
  readonly product: string;
  readonly label: string;
  readonly levels: readonly CatalogueEntry[];
}

/** The rows of one scope, those that a search found apart from the others. */
export interface PermissionSection {
  readonly scope: Scope;
  /** By product; in the answer to a search, all as one and the best first. */
  readonly found: readonly ProductRows[];
  readonly count: number;
  /** They stay in the page, hidden: making them anew would cost more than a keystroke may. */
  readonly others: readonly PermissionRow[];
}

export interface ProductRows {
  /** Absent in the answer to a search. */
  readonly product?: string;
  readonly rows: readonly PermissionRow[];
}

/** What to look for: words, and perhaps in one scope or product only. */
export interface PermissionQuery {
  readonly text: string;
  readonly scope?: Scope;
  readonly product?: string;
}

const SECTION_ORDER: readonly Scope[] = ['zone', 'account', 'user', 'bucket', 'other'];

/**
 * The sections of a catalogue and what a query finds in them. A row that is found by one of its levels comes with all
 * of them, so that Read stands beside Edit.
 */
export function sectionsOf(catalogue: Catalogue, query: PermissionQuery): PermissionSection[] {
  const rows = rowsOf(catalogue);
  const hits = new Set(searchCatalogue(catalogue, query.text).map(rowKey));
  const isFound = ({ key, scope, product }: PermissionRow) =>
    hits.has(key) &&
    (query.scope === undefined || query.scope === scope) &&
    (query.product === undefined || query.product === product);
  const found = [...hits].flatMap((key) => rows.get(key) ?? []).filter(isFound);
  return scopesOf(catalogue).map((scope) => {
    const here = found.filter((row) => row.scope === scope);
    return {
      scope,
      found: query.text.trim() === '' ? byProducts(here) : [{ rows: here }],
      count: here.length,
      others: [...rows.values()].filter((row) => row.scope === scope && !isFound(row)),
    };
  });
}

function byProducts(rows: readonly PermissionRow[]): ProductRows[] {
  const products = [...new Set(rows.map(({ product }) => product))].sort(byProduct);
  return products.map((product) => ({ product, rows: rows.filter((row) => row.product === product) }));
}

/** How many rows were found. */
export function foundCount(sections: readonly PermissionSection[]): number {
  return sections.reduce((sum, { count }) => sum + count, 0);
}

/** The scopes that a catalogue has groups of, in display order. */
export function scopesOf(catalogue: Catalogue): Scope[] {
  const present = new Set(catalogue.entries.map(({ scope }) => scope));
  return SECTION_ORDER.filter((scope) => present.has(scope));
}

/** The products that a catalogue has groups of, in display order. */
export function productsOf(catalogue: Catalogue): string[] {
  return [...new Set(catalogue.entries.map(productOf))].sort(byProduct);
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
    if (row !== undefined) row.levels.push(entry);
    else {
      const { scope, label } = entry;
      rows.set(key, { key, scope, product: productOf(entry), label, levels: [entry] });
    }
  }
  built.set(catalogue, rows);
  return rows;
}

function rowKey({ apiScope, label }: CatalogueEntry): string {
  return `${apiScope} ${label}`;
}
