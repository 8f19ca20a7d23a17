// Joins the permission groups that Cloudflare lists with what the bundled data knows of them.
import { type BundledGroup, bundledById, bundledByName, bundledGroups } from './bundledGroups.ts';
import { byLabel, type Catalogue, type CatalogueEntry } from './catalogueEntry.ts';
import { wordsFor } from './groupWords.ts';
import { strengthOf } from './levels.ts';
import { API_SCOPES, type Scope, scopeOf } from './scope.ts';
import type { GroupRef, Owner, PermissionGroup } from './token.ts';

export { type Catalogue, type CatalogueEntry, entryWords } from './catalogueEntry.ts';
export { searchCatalogue } from './catalogueSearch.ts';

/**
 * Makes the catalogue of an owner from the list that Cloudflare gives for it. An empty list makes a catalogue that
 * offers nothing, and still has words for every group that the bundled data knows (see entryOf).
 */
export function buildCatalogue(groups: readonly PermissionGroup[]): Catalogue {
  return catalogueOf(groups.map((group) => entryFromList(group)));
}

/**
 * The catalogue to go by where Cloudflare's list cannot be had: every bundled group with a known id. For an account
 * owner without the user permissions, which account tokens cannot hold.
 */
export function offlineCatalogue(owner: Owner): Catalogue {
  return catalogueOf(
    bundledGroups().flatMap((row) => {
      const offered = row.id !== null && (owner.kind === 'user' || row.scope !== API_SCOPES.user);
      return offered ? [entryFromBundle(row, row.id)] : [];
    }),
  );
}

/**
 * The words for a group that a policy names. Falls back from the owner's catalogue to the bundled data, and from
 * there to a placeholder that shows the name in the policy, or the id.
 */
export function entryOf(catalogue: Catalogue, group: GroupRef): CatalogueEntry {
  const known = catalogue.byId.get(group.id);
  if (known !== undefined) return known;
  const row = bundledById(group.id);
  return row === undefined ? placeholder(group) : entryFromBundle(row, group.id);
}

function catalogueOf(entries: CatalogueEntry[]): Catalogue {
  entries.sort(inDisplayOrder);
  return { entries, byId: new Map(entries.map((entry) => [entry.id, entry])) };
}

const SCOPE_ORDER: readonly Scope[] = ['zone', 'account', 'user', 'bucket', 'other'];

function inDisplayOrder(a: CatalogueEntry, b: CatalogueEntry): number {
  const byScope = SCOPE_ORDER.indexOf(a.scope) - SCOPE_ORDER.indexOf(b.scope);
  if (byScope !== 0) return byScope;
  return a.label === b.label ? strengthOf(a.level) - strengthOf(b.level) || byLabel(a, b) : byLabel(a, b);
}

function entryFromList(group: PermissionGroup): CatalogueEntry {
  const apiScope = group.scopes[0] ?? '';
  const row = bundledById(group.id) ?? bundledByName(apiScope, group.name);
  const product = group.category ?? row?.product;
  return {
    id: group.id,
    name: group.name,
    scope: scopeOf(apiScope),
    apiScope,
    ...listedWords(group.name, row),
    ...(product === undefined ? {} : { product }),
    aliases:
      row === undefined ? [] : [row.name, ...(row.aliases ?? [])].filter((name) => name !== group.name),
    ...(group.description === undefined ? {} : { description: group.description }),
    selectable: group.selectable ?? true,
    deprecated: /\bdeprecated\b/i.test(`${group.name} ${group.description ?? ''}`),
  };
}

/** A name that the bundled data has never seen means a rename since: then the new name has the better words. */
function listedWords(name: string, row: BundledGroup | undefined): { label: string; level: string } {
  const isFamiliar = row !== undefined && [row.name, ...(row.aliases ?? [])].includes(name);
  return isFamiliar ? { label: row.label, level: row.level } : wordsFor(name);
}

function entryFromBundle(row: BundledGroup, id: string): CatalogueEntry {
  return {
    id,
    name: row.name,
    scope: scopeOf(row.scope),
    apiScope: row.scope,
    label: row.label,
    level: row.level,
    product: row.product,
    aliases: row.aliases ?? [],
    selectable: true,
    deprecated: false,
  };
}

function placeholder({ id, name }: GroupRef): CatalogueEntry {
  const words = name === undefined ? { label: id, level: '' } : wordsFor(name);
  return {
    id,
    name: name ?? id,
    scope: 'other',
    apiScope: '',
    ...words,
    aliases: [],
    selectable: false,
    deprecated: false,
  };
}
