// The kinds of resource that a permission group can be about.
import * as l10n from '@vscode/l10n';

/** What a permission group applies to. `other` is any kind that this version does not know. */
export type Scope = 'user' | 'account' | 'zone' | 'bucket' | 'other';

/** The API's own names of the scopes. Source: Cloudflare's permission-groups endpoint. */
export const API_SCOPES = {
  user: 'com.cloudflare.api.user',
  account: 'com.cloudflare.api.account',
  zone: 'com.cloudflare.api.account.zone',
  bucket: 'com.cloudflare.edge.r2.bucket',
} as const;

const BY_API_SCOPE = new Map<string, Scope>(
  Object.entries(API_SCOPES).map(([scope, apiScope]) => [apiScope, scope as Scope]),
);

/** The scope behind the API's name for it. */
export function scopeOf(apiScope: string): Scope {
  return BY_API_SCOPE.get(apiScope) ?? 'other';
}

/** The word for a scope, as the dashboard shows it in front of a permission. */
export function scopeWord(scope: Scope): string {
  switch (scope) {
    case 'user':
      return l10n.t('User');
    case 'account':
      return l10n.t('Account');
    case 'zone':
      return l10n.t('Zone');
    case 'bucket':
      return l10n.t('R2 bucket');
    case 'other':
      return l10n.t('Other');
  }
}
