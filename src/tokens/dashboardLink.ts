// Ways into Cloudflare's dashboard.
import type { Owner } from './token.ts';

const DASHBOARD = 'https://dash.cloudflare.com';

/** A permission as the dashboard's links name it: neither an id nor an API name. */
interface PermissionKey {
  readonly key: string;
  readonly type: 'read' | 'edit';
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
  return kind === 'user'
    ? `${DASHBOARD}/profile/api-tokens?${query({ permissionGroupKeys: keys(USER_KEYS), accountId: '*', zoneId: 'all', name })}`
    : `${DASHBOARD}/?to=/:account/api-tokens&${query({ permissionGroupKeys: keys(ACCOUNT_KEYS), name })}`;
}

function keys(permissions: readonly PermissionKey[]): string {
  return JSON.stringify(permissions);
}

function query(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
