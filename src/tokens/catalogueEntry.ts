// What the extension knows of a permission group, and the catalogue of those an owner can give.
import type { Scope } from './scope.ts';

/** A permission group with the words a person sees for it. */
export interface CatalogueEntry {
  /** 32 hex characters; what policies name. */
  readonly id: string;
  /** The API's name, e.g. `DNS Write`. */
  readonly name: string;
  readonly scope: Scope;
  /** The API's name of the scope; empty for a group that nobody knows. */
  readonly apiScope: string;
  /** The dashboard's label, e.g. `DNS`. */
  readonly label: string;
  /** The dashboard's level, e.g. `Edit`: an open list. Empty for a group that nobody knows. */
  readonly level: string;
  /** The API's product category, e.g. `dns_and_zones`. */
  readonly product?: string;
  /** Older and newer API names of the same group. */
  readonly aliases: readonly string[];
  readonly description?: string;
  /** false: Cloudflare says that this caller may not give it. */
  readonly selectable: boolean;
  readonly deprecated: boolean;
}

/** The permission groups of one owner. */
export interface Catalogue {
  /** What Cloudflare lists, by scope, label and level. */
  readonly entries: readonly CatalogueEntry[];
  /** The same by id. */
  readonly byId: ReadonlyMap<string, CatalogueEntry>;
}

/** `DNS Edit`: label and level as the dashboard shows them. Where the level is unknown, the label alone. */
export function entryWords({ label, level }: Pick<CatalogueEntry, 'label' | 'level'>): string {
  return level === '' ? label : `${label} ${level}`;
}

/**
 * Orders entries by label, then by API name, whatever their case. Labels are English words, so the plain order will
 * do, and is the same everywhere.
 */
export function byLabel(a: CatalogueEntry, b: CatalogueEntry): number {
  return compareText(a.label, b.label) || compareText(a.name, b.name);
}

function compareText(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}
