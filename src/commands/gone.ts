// A token that somebody deleted elsewhere while its row was still here.
import { ApiError } from '../cloudflare/errors.ts';
import type { Session } from '../connections/session.ts';
import type { Token } from '../tokens/token.ts';

/** Waits for a call about a token; where the token turns out to be gone, its row goes as well. @throws what the call throws */
export async function orGone<T>(session: Session, token: Token, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'not-found') session.drop(token.owner, token.id);
    throw error;
  }
}
