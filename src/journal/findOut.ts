// What became of a create or a roll whose host died on the way.
import type { CallOptions } from '../cloudflare/api.ts';
import { systemClock, type Clock } from '../cloudflare/clock.ts';
import { ApiError } from '../cloudflare/errors.ts';
import { findLostTokens, rollTookEffect } from '../cloudflare/lost.ts';
import type { Session } from '../connections/session.ts';
import type { Sessions } from '../connections/sessions.ts';
import { sameOwner } from '../tokens/owner.ts';
import type { Token } from '../tokens/token.ts';
import type { Envelope } from '../vault/envelope.ts';
import type { Vault } from '../vault/vault.ts';
import type { Entry } from './journal.ts';

/** What is true now. */
export type Finding =
  /** The secret is kept, or there is no token any more that it could belong to. */
  | { readonly outcome: 'complete' }
  /** The token was made, and nobody has its secret. */
  | { readonly outcome: 'made'; readonly session: Session; readonly token: Token }
  | { readonly outcome: 'not-made' }
  /** The old secret works as before. */
  | { readonly outcome: 'not-rolled' }
  /** The old secret is dead, and nobody has the new one. */
  | { readonly outcome: 'rolled'; readonly session: Session; readonly token: Token }
  /** The old secret is not known here, so nothing tells whether it still works. */
  | { readonly outcome: 'unknown'; readonly session: Session; readonly token: Token }
  /** The token that was rolled is the connection's own, and the connection's secret is dead. */
  | { readonly outcome: 'locked-out' }
  /** Cloudflare cannot be asked now; without a reason, because the connection is gone. */
  | { readonly outcome: 'out-of-reach'; readonly reason?: ApiError };

export interface Witnesses {
  readonly sessions: Sessions;
  readonly vault: Vault;
  readonly clock?: Clock;
}

/** Finds out what is true of an interrupted entry. @throws VaultError */
export async function findOut(
  entry: Entry,
  witnesses: Witnesses,
  { signal }: CallOptions = {},
): Promise<Finding> {
  const session = await sessionFor(entry, witnesses.sessions);
  if (session === undefined) return { outcome: 'out-of-reach' };
  const options = { clock: witnesses.clock ?? systemClock, ...(signal && { signal }) };
  try {
    return await (entry.kind === 'create'
      ? afterCreate(entry, session, witnesses, options)
      : afterRoll(entry, session, witnesses, options));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isOwn = entry.kind === 'roll' && entry.tokenId === session.connection.id;
    if (isOwn && error.kind === 'invalid') return { outcome: 'locked-out' };
    return { outcome: 'out-of-reach', reason: error };
  }
}

interface Options extends CallOptions {
  readonly clock: Clock;
}

async function sessionFor({ connectionId, owner }: Entry, sessions: Sessions): Promise<Session | undefined> {
  const same = await sessions.get(connectionId);
  if (same !== undefined || owner.kind === 'user') return same;
  return (await sessions.all()).find(({ connection }) =>
    connection.owners.some((seen) => sameOwner(seen.owner, owner)),
  );
}

async function afterCreate(
  { owner, name, policies, at }: Extract<Entry, { readonly kind: 'create' }>,
  session: Session,
  { vault }: Witnesses,
  options: Options,
): Promise<Finding> {
  const request = { name, policies };
  const found = await findLostTokens(session.api, { owner, request, sentAt: at, known: [] }, options);
  for (const token of found) {
    const envelope = await vault.get('token', token.id);
    if (envelope === undefined) return { outcome: 'made', session, token };
    if (isSince(envelope, at)) return { outcome: 'complete' };
  }
  return { outcome: 'not-made' };
}

async function afterRoll(
  { owner, tokenId, at }: Extract<Entry, { readonly kind: 'roll' }>,
  session: Session,
  { vault, sessions }: Witnesses,
  options: Options,
): Promise<Finding> {
  const kept = [await vault.get('token', tokenId), await vault.get('connection', tokenId)];
  if (kept.some((envelope) => envelope !== undefined && isSince(envelope, at)))
    return { outcome: 'complete' };
  const token = await session.refresh(owner, tokenId).catch((error: unknown) => {
    if (error instanceof ApiError && error.kind === 'not-found') return undefined;
    throw error;
  });
  if (token === undefined) return { outcome: 'complete' };
  const old = kept.find((envelope) => envelope !== undefined);
  const effect = await rollTookEffect(session.api, token, old && sessions.apiFor(old.secret), options);
  switch (effect) {
    case 'no':
      return { outcome: 'not-rolled' };
    case 'yes':
      return { outcome: 'rolled', session, token };
    case 'unknown':
      return { outcome: 'unknown', session, token };
  }
}

/** Was a secret kept after an intent was written down? Both times are this machine's. */
function isSince({ storedAt }: Envelope, at: Date): boolean {
  return Date.parse(storedAt) >= at.getTime();
}
