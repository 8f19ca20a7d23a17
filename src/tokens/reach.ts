// Which resources hold which: all zones hold every zone, an account's buckets hold its buckets.
import type { Names } from './names.ts';
import type { Resource } from './resources.ts';

type AccountsOfZones = Pick<Names, 'accountOfZone'>;

/** A text that is the same for the same resource only. A token knows but one user, so all users are the same. */
export function resourceKey(resource: Resource): string {
  switch (resource.kind) {
    case 'user':
    case 'all-accounts':
    case 'all-zones':
      return resource.kind;
    case 'account':
    case 'zones-of-account':
    case 'buckets-of-account':
      return `${resource.kind} ${resource.accountId}`;
    case 'zone':
      return `zone ${resource.zoneId}`;
    case 'bucket':
      return `bucket ${resource.accountId} ${resource.jurisdiction} ${resource.name}`;
    case 'unknown':
      return `unknown ${JSON.stringify([resource.key, resource.value])}`;
  }
}

/**
 * Tells whether a grant on these resources reaches another one. Of a zone whose account nobody knows it is taken that
 * no account holds it. Tokens may name hundreds of zones, so they are looked up rather than searched.
 */
export function coverageOf(
  resources: readonly Resource[],
  names: AccountsOfZones = {},
): (resource: Resource) => boolean {
  const keys = new Set(resources.map(resourceKey));
  return (resource) => keys.has(resourceKey(resource)) || isHeld(resource, keys, names);
}

/** The resources that no other of them holds, each once. */
export function widest(resources: readonly Resource[], names: AccountsOfZones = {}): Resource[] {
  const once = new Map(resources.map((resource) => [resourceKey(resource), resource]));
  return [...once.values()].filter((resource) => !isHeld(resource, once, names));
}

/** Is one of the keys that of something which holds the resource beside others? */
function isHeld(
  resource: Resource,
  keys: { readonly has: (key: string) => boolean },
  { accountOfZone }: AccountsOfZones,
): boolean {
  switch (resource.kind) {
    case 'account':
      return keys.has('all-accounts');
    case 'zones-of-account':
      return keys.has('all-zones');
    case 'zone': {
      if (keys.has('all-zones')) return true;
      const accountId = accountOfZone?.(resource.zoneId);
      return accountId !== undefined && keys.has(resourceKey({ kind: 'zones-of-account', accountId }));
    }
    case 'bucket': {
      const { accountId } = resource;
      return keys.has(resourceKey({ kind: 'buckets-of-account', accountId }));
    }
    case 'user':
    case 'all-accounts':
    case 'all-zones':
    case 'buckets-of-account':
    case 'unknown':
      return false;
  }
}

/** Does the resource stand for any number of things? */
export function isWide({ kind }: Resource): boolean {
  return ['all-accounts', 'all-zones', 'zones-of-account', 'buckets-of-account'].includes(kind);
}
