// A clock whose time passes only while somebody sleeps, and then at once.
import type { Clock } from '../../../src/cloudflare/clock.ts';

export interface FakeClock extends Clock {
  /** Every sleep asked for, in milliseconds. */
  readonly slept: readonly number[];
}

/** Makes a clock that starts at 2026-01-01T00:00:00Z and wakes sleepers in the order of their time. */
export function createFakeClock(): FakeClock {
  let now = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  function wakeNext(): void {
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers.shift();
    if (next === undefined) return;
    now = Math.round(Math.max(now, next.at));
    next.wake();
  }

  return {
    slept,
    now: () => now,
    sleep(milliseconds, signal) {
      slept.push(milliseconds);
      return new Promise((resolve, reject) => {
        const sleeper = { at: now + milliseconds, wake: resolve };
        signal?.throwIfAborted();
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason as Error);
        });
        sleepers.push(sleeper);
        setImmediate(wakeNext);
      });
    },
  };
}
