// A warning about how a token is made, with its reason and the place to act on it.

export type AuditRule =
  | 'mints-tokens'
  | 'write-everywhere'
  | 'privileged'
  | 'needless-read'
  | 'account-support'
  | 'denied'
  | 'user-details'
  | 'more-than-template'
  | 'no-expiry'
  | 'far-expiry'
  | 'everything-blocked'
  | 'no-ip-filter'
  | 'ipv4-only'
  | 'wide-ip-filter'
  | 'template-name'
  | 'same-name';

/** Where in a draft something can be done about it. Parts are counted from 0; groups are named by id. */
export type AuditField =
  | { readonly kind: 'name' | 'condition' | 'ttl' }
  | { readonly kind: 'permissions'; readonly part?: number; readonly group?: string }
  | { readonly kind: 'resources'; readonly part: number };

export interface AuditFinding {
  readonly rule: AuditRule;
  readonly severity: 'info' | 'warning' | 'high';
  /** What is the matter: `DNS Edit reaches all zones.` */
  readonly message: string;
  /** Why it matters, and what would be better. */
  readonly reason: string;
  readonly field: AuditField;
}

/** Where the judgement of the rules can be set. */
export interface AuditThresholds {
  /** Days that a token may live before that is called far. */
  readonly longestDays: number;
  /** Ranges with a shorter prefix than this count as too wide. */
  readonly widestIpv4: number;
  readonly widestIpv6: number;
}

/** A year, as GitLab has it for its own tokens by default; the prefixes are this project's judgement. */
export const DEFAULT_THRESHOLDS: AuditThresholds = { longestDays: 365, widestIpv4: 16, widestIpv6: 32 };
