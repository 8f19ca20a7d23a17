// One difference between two states of a token, as a person reads it.

/** The part of a token that a change, a warning or a conflict is about. */
export type TokenField = 'name' | 'permissions' | 'condition' | 'ttl' | 'status' | 'other';

/** `changed`: neither more nor less, or both at once. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'widened' | 'narrowed' | 'changed';
  readonly field: TokenField;
  /** One line, safe for a label: `DNS Edit no longer on example.com`. */
  readonly message: string;
}

/** What a change of a token means. */
export interface TokenDiff {
  /** Empty when nothing changes, whatever the order of things. */
  readonly changes: readonly Change[];
  /** What may stop working, one sentence each: `3 zones lose DNS Edit`. */
  readonly breaks: readonly string[];
}
