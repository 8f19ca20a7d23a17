// Verifies a secret that is brand new: Cloudflare's edge may take some seconds to know it.
import type { Owner, Verification } from '../tokens/token.ts';
import type { CallOptions, CloudflareApi } from './api.ts';
import { systemClock, type Clock } from './clock.ts';
import { ApiError } from './errors.ts';

export interface PatienceOptions extends CallOptions {
  readonly clock?: Clock;
  /** How long to go on asking, in milliseconds; 30 s unless given (no official figure; public scripts wait as long). */
  readonly patience?: number;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;

/**
 * Verifies the secret that `api` was made with, asking again while Cloudflare does not know it.
 * @throws ApiError `invalid` when it still does not after all that patience; other kinds at once
 */
export async function verifyWithPatience(
  api: Pick<CloudflareApi, 'verify'>,
  owner: Owner,
  { clock = systemClock, patience = 30_000, signal }: PatienceOptions = {},
): Promise<Verification> {
  const until = clock.now() + patience;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await api.verify(owner, signal && { signal });
    } catch (error) {
      const left = until - clock.now();
      if (!(error instanceof ApiError) || error.kind !== 'invalid' || left <= 0) throw error;
      await clock.sleep(Math.min(pause, left), signal);
    }
  }
}
