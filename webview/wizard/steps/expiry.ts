// The simple choices of how long a token lives.
import * as l10n from '@vscode/l10n';
import { DAY, wholeSeconds } from '../../../src/tokens/times.ts';

/** Days until the token ends; 0: it does not. */
export const LIFETIMES = [0, 30, 90, 365] as const;
export type Lifetime = (typeof LIFETIMES)[number];

/** The name of a choice. */
export function lifetimeName(days: Lifetime): string {
  switch (days) {
    case 0:
      return l10n.t('No expiry');
    case 30:
      return l10n.t('30 days');
    case 90:
      return l10n.t('90 days');
    case 365:
      return l10n.t('1 year');
  }
}

/** The end of a life of so many days from now, as Cloudflare wants it: UTC in whole seconds. */
export function endOf(days: Lifetime, now: Date): string | undefined {
  return days === 0 ? undefined : wholeSeconds(new Date(now.getTime() + days * DAY));
}

/** The choice that an end was made with, today or yesterday; undefined for any other end. */
export function lifetimeOf(expiresOn: string | undefined, now: Date): Lifetime | undefined {
  if (expiresOn === undefined) return 0;
  const days = (new Date(expiresOn).getTime() - now.getTime()) / DAY;
  return LIFETIMES.find((lifetime) => lifetime > 0 && days <= lifetime && days > lifetime - 2);
}
