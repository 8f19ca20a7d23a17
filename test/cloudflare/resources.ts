// Resource keys of token policies: what they name, and whether they cover a given thing.
import type { ResourceMap } from './model.ts';
import { SCOPES } from './catalogue.ts';

/** The kinds of resources a key can name. `script` and `flagship` are granular kinds of 2026. */
export type ResourceKind = 'user' | 'account' | 'zone' | 'bucket' | 'script' | 'flagship';

/** A parsed key. `id` is `*` for a wildcard. */
export interface ResourceKey {
  readonly kind: ResourceKind;
  readonly id: string;
}

/** One line of a resource map. */
export interface ResourceEntry extends ResourceKey {
  readonly key: string;
  /** The account key it is nested under. */
  readonly within?: ResourceKey;
}

/** A single thing that a call touches; `id` is `*` for "all of its kind in the account". */
export type Target =
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'account'; readonly id: string }
  | {
      readonly kind: Exclude<ResourceKind, 'user' | 'account'>;
      readonly id: string;
      readonly accountId: string;
    };

// Longer prefixes first: an account key is a prefix of a zone key.
const prefixes: readonly (readonly [string, ResourceKind])[] = [
  ['com.cloudflare.api.account.flagship.app.', 'flagship'],
  [`${SCOPES.zone}.`, 'zone'],
  [`${SCOPES.account}.`, 'account'],
  [`${SCOPES.user}.`, 'user'],
  [`${SCOPES.bucket}.`, 'bucket'],
  ['com.cloudflare.edge.worker.script.', 'script'],
];

/** The scope a group must have to fit a kind of resource. */
export const scopeOfKind: Readonly<Record<ResourceKind, string>> = {
  user: SCOPES.user,
  account: SCOPES.account,
  zone: SCOPES.zone,
  bucket: SCOPES.bucket,
  script: 'com.cloudflare.edge.worker.script',
  flagship: 'com.cloudflare.api.account.flagship.app',
};

const HEX_ID = /^[0-9a-f]{32}$/;
const BUCKET_ID = /^[0-9a-f]{32}_[a-z-]+_.+$/;

/** Parses a key such as `com.cloudflare.api.account.zone.*`; undefined when its kind or id is not known. */
export function parseKey(key: string): ResourceKey | undefined {
  const found = prefixes.find(([prefix]) => key.startsWith(prefix));
  if (found === undefined) return undefined;
  const [prefix, kind] = found;
  const id = key.slice(prefix.length);
  if (kind === 'script' || kind === 'flagship') return id === '' ? undefined : { kind, id };
  if (kind === 'bucket') return id === '*' || BUCKET_ID.test(id) ? { kind, id } : undefined;
  if (kind === 'user') return HEX_ID.test(id) ? { kind, id } : undefined;
  return id === '*' || HEX_ID.test(id) ? { kind, id } : undefined;
}

/** The known lines of a resource map; keys of unknown kinds are left out. */
export function entriesOf(resources: ResourceMap): ResourceEntry[] {
  return Object.entries(resources).flatMap(([key, value]) => {
    const outer = parseKey(key);
    if (outer === undefined) return [];
    if (typeof value === 'string') return [{ ...outer, key }];
    return Object.keys(value).flatMap((inner) => {
      const parsed = parseKey(inner);
      return parsed === undefined ? [] : [{ ...parsed, key: inner, within: outer }];
    });
  });
}

/** The account of a bucket key's id, `<account>_<jurisdiction>_<bucket>`. */
export function accountOfBucket(id: string): string {
  return id.slice(0, 32);
}

/**
 * Whether a line of a policy covers a target. A plain account key covers the zones of the account as well: Cloudflare
 * accepts zone permission groups on it, and the zones are part of the account.
 */
export function covers(entry: ResourceEntry, target: Target): boolean {
  const matches = (key: ResourceKey, id: string): boolean => key.id === '*' || key.id === id;
  if (entry.within !== undefined) {
    if (target.kind === 'user' || target.kind === 'account') return false;
    if (entry.within.kind !== 'account' || !matches(entry.within, target.accountId)) return false;
    return entry.kind === target.kind && matches(entry, target.id);
  }
  if (entry.kind === target.kind) return matches(entry, target.id);
  return entry.kind === 'account' && target.kind === 'zone' && matches(entry, target.accountId);
}
