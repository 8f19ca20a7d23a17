// The command with which a person can verify a token in a terminal, without the secret in it.
import type { Owner } from './token.ts';

/**
 * A curl command for a POSIX shell that asks Cloudflare about a token. The secret comes from an environment variable
 * when the command runs. Account-owned tokens have their own address; the user's refuses them.
 * @param apiBaseUrl e.g. `https://api.cloudflare.com/client/v4`
 * @param variable the variable that holds the secret; a valid name (see checkVariableName)
 */
export function verifyCommand(owner: Owner, apiBaseUrl: string, variable = 'CLOUDFLARE_API_TOKEN'): string {
  const family = owner.kind === 'user' ? 'user' : `accounts/${encodeURIComponent(owner.accountId)}`;
  const url = `${apiBaseUrl.replace(/\/+$/, '')}/${family}/tokens/verify`;
  return `curl -H "Authorization: Bearer $${variable}" ${shellQuoted(url)}`;
}

/** Single quotes keep everything as it is but a single quote. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
