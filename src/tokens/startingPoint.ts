// What a new token can start from: permissions by name, and where they begin. Templates, presets and a person's own
// templates are all made into drafts here: names are looked up in the owner's catalogue, and what an owner of that
// kind cannot hold is left out and named.
import { bundledByName } from './bundledGroups.ts';
import { type Catalogue, type CatalogueEntry, entryWords } from './catalogue.ts';
import type { Draft, DraftPart, Named, Target } from './draft.ts';
import { wordsFor } from './groupWords.ts';
import { API_SCOPES } from './scope.ts';
import type { GroupRef, Owner } from './token.ts';

/** Permissions with the resources that they start out on. */
export interface StartingPoint {
  readonly key: string;
  /** What it is called, and what a token made from it is called at first. */
  readonly name: string;
  /** `all-reads`: every permission of level Read that the owner's catalogue has, R2 objects aside. */
  readonly permissions: readonly WantedPermission[] | 'all-reads';
  /** What takes the place of the permissions on an account-owned token. */
  readonly accountPermissions?: readonly WantedPermission[];
  /** `all`, or left to the person to choose. R2 buckets are always left to choose. */
  readonly accounts?: 'all' | 'chosen';
  readonly zones?: 'all' | 'chosen';
}

/** A permission group by the API's name and scope. The id is a hint: the owner's catalogue has the last word. */
export interface WantedPermission {
  readonly scope: Target['scope'];
  readonly name: string;
  readonly id?: string;
}

/** A draft made from a starting point, and what did not make it into the draft. */
export interface StartedDraft {
  readonly draft: Draft;
  /** In words (`DNS Edit`): permissions that the owner's catalogue does not have. */
  readonly missing: readonly string[];
  /** In words: user permissions, which an account-owned token cannot hold. */
  readonly dropped: readonly string[];
}

/** Permissions as an owner's catalogue knows them. */
export interface ResolvedPermissions {
  readonly entries: readonly CatalogueEntry[];
  /** See StartedDraft. */
  readonly missing: readonly string[];
  readonly dropped: readonly string[];
}

const ORDER: readonly Target['scope'][] = ['account', 'zone', 'user', 'bucket'];

/**
 * Starts a draft. On an account-owned token user permissions fall away and "all accounts" means its own account;
 * what is left to choose starts empty.
 */
export function startDraft(from: StartingPoint, owner: Owner, catalogue: Catalogue): StartedDraft {
  const { entries, missing, dropped } = permissionsOf(from, owner, catalogue);
  const parts = ORDER.flatMap((scope): DraftPart[] => {
    const groups = entries.filter((entry) => entry.scope === scope).map(groupOf);
    return groups.length === 0 ? [] : [{ groups, target: startingTarget(scope, from, owner) }];
  });
  return { draft: { name: from.name, owner, parts, carried: [] }, missing, dropped };
}

/** Looks permissions up for an owner. Renamed ones are still found, by id or by an older name. */
export function resolvePermissions(
  wanted: readonly WantedPermission[],
  owner: Owner,
  catalogue: Catalogue,
): ResolvedPermissions {
  const fitting = wanted.filter(({ scope }) => fits(scope, owner));
  const found = fitting.map((permission) => ({ permission, entry: findEntry(permission, catalogue) }));
  return {
    entries: found.flatMap(({ entry }) => (entry === undefined ? [] : [entry])),
    missing: found
      .filter(({ entry }) => entry === undefined)
      .map(({ permission }) => wantedWords(permission)),
    dropped: wanted.filter(({ scope }) => !fits(scope, owner)).map(wantedWords),
  };
}

/** A wanted permission in the dashboard's words, `DNS Edit`, whether or not the catalogue has it. */
export function wantedWords({ scope, name }: WantedPermission): string {
  return entryWords(bundledByName(API_SCOPES[scope], name) ?? wordsFor(name));
}

/** The permissions that a starting point asks of an owner of this kind; undefined for "all reads". */
export function wantedOf(
  { permissions, accountPermissions }: Pick<StartingPoint, 'permissions' | 'accountPermissions'>,
  kind: Owner['kind'],
): readonly WantedPermission[] | undefined {
  if (permissions === 'all-reads') return undefined;
  return kind === 'account' ? (accountPermissions ?? permissions) : permissions;
}

/** An entry as a policy names it. */
export function groupOf({ id, name }: CatalogueEntry): GroupRef {
  return { id, name };
}

function permissionsOf(from: StartingPoint, owner: Owner, catalogue: Catalogue): ResolvedPermissions {
  const wanted = wantedOf(from, owner.kind);
  if (wanted !== undefined) return resolvePermissions(wanted, owner, catalogue);
  const entries = catalogue.entries.filter(
    ({ scope, level, selectable }) =>
      level === 'Read' && selectable && scope !== 'bucket' && scope !== 'other' && fits(scope, owner),
  );
  return { entries, missing: [], dropped: [] };
}

function fits(scope: Target['scope'], owner: Owner): boolean {
  return scope !== 'user' || owner.kind === 'user';
}

/** By scope and name, as the names are what the documentation gives; a renamed group is still found by its id. */
function findEntry(
  { scope, name, id = bundledByName(API_SCOPES[scope], name)?.id ?? undefined }: WantedPermission,
  catalogue: Catalogue,
): CatalogueEntry | undefined {
  const inScope = catalogue.entries.filter((entry) => entry.scope === scope);
  return (
    inScope.find((entry) => entry.name === name) ??
    (id === undefined ? undefined : catalogue.byId.get(id)) ??
    inScope.find((entry) => entry.aliases.includes(name))
  );
}

function startingTarget(scope: Target['scope'], { accounts, zones }: StartingPoint, owner: Owner): Target {
  const own: readonly Named[] = owner.kind === 'account' ? [{ id: owner.accountId }] : [];
  switch (scope) {
    case 'user':
      return { scope };
    case 'account':
      return { scope, accounts: owner.kind === 'user' && accounts === 'all' ? 'all' : own };
    case 'zone':
      return { scope, zones: zones === 'all' ? 'all' : { chosen: [] }, except: [] };
    case 'bucket':
      return { scope, buckets: { chosen: [] } };
  }
}
