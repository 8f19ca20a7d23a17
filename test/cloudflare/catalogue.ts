// The permission groups this Cloudflare serves: those of the project's catalogue whose ids are known.
import rows from '../../src/tokens/data/permission-groups.json' with { type: 'json' };
import type { Group } from './model.ts';

export const SCOPES = {
  user: 'com.cloudflare.api.user',
  account: 'com.cloudflare.api.account',
  zone: 'com.cloudflare.api.account.zone',
  bucket: 'com.cloudflare.edge.r2.bucket',
} as const;

/** A short name of a scope. */
export type ScopeName = keyof typeof SCOPES;

const COARSE: ReadonlySet<string> = new Set(Object.values(SCOPES));

/** Whether a group is of one of the four old scopes; the granular ones of 2026 are for account-owned tokens only. */
export function isCoarse({ scope }: Group): boolean {
  return COARSE.has(scope);
}

const catalogue: readonly Group[] = rows.flatMap(({ id, name, scope, product, label, level }) =>
  id === null ? [] : [{ id, name, scope, category: product, label, level }],
);

const byScopeAndName = new Map(catalogue.map((group) => [`${group.scope}/${group.name}`, group]));

/** All groups with known ids, in the catalogue's order, as a fresh map by id. */
export function allGroups(): Map<string, Group> {
  return new Map(catalogue.map((group) => [group.id, group]));
}

/**
 * The id of a group by its API name and scope, e.g. `groupId('zone', 'DNS Read')`.
 * @throws Error when the catalogue has no such group
 */
export function groupId(scope: ScopeName, name: string): string {
  const group = byScopeAndName.get(`${SCOPES[scope]}/${name}`);
  if (group === undefined) throw new Error(`no ${scope} permission group is called ${name}`);
  return group.id;
}

/** The ids of several groups of one scope. */
export function groupIds(scope: ScopeName, names: readonly string[]): string[] {
  return names.map((name) => groupId(scope, name));
}

/** The ids of all groups of a scope whose level is Read: what "Read all resources" grants. */
export function readGroupIds(scope: ScopeName): string[] {
  return catalogue
    .filter((group) => group.scope === SCOPES[scope] && group.level === 'Read')
    .map(({ id }) => id);
}
