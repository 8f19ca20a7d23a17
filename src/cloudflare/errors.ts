// What can go wrong between us and Cloudflare, as one typed error with a kind that callers switch on.

/**
 * The classes a caller tells apart. Cloudflare reuses its numeric codes across products, so a kind is decided from
 * HTTP status, code and the family of the endpoint together, never from the code alone.
 */
export type ApiErrorKind =
  | 'bad-shape' // the credential is not a token at all, or is mangled
  | 'invalid' // unknown, deleted, rolled, expired, disabled, or of the other kind
  | 'wrong-kind' // an account-owned token on a user endpoint
  | 'ip-filter' // the token's IP filter refuses this address
  | 'missing-right' // a good token that lacks the permission
  | 'grant-refused' // the caller cannot give away this permission on these resources
  | 'quota' // no room for another token
  | 'not-found' // deleted elsewhere, or the wrong id
  | 'throttled' // rate limited; see retryAfter
  | 'rejected' // the request itself is wrong: name, CIDR, resource key
  | 'server' // 5xx, or an answer that is not Cloudflare's JSON
  | 'network' // no connection
  | 'timeout'
  | 'unexpected'; // an answer whose shape does not match what is known of the API

export interface ApiErrorDetails {
  readonly kind: ApiErrorKind;
  /** e.g. `GET /user/tokens/{id}`: names the call without ids or query. */
  readonly endpoint: string;
  readonly message: string;
  readonly status?: number;
  /** Cloudflare's own code of the first error. */
  readonly code?: number;
  /** Cloudflare's own words, untrusted text. */
  readonly said?: string;
  /** Seconds to wait, where Cloudflare said so. */
  readonly retryAfter?: number;
  /** The permission group named by a refused grant. */
  readonly group?: string;
  /** A path into the answer (`unexpected`) or the request (`rejected`). */
  readonly at?: string;
  readonly cause?: unknown;
}

/** Every failure of the API client. Its texts never hold a secret, a request body or a response body. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly endpoint: string;
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly said: string | undefined;
  readonly retryAfter: number | undefined;
  readonly group: string | undefined;
  readonly at: string | undefined;

  constructor(details: ApiErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ApiError';
    this.kind = details.kind;
    this.endpoint = details.endpoint;
    this.status = details.status;
    this.code = details.code;
    this.said = details.said;
    this.retryAfter = details.retryAfter;
    this.group = details.group;
    this.at = details.at;
  }
}
