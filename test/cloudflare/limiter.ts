// Cloudflare's rate limits: requests per five minutes and caller, requests per second and address.
import { throttled } from './refusals.ts';
import type { Settings } from './settings.ts';
import { SECOND } from './times.ts';

interface Window {
  start: number;
  used: number;
  blockedUntil: number;
}

/** Counts calls. The takes throw once an address or a caller has had its share; `headers` tells how much is left. */
export interface Limiter {
  takeFrom(address: string): void;
  takeBy(caller: string): void;
  headers(caller: string): Readonly<Record<string, string>>;
}

/**
 * Makes a limiter. A caller that goes beyond the quota is refused for a whole window. While the limit is switched off
 * a spent window simply starts anew, so that the headers never tell a client to wait for nothing.
 */
export function createLimiter(settings: Readonly<Settings>, now: () => number): Limiter {
  const callers = new Map<string, Window>();
  const addresses = new Map<string, Window>();

  const windowOf = (windows: Map<string, Window>, key: string, length: number): Window => {
    const known = windows.get(key);
    if (known !== undefined && now() < Math.max(known.start + length, known.blockedUntil)) return known;
    const fresh = { start: now(), used: 0, blockedUntil: 0 };
    windows.set(key, fresh);
    return fresh;
  };
  const length = (): number => settings.rateWindowSeconds * SECOND;

  return {
    takeFrom(address) {
      const burst = windowOf(addresses, address, SECOND);
      burst.used += 1;
      if (settings.rateLimit && burst.used > settings.burstPerSecond) throw throttled(1);
    },
    takeBy(caller) {
      const window = windowOf(callers, caller, length());
      window.used += 1;
      if (!settings.rateLimit) {
        if (window.used >= settings.rateQuota) callers.delete(caller);
        return;
      }
      if (window.used <= settings.rateQuota) return;
      if (window.blockedUntil === 0) window.blockedUntil = now() + length();
      throw throttled(Math.ceil((window.blockedUntil - now()) / SECOND));
    },
    headers(caller) {
      const window = windowOf(callers, caller, length());
      const left = Math.max(0, settings.rateQuota - window.used);
      const reset = Math.ceil((Math.max(window.start + length(), window.blockedUntil) - now()) / SECOND);
      return {
        ratelimit: `"default";r=${left};t=${reset}`,
        'ratelimit-policy': `"default";q=${settings.rateQuota};w=${settings.rateWindowSeconds}`,
      };
    },
  };
}
