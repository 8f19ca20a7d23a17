// The domain's own picture of a Cloudflare API token. The API client translates to and from it; everything
// above it (tree, wizard, commands) speaks only this.

/** Who owns a token: the user behind the connection, or one account. */
export type Owner = UserOwner | AccountOwner;

export interface UserOwner {
  readonly kind: 'user';
}

export interface AccountOwner {
  readonly kind: 'account';
  /** 32 hex characters. */
  readonly accountId: string;
}

/**
 * A token as Cloudflare last described it. Times are RFC 3339 in UTC, as sent by the API; absent means unset.
 * It never holds the secret.
 */
export interface Token {
  /** 32 hex characters; for R2 also the S3 access key id. */
  readonly id: string;
  readonly owner: Owner;
  readonly name: string;
  /** `active`, `disabled`, `expired`, `revoked (exposed)`; an open list, so a plain string. */
  readonly status: string;
  readonly policies: readonly Policy[];
  readonly condition?: IpCondition;
  readonly otherConditions?: OtherConditions;
  readonly issuedOn?: string;
  readonly modifiedOn?: string;
  readonly lastUsedOn?: string;
  readonly notBefore?: string;
  readonly expiresOn?: string;
  /** Account tokens only: the e-mail of whoever made it. */
  readonly creatorEmail?: string;
  /** Fields of the answer that this version does not know, kept so that an edit can carry them over. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/** What the token may (or, with `deny`, may not) do, and on what. Deny beats allow; what nothing allows is denied. */
export interface Policy {
  /** `allow` or `deny`; an open list, so a plain string. */
  readonly effect: string;
  readonly groups: readonly GroupRef[];
  readonly resources: Resources;
  /** Fields of the answer that this version does not know, kept so that an edit can carry them over. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/** A permission group as a policy names it. Only the id counts; names drift, so the catalogue has the last word. */
export interface GroupRef {
  readonly id: string;
  readonly name?: string;
  /** Fields of the answer that this version does not know, kept so that an edit can carry them over. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/**
 * Resource keys as the API spells them, each with `"*"` or, for "all zones (or buckets) of an account", a nested
 * map of keys. Parsed by resources.ts; kept raw here because unknown kinds must survive an edit untouched.
 */
export type Resources = Readonly<Record<string, ResourceValue>>;
/** So far nobody has seen a map in a map; should one come, it hides no token. */
export type ResourceValue = string | { readonly [key: string]: ResourceValue };

/** Addresses in CIDR notation. An absent list restricts nothing. */
export interface IpCondition {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

/**
 * What restricts a token beside its address lists, as the API spells it: conditions of a kind that this version does
 * not know, such as `{ device: … }`, and under `request_ip` what that holds beside its lists. Never empty.
 */
export type OtherConditions = Readonly<Record<string, unknown>>;

/** What create and update send: the part of a token that a person decides. */
export interface TokenRequest {
  readonly name: string;
  readonly policies: readonly Policy[];
  readonly condition?: IpCondition;
  readonly otherConditions?: OtherConditions;
  readonly notBefore?: string;
  readonly expiresOn?: string;
  /** Update only: `active` or `disabled`. */
  readonly status?: 'active' | 'disabled';
  /** Unknown fields of the token being edited, sent back as they came. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/** A permission group as the API lists it for an owner. */
export interface PermissionGroup {
  readonly id: string;
  readonly name: string;
  /** `com.cloudflare.api.account.zone` and the like; an open list. */
  readonly scopes: readonly string[];
  readonly category?: string;
  readonly description?: string;
  /** false: the API says that this caller may not give it. */
  readonly selectable?: boolean;
}

export interface Account {
  readonly id: string;
  readonly name: string;
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly accountId: string;
  readonly accountName: string;
}

export interface Bucket {
  readonly accountId: string;
  readonly name: string;
  readonly jurisdiction: string;
}

/** What Cloudflare says of a secret that was used to ask about itself. */
export interface Verification {
  readonly id: string;
  readonly status: string;
  readonly notBefore?: string;
  readonly expiresOn?: string;
}
