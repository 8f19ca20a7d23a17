// Ways into Cloudflare's dashboard.
import type { Owner } from './token.ts';

const DASHBOARD = 'https://dash.cloudflare.com';

/** A permission as the dashboard's links name it: neither an id nor an API name. */
export interface PermissionKey {
  readonly key: string;
  readonly type: 'read' | 'edit' | 'revoke' | 'run' | 'purge';
}

// Reading zones, accounts and the user is for showing names; managing tokens needs only the first.
// `account_api_tokens`, `zone` and `account_settings` are documented; `api_tokens` and `user_details` are what the
// dashboard itself uses, seen in links of others (e.g. the README of Cyb3r-Jak3/terraform-cloudflare-r2-api-token).
const NAMES: readonly PermissionKey[] = [
  { key: 'zone', type: 'read' },
  { key: 'account_settings', type: 'read' },
];
const USER_KEYS: readonly PermissionKey[] = [
  { key: 'api_tokens', type: 'edit' },
  { key: 'user_details', type: 'read' },
  ...NAMES,
];
const ACCOUNT_KEYS: readonly PermissionKey[] = [{ key: 'account_api_tokens', type: 'edit' }, ...NAMES];

/** The page that lists an owner's tokens. */
export function dashboardUrl(owner: Owner): string {
  return owner.kind === 'user'
    ? `${DASHBOARD}/profile/api-tokens`
    : `${DASHBOARD}/${encodeURIComponent(owner.accountId)}/api-tokens`;
}

/**
 * The dashboard's form for a new token, filled in with what a management token of this extension needs.
 * Source of the form: developers.cloudflare.com/fundamentals/api/how-to/account-owned-token-template/.
 * @param kind whose tokens it is to manage: the user's, or those of an account chosen there
 */
export function managementTokenUrl(kind: Owner['kind'] = 'user'): string {
  const name = 'API Tokens for VS Code';
  return kind === 'user' ? userFormUrl(USER_KEYS, name) : accountFormUrl(ACCOUNT_KEYS, name);
}

/** Where a link for a user's token starts out: one id each, or everything. */
export interface FormResources {
  readonly accountId: string;
  readonly zoneId: string;
}

/** The dashboard's form for a new token of the user, filled in. */
export function userFormUrl(
  permissions: readonly PermissionKey[],
  name: string,
  { accountId, zoneId }: FormResources = { accountId: '*', zoneId: 'all' },
): string {
  return `${DASHBOARD}/profile/api-tokens?${query({ permissionGroupKeys: keys(permissions), accountId, zoneId, name })}`;
}

/** The dashboard's form for a new token of an account, which is chosen there; filled in. */
export function accountFormUrl(permissions: readonly PermissionKey[], name: string): string {
  return `${DASHBOARD}/?to=/:account/api-tokens&${query({ permissionGroupKeys: keys(permissions), name })}`;
}

function keys(permissions: readonly PermissionKey[]): string {
  return JSON.stringify(permissions);
}

function query(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'))}`)
    .join('&');
}
