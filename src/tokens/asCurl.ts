// A new token as a command for a POSIX shell. It holds no secret: the one to authenticate with comes from the
// environment when the command runs.
import { bodyOf, jsonText } from './requestBody.ts';
import { shellQuoted } from './shell.ts';
import type { Owner, TokenRequest } from './token.ts';
import { tokensUrl } from './tokensUrl.ts';

/**
 * A curl command that creates the token. A status is left out, as a new token is always active.
 * @param apiBaseUrl e.g. `https://api.cloudflare.com/client/v4`
 * @throws RangeError when a time of the request is not a time
 */
export function asCurl(request: TokenRequest, owner: Owner, apiBaseUrl: string): string {
  const body = { ...bodyOf(request), status: undefined };
  return [
    `curl --request POST ${shellQuoted(tokensUrl(owner, apiBaseUrl))}`,
    '  --header "Authorization: Bearer $CLOUDFLARE_API_TOKEN"',
    `  --header ${shellQuoted('Content-Type: application/json')}`,
    `  --data-raw ${shellQuoted(jsonText(body))}`,
  ].join(' \\\n');
}
