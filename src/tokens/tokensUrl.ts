// Where the API keeps an owner's tokens.
import type { Owner } from './token.ts';

/**
 * The address of an owner's tokens, without a slash at the end.
 * @param apiBaseUrl e.g. `https://api.cloudflare.com/client/v4`
 */
export function tokensUrl(owner: Owner, apiBaseUrl: string): string {
  const family = owner.kind === 'user' ? 'user' : `accounts/${encodeURIComponent(owner.accountId)}`;
  return `${apiBaseUrl.replace(/\/+$/, '')}/${family}/tokens`;
}
