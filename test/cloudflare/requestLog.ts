// A record of the requests received, for tests that count them. It never holds headers, bodies or secrets.

/** One request to the API. */
export interface RequestRecord {
  readonly method: string;
  /** Below `/client/v4`, without the query. */
  readonly path: string;
  /** The query with its `?`, or the empty text. */
  readonly query: string;
  /** The HTTP status; 0 when the connection was cut instead. */
  readonly status: number;
  /** The id of the token that made it, where one was recognised. */
  readonly tokenId?: string;
  readonly userAgent?: string;
  /** When it came, in milliseconds of the server's clock, and how long the answer took to begin. */
  readonly at: number;
  readonly tookMs: number;
}

/** The records, oldest first. Only the latest are kept, so that a long run does not fill the memory. */
export interface RequestLog {
  add(record: RequestRecord): void;
  all(): readonly RequestRecord[];
  clear(): void;
}

const KEPT = 10_000;

/** An empty log. */
export function createRequestLog(): RequestLog {
  let records: RequestRecord[] = [];
  return {
    add(record) {
      records.push(record);
      if (records.length > 2 * KEPT) records = records.slice(-KEPT);
    },
    all: () => records,
    clear() {
      records = [];
    },
  };
}
