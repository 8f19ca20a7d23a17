// What the local Cloudflare remembers: people, accounts, zones, buckets, records and tokens, as plain data.

/** A permission group, as the API names it. */
export interface Group {
  readonly id: string;
  readonly name: string;
  /** `com.cloudflare.api.account.zone` and the like. */
  readonly scope: string;
  /** One of the API's product categories, e.g. `dns_and_zones`. */
  readonly category: string;
  /** The dashboard's name and level, e.g. `DNS` and `Edit`. */
  readonly label: string;
  readonly level: string;
}

/** Resource keys with `"*"`, or an account key with a nested map. */
export type ResourceMap = Record<string, string | Record<string, string>>;

export interface Policy {
  readonly id: string;
  readonly effect: 'allow' | 'deny';
  readonly groupIds: readonly string[];
  readonly resources: ResourceMap;
}

export interface Condition {
  readonly request_ip?: { readonly in?: readonly string[]; readonly not_in?: readonly string[] };
}

export type Owner =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'account'; readonly accountId: string };

/** A token with its secret. Times are milliseconds since the epoch. */
export interface StoredToken {
  readonly id: string;
  readonly owner: Owner;
  name: string;
  /** `expired` is not stored: it follows from `expiresOn`. */
  status: 'active' | 'disabled' | 'revoked (exposed)';
  policies: readonly Policy[];
  condition?: Condition;
  issuedOn: number;
  modifiedOn: number;
  lastUsedOn?: number;
  notBefore?: number;
  expiresOn?: number;
  creatorEmail?: string;
  provisioner?: { readonly type: string; readonly id: string | null };
  /** Made by Cloudflare for itself; refuses to be deleted. */
  managed?: boolean;
  /** Fields of the token that today's clients do not know; answered and replaced like the known ones. */
  future?: Readonly<Record<string, unknown>>;
  secret: string;
  /** The secret is refused before this moment, as if the news had not reached every data centre. */
  secretKnownFrom: number;
}

/** What a person may do in an account: everything, or what policies say. */
export interface Membership {
  readonly id: string;
  readonly accountId: string;
  status: 'accepted' | 'pending' | 'rejected';
  readonly roles: readonly string[];
  readonly rights: 'all' | readonly Policy[];
  /** Has the role of October 2026: makes account tokens within these rights, and reaches only those it made. */
  readonly provisionsTokens: boolean;
}

export interface User {
  readonly id: string;
  readonly email: string;
  firstName: string;
  lastName: string;
  readonly createdOn: number;
  /** The Global API key. */
  readonly apiKey: string;
  readonly memberships: Membership[];
}

export interface Account {
  readonly id: string;
  name: string;
  readonly type: 'standard' | 'enterprise';
  readonly createdOn: number;
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly status: 'initializing' | 'pending' | 'active' | 'moved';
  type: 'full' | 'partial' | 'secondary' | 'internal';
  readonly plan: 'free' | 'pro' | 'business' | 'enterprise';
  paused: boolean;
  readonly createdOn: number;
  modifiedOn: number;
}

export interface Bucket {
  readonly accountId: string;
  readonly jurisdiction: string;
  readonly name: string;
  readonly location: string;
  storageClass: string;
  readonly createdOn: number;
}

export interface DnsRecord {
  readonly id: string;
  readonly zoneId: string;
  readonly type: string;
  readonly name: string;
  readonly content: string;
  readonly ttl: number;
  readonly proxied: boolean;
  readonly comment: string | null;
  readonly tags: readonly string[];
  readonly priority?: number;
  readonly data?: unknown;
  readonly createdOn: number;
  readonly modifiedOn: number;
}

/** Everything the server knows. One per server; changed in place. */
export interface State {
  readonly users: Map<string, User>;
  readonly accounts: Map<string, Account>;
  readonly zones: Map<string, Zone>;
  readonly buckets: Bucket[];
  readonly records: Map<string, DnsRecord>;
  readonly tokens: Map<string, StoredToken>;
  /** Every secret there has ever been, those of rolled and deleted tokens too. */
  readonly secrets: Set<string>;
  readonly groups: Map<string, Group>;
  /** Names of token fields that this Cloudflare knows and today's clients do not. */
  readonly futureFields: Set<string>;
  /** The server's time in milliseconds. */
  readonly now: () => number;
}
