// A token being written: what a person has chosen so far, in the terms they think in.
import type { GroupRef, IpCondition, OtherConditions, Owner, Policy } from './token.ts';

/** A token being created or edited. It never holds a secret, so it may be kept in webview state. */
export interface Draft {
  readonly name: string;
  readonly owner: Owner;
  /** "What on what", one entry per set of permissions that share their resources. */
  readonly parts: readonly DraftPart[];
  readonly condition?: IpCondition;
  /** What else restricts an edited token; it goes back to the API as it came. */
  readonly otherConditions?: OtherConditions;
  readonly notBefore?: string;
  readonly expiresOn?: string;
  /** Policies of an edited token that the parts cannot express; they go back to the API as they came. */
  readonly carried: readonly Policy[];
}

/** Permission groups of one scope, and the resources they apply to. */
export interface DraftPart {
  readonly groups: readonly GroupRef[];
  readonly target: Target;
}

/** The resources of one part. A chosen list may still be empty while the person is choosing. */
export type Target = UserTarget | AccountTarget | ZoneTarget | BucketTarget;

/** The user behind the connection; user permissions apply to nothing else. */
export interface UserTarget {
  readonly scope: 'user';
  /** The user that an edited token names. Absent: the user behind the connection. */
  readonly userId?: string;
}

export interface AccountTarget {
  readonly scope: 'account';
  readonly accounts: 'all' | readonly Named[];
}

export interface ZoneTarget {
  readonly scope: 'zone';
  readonly zones: 'all' | { readonly ofAccounts: readonly Named[] } | { readonly chosen: readonly Named[] };
  /** Zones taken out again, sent as a deny policy. */
  readonly except: readonly Named[];
}

export interface BucketTarget {
  readonly scope: 'bucket';
  readonly buckets: { readonly ofAccounts: readonly Named[] } | { readonly chosen: readonly BucketName[] };
}

/** An id with the name to show for it, where one is known. */
export interface Named {
  readonly id: string;
  readonly name?: string;
}

export interface BucketName {
  readonly accountId: string;
  readonly jurisdiction: string;
  readonly name: string;
}
