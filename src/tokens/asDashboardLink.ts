// A token as a link to the dashboard's form, filled in as far as the form's own link parameters go.
// Source: developers.cloudflare.com/fundamentals/api/how-to/account-owned-token-template/.
import * as l10n from '@vscode/l10n';
import { type Catalogue, type CatalogueEntry, entryOf, entryWords } from './catalogue.ts';
import { accountFormUrl, type PermissionKey, userFormUrl } from './dashboardLink.ts';
import { plain } from './markdown.ts';
import { otherConditionLines } from './otherConditions.ts';
import { parseResources, type Resource } from './resources.ts';
import type { Scope } from './scope.ts';
import type { Owner, TokenRequest } from './token.ts';

/** A link, and what has to be done by hand in the form that it opens. */
export interface DashboardLink {
  /** Absent when the link can carry none of the permissions. */
  readonly url?: string;
  /** In words (`Logs Read`): permissions without a documented key. Empty: the link carries all. */
  readonly missing: readonly string[];
  /** Sentences: what else the form has to be told, such as resources and addresses. */
  readonly byHand: readonly string[];
}

// The documented keys, by the dashboard's labels, and three that links of others have: `challenge_widgets`,
// `user_details` and `api_tokens` (see dashboardLink.ts). `access` and its like are told apart by what the page says
// of them.
const KEYS: Readonly<Partial<Record<Scope, Readonly<Record<string, string>>>>> = {
  account: {
    'Account Analytics': 'account_analytics',
    'Account API Tokens': 'account_api_tokens',
    'Account Settings': 'account_settings',
    Billing: 'billing',
    'Workers Scripts': 'workers_scripts',
    'Workers KV Storage': 'workers_kv_storage',
    'Workers R2 Storage': 'workers_r2',
    D1: 'd1',
    Queues: 'queues',
    'Cloudflare Pages': 'page',
    Stream: 'stream',
    'Cloudflare Images': 'images',
    Logs: 'logs',
    Turnstile: 'challenge_widgets',
    'Access: Apps and Policies': 'access',
    'Access: Organizations, Identity Providers, and Groups': 'access_acct',
    'Access: Audit Logs': 'access_audit_log',
    'Access: Custom Pages': 'access_custom_page',
    'Zero Trust': 'teams',
  },
  user: {
    'API Tokens': 'api_tokens',
    'User Details': 'user_details',
  },
  zone: {
    'Workers Routes': 'workers_routes',
    DNS: 'dns',
    Zone: 'zone',
    'Zone Settings': 'zone_settings',
    Analytics: 'analytics',
    'Firewall Services': 'firewall_services',
    'Page Rules': 'page_rules',
    Cache: 'cache',
    'SSL and Certificates': 'ssl_and_certificates',
  },
};

const TYPES: Readonly<Record<string, PermissionKey['type']>> = {
  Read: 'read',
  Edit: 'edit',
  Revoke: 'revoke',
  Run: 'run',
  Purge: 'purge',
};

/** The link for a request, as far as there is one. The form that it opens sends nothing by itself. */
export function asDashboardLink(request: TokenRequest, owner: Owner, catalogue: Catalogue): DashboardLink {
  const allowed = request.policies.filter(({ effect }) => effect === 'allow');
  const entries = new Map(
    allowed.flatMap(({ groups }) => groups).map((group) => [group.id, entryOf(catalogue, group)]),
  );
  const keyed = [...entries.values()].map((entry) => ({ entry, key: keyOf(entry) }));
  const keys = keyed.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const resources = allowed.flatMap((policy) => parseResources(policy.resources));
  return {
    ...(keys.length === 0 ? {} : { url: urlOf(request.name, keys, owner, resources) }),
    missing: keyed.filter(({ key }) => key === undefined).map(({ entry }) => plain(entryWords(entry))),
    byHand: byHand(request, owner, resources),
  };
}

function keyOf({ scope, label, level }: CatalogueEntry): PermissionKey | undefined {
  const key = KEYS[scope]?.[label];
  const type = TYPES[level];
  return key === undefined || type === undefined ? undefined : { key, type };
}

function urlOf(
  name: string,
  keys: readonly PermissionKey[],
  owner: Owner,
  resources: readonly Resource[],
): string {
  if (owner.kind === 'account') return accountFormUrl(keys, name);
  const accounts = resources.flatMap((resource) =>
    resource.kind === 'account' || resource.kind === 'zones-of-account' ? [resource.accountId] : [],
  );
  const zones = resources.flatMap((resource) => (resource.kind === 'zone' ? [resource.zoneId] : []));
  const isWide = resources.some(({ kind }) => kind === 'all-zones' || kind === 'zones-of-account');
  return userFormUrl(keys, name, {
    accountId: only(accounts) ?? '*',
    zoneId: (isWide ? undefined : only(zones)) ?? 'all',
  });
}

/** The form can be told one id or all. */
function only(ids: readonly string[]): string | undefined {
  const [first, ...others] = new Set(ids);
  return others.length === 0 ? first : undefined;
}

function byHand(request: TokenRequest, owner: Owner, resources: readonly Resource[]): string[] {
  const isNarrow = resources.some(
    ({ kind }) => kind !== 'all-accounts' && kind !== 'all-zones' && kind !== 'user',
  );
  const hasDenials = request.policies.some(({ effect }) => effect !== 'allow');
  const { allow = [], deny = [] } = request.condition ?? {};
  return [
    ...(isNarrow || owner.kind === 'account'
      ? [l10n.t('Choose the resources: a link carries all of them, or a single account and zone.')]
      : []),
    ...(hasDenials ? [l10n.t('Exclude what the token must not reach: a link carries no exclusions.')] : []),
    ...(allow.length + deny.length > 0 ? [l10n.t('Enter the addresses of the filter.')] : []),
    ...otherConditionLines(request.otherConditions),
    ...(request.notBefore === undefined && request.expiresOn === undefined
      ? []
      : [l10n.t('Set the start and end dates.')]),
  ];
}
