// A change whose answer got lost: nobody knows whether it happened, until Cloudflare is asked what is true now.
import { ApiError } from '../cloudflare/errors.ts';
import { TransportError } from '../cloudflare/transport-error.ts';

/** Does a failure leave open whether Cloudflare did what it was asked to? */
export function isAnswerLost(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { kind, cause, status = 500 } = error;
  if (cause instanceof TransportError) return cause.sent;
  // An answer that was not understood, or one that something on the way gave in Cloudflare's place.
  return kind === 'unexpected' || (kind === 'server' && (status < 400 || status >= 500));
}

/**
 * Waits for a change. Where its answer gets lost, asks what is true now, and is content if that is what was wanted.
 * @param look reads how things are; rejects, or answers undefined, where they are not as wanted
 * @throws what the change throws
 */
export async function orTrueNow<T>(change: Promise<T>, look: () => Promise<T | undefined>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    const now = isAnswerLost(error) ? await look().catch(() => undefined) : undefined;
    if (now === undefined) throw error;
    return now;
  }
}
