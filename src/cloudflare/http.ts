// How the client speaks HTTP: a port, implemented over undici, over the host's own fetch, and by fakes in tests.

export interface HttpRequest {
  readonly method: string;
  /** Absolute; https, or http on loopback. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /**
   * With 'until-sent' the signal is heeded only as long as nothing was sent: for requests whose effect cannot be
   * taken back, where giving up on the answer would only hide what happened. Default 'always'.
   */
  readonly cancel?: 'always' | 'until-sent';
  /** For the whole exchange, in milliseconds; 30 s unless given. */
  readonly timeout?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one request, follows no redirect and answers any status.
 * Rejects with a TransportError, or with the signal's reason when cancelled.
 */
export type HttpTransport = (request: HttpRequest) => Promise<HttpResponse>;

/** For a whole exchange, in milliseconds. */
export const DEFAULT_TIMEOUT = 30_000;
