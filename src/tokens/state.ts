// What state a token is in, as a person sees it: Cloudflare's status, and what its dates make of it.
import * as l10n from '@vscode/l10n';
import { plain } from './markdown.ts';
import { DAY, dateWords, parseTime, relativeTime, type TimeFormat } from './times.ts';
import type { Token } from './token.ts';

export type State = 'active' | 'expiring' | 'not-yet-valid' | 'expired' | 'disabled' | 'exposed' | 'other';

export interface TokenState {
  readonly state: State;
  /** In words that go on a sentence ("the token is …") and stand alone, in lower case. */
  readonly label: string;
  /** `expiring` only: whole days left. */
  readonly days?: number;
}

/** A token counts as expiring this many days ahead: long enough to plan a replacement. */
const EXPIRING_DAYS = 30;

/** Does Cloudflare let a token that is in this state do what it may? */
export function isInForce({ state }: TokenState): boolean {
  return state === 'active' || state === 'expiring';
}

/** The state of a token. `exposed` is Cloudflare's `revoked (exposed)`: the secret was found in a public place. */
export function stateOf(
  token: Pick<Token, 'status' | 'notBefore' | 'expiresOn'>,
  now: Date,
  format: TimeFormat = {},
): TokenState {
  const expires = parseTime(token.expiresOn);
  const starts = parseTime(token.notBefore);
  if (token.status.startsWith('revoked')) {
    return { state: 'exposed', label: l10n.t('revoked because its secret was found in public') };
  }
  if (token.status === 'disabled') return { state: 'disabled', label: l10n.t('disabled') };
  if (token.status === 'expired' || (expires !== undefined && expires <= now)) {
    return { state: 'expired', label: l10n.t('expired') };
  }
  if (token.status !== 'active') return { state: 'other', label: plain(token.status) };
  if (starts !== undefined && starts > now) {
    return { state: 'not-yet-valid', label: l10n.t('not valid before {0}', dateWords(starts, format)) };
  }
  const left = expires === undefined ? Infinity : expires.getTime() - now.getTime();
  if (expires !== undefined && left <= EXPIRING_DAYS * DAY) {
    const label = l10n.t('expires {0}', relativeTime(expires, now, format));
    return { state: 'expiring', label, days: Math.floor(left / DAY) };
  }
  return { state: 'active', label: l10n.t('active') };
}
