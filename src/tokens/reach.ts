// Which resources hold which: all zones hold every zone, an account's buckets hold its buckets.
import type { Names } from './names.ts';
import { formatResources, type Resource } from './resources.ts';

/** A text that is the same for the same resource only. A token knows but one user, so all users are the same. */
export function resourceKey(resource: Resource): string {
  return resource.kind === 'user' ? 'user' : JSON.stringify(formatResources([resource]));
}

/**
 * Does a grant on `wider` reach `resource`? Of a zone whose account nobody knows it is taken that the account does
 * not hold it.
 */
export function covers(
  wider: Resource,
  resource: Resource,
  { accountOfZone }: Pick<Names, 'accountOfZone'> = {},
): boolean {
  switch (wider.kind) {
    case 'all-accounts':
      return resource.kind === 'all-accounts' || resource.kind === 'account';
    case 'all-zones':
      return ['all-zones', 'zones-of-account', 'zone'].includes(resource.kind);
    case 'zones-of-account':
      if (resource.kind === 'zone') return accountOfZone?.(resource.zoneId) === wider.accountId;
      return resource.kind === 'zones-of-account' && resource.accountId === wider.accountId;
    case 'buckets-of-account':
      return (
        (resource.kind === 'buckets-of-account' || resource.kind === 'bucket') &&
        resource.accountId === wider.accountId
      );
    case 'user':
    case 'account':
    case 'zone':
    case 'bucket':
    case 'unknown':
      return resourceKey(wider) === resourceKey(resource);
  }
}

/** The resources that no other of them holds, each once. */
export function widest(resources: readonly Resource[], names: Pick<Names, 'accountOfZone'> = {}): Resource[] {
  const once = [...new Map(resources.map((resource) => [resourceKey(resource), resource])).values()];
  return once.filter(
    (resource) => !once.some((other) => other !== resource && covers(other, resource, names)),
  );
}

/** Does the resource stand for any number of things? */
export function isWide({ kind }: Resource): boolean {
  return ['all-accounts', 'all-zones', 'zones-of-account', 'buckets-of-account'].includes(kind);
}
