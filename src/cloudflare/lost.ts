// Finds out what became of a create, an update or a roll whose answer was lost on the way.
import type { Owner, Policy, Token, TokenRequest } from '../tokens/token.ts';
import type { CallOptions, CloudflareApi } from './api.ts';
import { systemClock, type Clock } from './clock.ts';
import { ApiError } from './errors.ts';

export interface LostOptions extends CallOptions {
  readonly clock?: Clock;
}

export interface LostCreate {
  readonly owner: Owner;
  readonly request: TokenRequest;
  readonly sentAt: Date;
  /** Ids of the owner's tokens from before; what was known then is not what was lost. */
  readonly known: Iterable<string>;
}

// The connection may break before Cloudflare is done, and this machine's clock may be off by a few minutes.
const LOOKS_AFTER = [0, 2_000, 5_000];
const CLOCK_SKEW = 5 * 60_000;

/**
 * Looks for tokens that a lost create may have made: same name, same policies, issued since, and not known before.
 * Their secrets are gone; rolling one gives a new secret, deleting it undoes the create.
 * @returns in Cloudflare's order; empty when none turned up within some seconds
 * @throws ApiError when the tokens cannot be listed, or the signal's reason
 */
export async function findLostTokens(
  api: Pick<CloudflareApi, 'listTokens'>,
  { owner, request, sentAt, known }: LostCreate,
  { clock = systemClock, signal }: LostOptions = {},
): Promise<Token[]> {
  const before = new Set(known);
  const wanted = fingerprint(request.policies);
  for (const wait of LOOKS_AFTER) {
    if (wait > 0) await clock.sleep(wait, signal);
    const tokens = await api.listTokens(owner, signal && { signal });
    const found = tokens.filter(
      (token) =>
        !before.has(token.id) &&
        token.name === request.name &&
        issuedSince(token, sentAt) &&
        fingerprint(token.policies) === wanted,
    );
    if (found.length > 0) return found;
  }
  return [];
}

function issuedSince({ issuedOn }: Token, sentAt: Date): boolean {
  if (issuedOn === undefined) return true;
  const issued = Date.parse(issuedOn);
  return Number.isNaN(issued) || issued >= sentAt.getTime() - CLOCK_SKEW;
}

/** Equal for policies that mean the same: Cloudflare keeps neither the order of policies nor that of groups. */
function fingerprint(policies: readonly Policy[]): string {
  const one = ({ effect, groups, resources }: Policy) =>
    JSON.stringify([effect, groups.map(({ id }) => id).sort(), sorted(resources)]);
  return JSON.stringify(policies.map(one).sort());
}

function sorted(value: Policy['resources'][string] | Policy['resources']): unknown {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Did a roll whose answer was lost take effect? The old secret tells, where it is known: it dies with the roll.
 * Without it, only a change of the token says something, and no change says nothing.
 * @param api the client that rolled
 * @param token the token as it was before
 * @param withOldSecret a client made with the token's old secret
 * @throws the signal's reason; a failing call makes the answer `unknown`
 */
export async function rollTookEffect(
  api: Pick<CloudflareApi, 'getToken'>,
  token: Token,
  withOldSecret: Pick<CloudflareApi, 'verify'> | undefined,
  { clock = systemClock, signal }: LostOptions = {},
): Promise<'yes' | 'no' | 'unknown'> {
  const options = signal && { signal };
  // A disabled or expired token may not verify although its secret is the old one.
  if (withOldSecret !== undefined && token.status === 'active') {
    for (const wait of LOOKS_AFTER) {
      if (wait > 0) await clock.sleep(wait, signal);
      const alive = await probe(() => withOldSecret.verify(token.owner, options));
      if (alive !== 'yes') return alive === 'no' ? 'yes' : 'unknown';
    }
    return 'no';
  }
  let now: Token | undefined;
  const found = await probe(async () => (now = await api.getToken(token.owner, token.id, options)));
  const changed = found === 'yes' && now?.modifiedOn !== undefined && now.modifiedOn !== token.modifiedOn;
  return changed ? 'yes' : 'unknown';
}

/**
 * The token after an update whose answer was lost: looked at until it is another than before, or some seconds have
 * passed.
 * @param isAsBefore is this still the token that was to be changed?
 * @throws ApiError when it cannot be read (`not-found`: it is gone), or the signal's reason
 */
export async function afterLostUpdate(
  read: () => Promise<Token>,
  isAsBefore: (now: Token) => boolean,
  { clock = systemClock, signal }: LostOptions = {},
): Promise<Token> {
  let now = await read();
  for (const wait of LOOKS_AFTER.slice(1)) {
    if (!isAsBefore(now)) return now;
    await clock.sleep(wait, signal);
    now = await read();
  }
  return now;
}

/** `yes` when the call succeeds, `no` when its credential is dead, `unknown` when it fails otherwise. */
async function probe(call: () => Promise<unknown>): Promise<'yes' | 'no' | 'unknown'> {
  try {
    await call();
    return 'yes';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.kind === 'invalid' ? 'no' : 'unknown';
  }
}
