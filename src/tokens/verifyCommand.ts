// The command with which a person can verify a token in a terminal, without the secret in it.
import { shellQuoted } from './shell.ts';
import type { Owner } from './token.ts';
import { tokensUrl } from './tokensUrl.ts';

/**
 * A curl command for a POSIX shell that asks Cloudflare about a token. The secret comes from an environment variable
 * when the command runs. Account-owned tokens have their own address; the user's refuses them.
 * @param apiBaseUrl e.g. `https://api.cloudflare.com/client/v4`
 * @param variable the variable that holds the secret; a valid name (see checkVariableName)
 */
export function verifyCommand(owner: Owner, apiBaseUrl: string, variable = 'CLOUDFLARE_API_TOKEN'): string {
  const url = `${tokensUrl(owner, apiBaseUrl)}/verify`;
  return `curl -H "Authorization: Bearer $${variable}" ${shellQuoted(url)}`;
}
