// Starting points for a new token: Cloudflare's own templates, turned into drafts for an owner.
import { bundledByName } from './bundledGroups.ts';
import { type Catalogue, type CatalogueEntry, entryWords } from './catalogue.ts';
import data from './data/templates.json' with { type: 'json' };
import type { Draft, DraftPart, Named, Target } from './draft.ts';
import { wordsFor } from './groupWords.ts';
import { API_SCOPES } from './scope.ts';
import type { Owner } from './token.ts';

/** What a token of a template may do, and where that starts out. */
export interface Template {
  readonly key: string;
  /** Cloudflare's name for it. */
  readonly name: string;
  /** `all-reads`: every permission of level Read that the owner's catalogue has, R2 objects aside. */
  readonly permissions: readonly TemplatePermission[] | 'all-reads';
  /** What takes the place of the permissions on an account-owned token. */
  readonly accountPermissions?: readonly TemplatePermission[];
  /** `all`, or left to the person to choose. */
  readonly accounts?: 'all' | 'chosen';
  readonly zones?: 'all' | 'chosen';
}

/** A permission group by the API's name and scope. The id is a hint: the owner's catalogue has the last word. */
export interface TemplatePermission {
  readonly scope: 'user' | 'account' | 'zone' | 'bucket';
  readonly name: string;
  readonly id?: string;
}

/** A draft made from a template, and what of the template did not make it into the draft. */
export interface DraftFromTemplate {
  readonly draft: Draft;
  /** In words (`DNS Edit`): permissions that the owner's catalogue does not have. */
  readonly missing: readonly string[];
  /** In words: user permissions, which an account-owned token cannot hold. */
  readonly dropped: readonly string[];
}

/**
 * Cloudflare's eight templates, in the dashboard's order.
 * Source: developers.cloudflare.com/fundamentals/api/reference/template/.
 */
export const TEMPLATES: readonly Template[] = data as readonly Template[];

/**
 * Starts a draft from a template. On an account-owned token user permissions fall away and "all accounts" means its
 * own account; what is left to choose starts empty.
 */
export function draftFromTemplate(template: Template, owner: Owner, catalogue: Catalogue): DraftFromTemplate {
  const { entries, missing, dropped } = resolve(template, owner, catalogue);
  const parts = (['account', 'zone', 'user', 'bucket'] as const).flatMap((scope): DraftPart[] => {
    const groups = entries.filter((entry) => entry.scope === scope).map(({ id, name }) => ({ id, name }));
    return groups.length === 0 ? [] : [{ groups, target: startingTarget(scope, template, owner) }];
  });
  return { draft: { name: template.name, owner, parts, carried: [] }, missing, dropped };
}

interface Resolved {
  readonly entries: readonly CatalogueEntry[];
  readonly missing: readonly string[];
  readonly dropped: readonly string[];
}

function resolve(
  { permissions, accountPermissions }: Template,
  owner: Owner,
  catalogue: Catalogue,
): Resolved {
  const fits = (scope: string) => scope !== 'user' || owner.kind === 'user';
  if (permissions === 'all-reads') {
    const entries = catalogue.entries.filter(
      ({ scope, level, selectable }) =>
        level === 'Read' && selectable && scope !== 'bucket' && scope !== 'other' && fits(scope),
    );
    return { entries, missing: [], dropped: [] };
  }
  const wanted = owner.kind === 'account' ? (accountPermissions ?? permissions) : permissions;
  const found = wanted.map((permission) => ({ permission, entry: findEntry(permission, catalogue) }));
  return {
    entries: found.flatMap(({ permission, entry }) =>
      entry !== undefined && fits(permission.scope) ? [entry] : [],
    ),
    missing: found
      .filter(({ permission, entry }) => entry === undefined && fits(permission.scope))
      .map(({ permission }) => permissionWords(permission)),
    dropped: wanted.filter(({ scope }) => !fits(scope)).map(permissionWords),
  };
}

/** By scope and name, as the names are what the documentation gives; a renamed group is still found by its id. */
function findEntry(
  { scope, name, id }: TemplatePermission,
  catalogue: Catalogue,
): CatalogueEntry | undefined {
  const inScope = catalogue.entries.filter((entry) => entry.scope === scope);
  return (
    inScope.find((entry) => entry.name === name) ??
    (id === undefined ? undefined : catalogue.byId.get(id)) ??
    inScope.find((entry) => entry.aliases.includes(name))
  );
}

function permissionWords({ scope, name }: TemplatePermission): string {
  return entryWords(bundledByName(API_SCOPES[scope], name) ?? wordsFor(name));
}

function startingTarget(scope: Target['scope'], { accounts, zones }: Template, owner: Owner): Target {
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
