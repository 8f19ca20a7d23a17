// Decides what a refusal means. Cloudflare reuses its codes across products, so status, code, words and the family
// of the endpoint decide together. The pairs are recorded answers of the live API (see the test for each).
import { concernsTokens, nameOf, type Endpoint } from './endpoint.ts';
import type { ApiErrorKind } from './errors.ts';
import type { Problem } from './schemas.ts';

const THROTTLED = [971, 10429];
const MALFORMED = [6003, 6102, 6103, 6111, 9103, 9106];
const NO_SUCH_ROUTE = [7000, 7003];
const NO_RIGHT = [1068, 7403];

/** The kind of a refusal, from the HTTP status and the answer's first error. */
export function classify(endpoint: Endpoint, status: number, problems: readonly Problem[]): ApiErrorKind {
  if (status === 429 || problems.some(({ code }) => code != null && THROTTLED.includes(code)))
    return 'throttled';
  const code = problems[0]?.code;
  const message = problems[0]?.message ?? '';
  if (status >= 500) return 'server';
  if (code === 9109) return classify9109(message);
  if (code === 10000) return status === 403 ? 'missing-right' : 'invalid';
  if (code === 1000 && (status === 401 || concernsTokens(endpoint))) return 'invalid';
  if (code === 1001) return classify1001(endpoint, status, message);
  if (code === 1003 && concernsTokens(endpoint)) return 'not-found';
  if (code === 10001 && /authenticate|not allowed for token/i.test(message)) return 'wrong-kind';
  if (code != null && MALFORMED.includes(code)) return 'bad-shape';
  if (code != null && NO_SUCH_ROUTE.includes(code)) return 'not-found';
  if (code != null && NO_RIGHT.includes(code)) return 'missing-right';
  if (isQuota(endpoint, message)) return 'quota';
  return byStatus(status);
}

function classify9109(message: string): ApiErrorKind {
  if (/from location/i.test(message)) return 'ip-filter';
  if (/user-level authentication/i.test(message)) return 'wrong-kind';
  if (/max auth failures/i.test(message)) return 'throttled';
  return /invalid access token/i.test(message) ? 'invalid' : 'missing-right';
}

function classify1001(endpoint: Endpoint, status: number, message: string): ApiErrorKind {
  if (/missing "?authorization/i.test(message)) return 'bad-shape';
  if (/does not support account owned tokens/i.test(message)) return 'wrong-kind';
  if (/failed common permission check/i.test(message)) return 'grant-refused';
  return isQuota(endpoint, message) ? 'quota' : byStatus(status);
}

/** The code of a full quota is not published, so its words decide. */
function isQuota(endpoint: Endpoint, message: string): boolean {
  const creates = endpoint.method === 'POST' && concernsTokens(endpoint);
  return creates && /\b(quota|limit|maximum|max|too many)\b/i.test(message) && /\btokens\b/i.test(message);
}

function byStatus(status: number): ApiErrorKind {
  if (status === 401) return 'invalid';
  if (status === 403) return 'missing-right';
  return status === 404 ? 'not-found' : 'rejected';
}

/** The permission group that a refused grant names: `… (Permission group: "Account API Tokens Write")`. */
export function groupIn(message: string): string | undefined {
  return /permission group: "([^"]+)"/i.exec(message)?.[1];
}

const MEANINGS: Readonly<Record<ApiErrorKind, string>> = {
  'bad-shape': 'the credential is not an API token',
  invalid: 'the token is not valid',
  'wrong-kind': 'this kind of token does not work there',
  'ip-filter': "the token's IP filter does not allow this address",
  'missing-right': 'the token lacks the permission',
  'grant-refused': 'the token cannot give away a permission that it lacks',
  quota: 'there is no room for another token',
  'not-found': 'there is no such thing',
  throttled: 'too many requests',
  rejected: 'the request was rejected',
  server: 'Cloudflare answered with a fault of its own',
  network: 'there was no connection',
  timeout: 'there was no answer in time',
  unexpected: 'the answer has an unknown shape',
};

/** One sentence for logs and stack traces: the call, what it means, and the numbers. */
export function sentence(
  endpoint: Endpoint,
  kind: ApiErrorKind,
  details: readonly (string | undefined)[],
): string {
  const known = details.filter((detail) => detail !== undefined);
  return `${nameOf(endpoint)} failed: ${MEANINGS[kind]}${known.length === 0 ? '' : ` (${known.join(', ')})`}.`;
}
