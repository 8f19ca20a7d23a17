// Keeps the requests of one credential within Cloudflare's rate limits: a bound on how many run at once, slower
// when few are left, and a pause when they are used up (1200 in 5 minutes per user or account token, then 429 for
// the next 5 minutes; docs: fundamentals/api/reference/limits).
import { createHash } from 'node:crypto';
import type { Secret } from '../tokens/secret.ts';
import type { Clock } from './clock.ts';

export interface Limiter {
  /**
   * Waits for a turn and gives back how to end it. Rejects with the signal's reason, or with a LongWait when the
   * turn is further away than anyone would sit and wait.
   */
  turn(signal?: AbortSignal): Promise<() => void>;
  /** Learns from an answer: its `ratelimit` header, or that it was a refusal for going too fast. */
  learn(answer: { readonly rateLimit?: string | undefined; readonly pauseSeconds?: number }): void;
}

/** Cloudflare is closed to this credential for so many seconds. */
export class LongWait extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`Rate limited for another ${seconds} s.`);
    this.name = 'LongWait';
    this.seconds = seconds;
  }
}

export interface LimiterOptions {
  readonly clock: Clock;
  /** Requests at once; 10 unless given. */
  readonly concurrency?: number;
}

/** The longest pause that is sat out; beyond it callers are told instead. In milliseconds. */
export const PATIENCE = 30_000;
/** With fewer requests left than this, they are spread over the time until more are given. */
const FEW = 20;

/** Makes a limiter that nobody else shares. */
export function createLimiter({ clock, concurrency = 10 }: LimiterOptions): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  let closedUntil = 0;
  let nextStart = 0;
  let gap = 0;

  function release(): void {
    running -= 1;
    waiting.shift()?.();
  }

  function slot(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (running < concurrency) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal?.reason as Error);
      };
      const enter = () => {
        signal?.removeEventListener('abort', onAbort);
        running += 1;
        resolve();
      };
      waiting.push(enter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  async function opening(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const wait = Math.max(closedUntil, nextStart) - clock.now();
      if (wait <= 0) break;
      if (wait > PATIENCE) throw new LongWait(Math.ceil(wait / 1000));
      await clock.sleep(wait, signal);
    }
    nextStart = clock.now() + gap;
  }

  return {
    async turn(signal) {
      await slot(signal);
      try {
        await opening(signal);
      } catch (error) {
        release();
        throw error;
      }
      return release;
    },

    learn({ rateLimit, pauseSeconds }) {
      if (pauseSeconds !== undefined) closedUntil = Math.max(closedUntil, clock.now() + pauseSeconds * 1000);
      const left = rateLimit === undefined ? undefined : parseRateLimit(rateLimit);
      if (left === undefined) return;
      if (left.requests === 0) closedUntil = Math.max(closedUntil, clock.now() + left.seconds * 1000);
      gap = left.requests > 0 && left.requests < FEW ? (left.seconds * 1000) / left.requests : 0;
    },
  };
}

/**
 * Reads Cloudflare's `Ratelimit: "default";r=50;t=30`: requests left, seconds until more are given. Of several
 * policies, the one with the fewest left counts.
 */
export function parseRateLimit(header: string): { requests: number; seconds: number } | undefined {
  let tightest: { requests: number; seconds: number } | undefined;
  for (const policy of header.split(',')) {
    const requests = /;\s*r=(\d+)/.exec(policy)?.[1];
    const seconds = /;\s*t=(\d+)/.exec(policy)?.[1];
    if (requests === undefined || seconds === undefined) continue;
    if (tightest === undefined || Number(requests) < tightest.requests) {
      tightest = { requests: Number(requests), seconds: Number(seconds) };
    }
  }
  return tightest;
}

const shared = new Map<string, Limiter>();

/** The limiter of a credential: the same one for every client of this process that uses the same secret. */
export function limiterOf(secret: Secret, clock: Clock): Limiter {
  const key = createHash('sha256').update(secret.reveal()).digest('base64');
  const limiter = shared.get(key) ?? createLimiter({ clock });
  shared.set(key, limiter);
  return limiter;
}
