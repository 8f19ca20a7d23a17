// A new, empty Cloudflare, and the one thing about a token that is computed and not stored.
import { allGroups } from './catalogue.ts';
import type { State, StoredToken } from './model.ts';

/** An empty state with all permission groups; `now` is the server's clock in milliseconds. */
export function createState(now: () => number): State {
  return {
    users: new Map(),
    accounts: new Map(),
    zones: new Map(),
    buckets: [],
    records: new Map(),
    tokens: new Map(),
    secrets: new Set(),
    groups: allGroups(),
    futureFields: new Set(),
    now,
  };
}

/** The status the API shows: `expired` takes the place of `active` and `disabled` once the time is over. */
export function statusOf(state: State, token: StoredToken): StoredToken['status'] | 'expired' {
  if (token.status === 'revoked (exposed)') return token.status;
  return token.expiresOn !== undefined && token.expiresOn <= state.now() ? 'expired' : token.status;
}
