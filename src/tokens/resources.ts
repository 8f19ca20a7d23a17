// The resources of a policy: the API's keys parsed into what they name, and written back exactly.
import * as l10n from '@vscode/l10n';
import { plain } from './markdown.ts';
import type { Names } from './names.ts';
import type { Resources } from './token.ts';

/** One thing, or one kind of thing, that a policy applies to. Ids are 32 hex characters. */
export type Resource =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'all-accounts' }
  | { readonly kind: 'zone'; readonly zoneId: string }
  | { readonly kind: 'all-zones' }
  | { readonly kind: 'zones-of-account'; readonly accountId: string }
  | {
      readonly kind: 'bucket';
      readonly accountId: string;
      readonly jurisdiction: string;
      readonly name: string;
    }
  | { readonly kind: 'buckets-of-account'; readonly accountId: string }
  | { readonly kind: 'unknown'; readonly key: string; readonly value: Resources[string] };

const USER = 'com.cloudflare.api.user.';
const ACCOUNT = 'com.cloudflare.api.account.';
const ZONE = 'com.cloudflare.api.account.zone.';
const BUCKET = 'com.cloudflare.edge.r2.bucket.';
const ALL_ACCOUNTS = `${ACCOUNT}*`;
const ALL_ZONES = `${ZONE}*`;
const ALL_BUCKETS = `${BUCKET}*`;
const EVERYTHING = '*';

const KEY_WITH_ID = /^(com\.cloudflare\.api\.(?:user|account|account\.zone)\.)([0-9a-fA-F]{32})$/;
const BUCKET_KEY = /^com\.cloudflare\.edge\.r2\.bucket\.([0-9a-fA-F]{32})_([^_]+)_(.+)$/s;

/**
 * Parses the resources of a policy. What this version does not understand comes as `unknown`, so that nothing is
 * lost: `formatResources(parseResources(r))` equals `r`.
 * Source of the forms: developers.cloudflare.com/fundamentals/api/how-to/create-via-api/ and /r2/api/tokens/.
 */
export function parseResources(resources: Resources): Resource[] {
  return Object.entries(resources).flatMap(([key, value]) => parseEntry(key, value));
}

function parseEntry(key: string, value: Resources[string]): Resource[] {
  const parsed =
    value === EVERYTHING ? parseFlat(key) : typeof value === 'object' ? parseNested(key, value) : undefined;
  return parsed ?? [{ kind: 'unknown', key, value }];
}

function parseFlat(key: string): Resource[] | undefined {
  if (key === ALL_ACCOUNTS) return [{ kind: 'all-accounts' }];
  if (key === ALL_ZONES) return [{ kind: 'all-zones' }];
  const [, prefix, id] = KEY_WITH_ID.exec(key) ?? [];
  if (id !== undefined) {
    if (prefix === USER) return [{ kind: 'user', userId: id }];
    if (prefix === ACCOUNT) return [{ kind: 'account', accountId: id }];
    if (prefix === ZONE) return [{ kind: 'zone', zoneId: id }];
  }
  const [, accountId, jurisdiction, name] = BUCKET_KEY.exec(key) ?? [];
  if (accountId === undefined || jurisdiction === undefined || name === undefined) return undefined;
  return [{ kind: 'bucket', accountId, jurisdiction, name }];
}

/** `{account: {zone.*: "*"}}` is all zones of the account. One key that is not understood leaves the whole map as it is. */
function parseNested(key: string, value: Resources): Resource[] | undefined {
  const [, prefix, accountId] = KEY_WITH_ID.exec(key) ?? [];
  const inner = Object.entries(value);
  if (prefix !== ACCOUNT || accountId === undefined || inner.length === 0) return undefined;
  const found: Resource[] = [];
  for (const [innerKey, innerValue] of inner) {
    if (innerValue !== EVERYTHING) return undefined;
    if (innerKey === ALL_ZONES) found.push({ kind: 'zones-of-account', accountId });
    else if (innerKey === ALL_BUCKETS) found.push({ kind: 'buckets-of-account', accountId });
    else return undefined;
  }
  return found;
}

/**
 * Writes resources as the API spells them.
 * @throws RangeError when two of them need the same key for different things, e.g. an account itself and all of
 *   its zones: those belong in separate policies.
 */
export function formatResources(resources: readonly Resource[]): Resources {
  const formatted = new Map<string, Resources[string]>();
  for (const resource of resources) {
    const [key, value] = formatOne(resource);
    const present = formatted.get(key);
    if (present === undefined) formatted.set(key, value);
    else if (typeof present === 'object' && typeof value === 'object')
      formatted.set(key, { ...present, ...value });
    else if (present !== value) throw new RangeError(`two meanings for the resource ${key} in one policy`);
  }
  return Object.fromEntries(formatted);
}

function formatOne(resource: Resource): [key: string, value: Resources[string]] {
  switch (resource.kind) {
    case 'user':
      return [USER + resource.userId, EVERYTHING];
    case 'account':
      return [ACCOUNT + resource.accountId, EVERYTHING];
    case 'all-accounts':
      return [ALL_ACCOUNTS, EVERYTHING];
    case 'zone':
      return [ZONE + resource.zoneId, EVERYTHING];
    case 'all-zones':
      return [ALL_ZONES, EVERYTHING];
    case 'zones-of-account':
      return [ACCOUNT + resource.accountId, { [ALL_ZONES]: EVERYTHING }];
    case 'bucket':
      return [`${BUCKET}${resource.accountId}_${resource.jurisdiction}_${resource.name}`, EVERYTHING];
    case 'buckets-of-account':
      return [ACCOUNT + resource.accountId, { [ALL_BUCKETS]: EVERYTHING }];
    case 'unknown':
      return [resource.key, resource.value];
  }
}

/** A resource as a row of its own: `example.com`, `All zones of Acme`. One line, safe for a label. */
export function resourceLabel(resource: Resource, names: Names): string {
  switch (resource.kind) {
    case 'user':
      return l10n.t('Your user');
    case 'account':
      return plain(names.account(resource.accountId) ?? l10n.t('Account {0}', resource.accountId));
    case 'all-accounts':
      return l10n.t('All accounts');
    case 'zone':
      return plain(names.zone(resource.zoneId) ?? l10n.t('Zone {0}', resource.zoneId));
    case 'all-zones':
      return l10n.t('All zones');
    case 'zones-of-account':
      return l10n.t('All zones of {0}', accountName(resource.accountId, names));
    case 'bucket':
      return plain(bucketLabel(resource.name, resource.jurisdiction));
    case 'buckets-of-account':
      return l10n.t('All R2 buckets of {0}', accountName(resource.accountId, names));
    case 'unknown':
      return unknownLabel(resource);
  }
}

/** A resource within a sentence: `example.com`, `all zones of Acme`. One line, safe for a label. */
export function resourceWords(resource: Resource, names: Names): string {
  switch (resource.kind) {
    case 'user':
      return l10n.t('your user');
    case 'account':
      return accountName(resource.accountId, names);
    case 'all-accounts':
      return l10n.t('all accounts');
    case 'zone':
      return plain(names.zone(resource.zoneId) ?? l10n.t('zone {0}', resource.zoneId));
    case 'all-zones':
      return l10n.t('all zones');
    case 'zones-of-account':
      return l10n.t('all zones of {0}', accountName(resource.accountId, names));
    case 'bucket':
      return l10n.t('R2 bucket {0}', plain(bucketLabel(resource.name, resource.jurisdiction)));
    case 'buckets-of-account':
      return l10n.t('all R2 buckets of {0}', accountName(resource.accountId, names));
    case 'unknown':
      return unknownLabel(resource);
  }
}

function accountName(accountId: string, names: Names): string {
  return plain(names.account(accountId) ?? l10n.t('account {0}', accountId));
}

/** The jurisdiction is part of what a bucket is, but `default` says nothing to a person. */
function bucketLabel(name: string, jurisdiction: string): string {
  return jurisdiction === 'default' ? name : l10n.t('{0} ({1})', name, jurisdiction);
}

function unknownLabel({ key, value }: Extract<Resource, { kind: 'unknown' }>): string {
  return plain(value === EVERYTHING ? key : `${key} ${JSON.stringify(value)}`);
}
