// Finds a token by its id, whichever connection sees it.
import { ApiError } from '../cloudflare/errors.ts';
import { sameOwner } from '../tokens/owner.ts';
import type { Owner, Token } from '../tokens/token.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** A token together with the connection it is reached through. */
export interface Located {
  readonly session: Session;
  readonly token: Token;
}

/**
 * Looks through the lists that are there, then through those that have yet to be fetched.
 * @returns undefined where no connection sees such a token; a list that cannot be fetched has none
 * @throws VaultError
 */
export async function findToken(sessions: Sessions, id: string): Promise<Located | undefined> {
  const lists = (await sessions.all()).flatMap((session) =>
    session.connection.owners.map(({ owner }) => ({ session, owner })),
  );
  const within = (session: Session, tokens: readonly Token[] = []) => {
    const token = tokens.find((candidate) => candidate.id === id);
    return token && { session, token };
  };
  for (const { session, owner } of lists) {
    const found = within(session, session.known(owner)?.tokens);
    if (found !== undefined) return found;
  }
  for (const { session, owner } of lists) {
    const found = within(session, await session.tokens(owner).catch(() => []));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Asks Cloudflare for a token of an owner, through each connection that sees the owner: lists may be older than it.
 * @throws ApiError when a call fails for another reason than that the token is not there
 */
export async function fetchToken(sessions: Sessions, owner: Owner, id: string): Promise<Located | undefined> {
  for (const session of await sessions.all()) {
    if (!session.connection.owners.some((connected) => sameOwner(connected.owner, owner))) continue;
    try {
      return { session, token: await session.refresh(owner, id) };
    } catch (error) {
      // Of two users, the other one has no such token.
      if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
    }
  }
  return undefined;
}
