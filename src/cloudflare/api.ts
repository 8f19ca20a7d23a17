// The face of the API client: what the rest of the extension can ask of Cloudflare, in the domain's words.
import type { Secret } from '../tokens/secret.ts';
import type {
  Account,
  Bucket,
  Owner,
  PermissionGroup,
  Token,
  TokenRequest,
  Verification,
  Zone,
} from '../tokens/token.ts';
import type { ApiError } from './errors.ts';

/** Options of every call. An aborted signal rejects with its reason (an `AbortError`), never with an ApiError. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** One page of a list that is read on demand, e.g. zones in a picker. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly hasMore: boolean;
  /** All matches, where Cloudflare says how many. */
  readonly total?: number;
}

export interface ZoneQuery {
  readonly accountId?: string;
  /** Part of the name; sent as `contains:`. */
  readonly search?: string;
  /** From 1. */
  readonly page?: number;
  /** 5 to 50. */
  readonly perPage?: number;
}

/** A create that was answered, or one whose answer was lost on the way and that may have made a token. */
export type CreateOutcome =
  | { readonly outcome: 'created'; readonly token: Token; readonly secret: Secret }
  | { readonly outcome: 'lost'; readonly cause: ApiError; readonly sentAt: Date };

/** A roll that was answered, or one whose answer was lost: the old secret may be dead and the new one unknown. */
export type RollOutcome =
  | { readonly outcome: 'rolled'; readonly secret: Secret }
  | { readonly outcome: 'lost'; readonly cause: ApiError; readonly sentAt: Date };

/**
 * Cloudflare as seen through one management token. Every method rejects with an ApiError, or with the signal's
 * reason when cancelled. Reads are retried on throttling and transient faults; writes are sent once. Create and roll
 * heed the signal only until they are sent: from then on their answer is waited for, because it holds the secret.
 */
export interface CloudflareApi {
  /** Asks Cloudflare about the secret this client was made with. */
  verify(owner: Owner, options?: CallOptions): Promise<Verification>;

  /** All tokens of an owner, recently expired ones included, in Cloudflare's order. */
  listTokens(owner: Owner, options?: CallOptions): Promise<Token[]>;
  getToken(owner: Owner, id: string, options?: CallOptions): Promise<Token>;
  createToken(owner: Owner, request: TokenRequest, options?: CallOptions): Promise<CreateOutcome>;
  /** Replaces the whole mutable part of a token; what the request leaves out is cleared. */
  updateToken(owner: Owner, id: string, request: TokenRequest, options?: CallOptions): Promise<Token>;
  rollToken(owner: Owner, id: string, options?: CallOptions): Promise<RollOutcome>;
  deleteToken(owner: Owner, id: string, options?: CallOptions): Promise<void>;

  listPermissionGroups(owner: Owner, options?: CallOptions): Promise<PermissionGroup[]>;
  listAccounts(options?: CallOptions): Promise<Account[]>;
  listZones(query?: ZoneQuery, options?: CallOptions): Promise<Page<Zone>>;
  getZone(id: string, options?: CallOptions): Promise<Zone>;
  listBuckets(accountId: string, jurisdiction: string, options?: CallOptions): Promise<Bucket[]>;
  /** The user behind a user-owned token; `email` is absent where the token may not see it. */
  getUser(options?: CallOptions): Promise<{ readonly id: string; readonly email?: string }>;
}
