// The auth ladder: who is calling, or the exact way in which Cloudflare says that it cannot tell.
import { isIP } from 'node:net';
import { admits, plainAddress } from './conditions.ts';
import type { Principal } from './evaluate.ts';
import type { State, StoredToken } from './model.ts';
import * as refusals from './refusals.ts';
import type { Settings } from './settings.ts';
import { SECOND } from './times.ts';
import { statusOf } from './state.ts';

/**
 * Cloudflare's endpoints refuse in three dialects: the verify endpoints, the other core ones (tokens, zones, accounts,
 * user), and the products (DNS, R2; `/memberships` speaks like one).
 */
export type Dialect = 'verify' | 'core' | 'product';

// Long enough for the oldest tokens, and with the dot of OAuth access tokens. A Global API key is too short.
const TOKEN_SHAPE = /^[A-Za-z0-9_.-]{40,255}$/;
const KEY_SHAPE = /^(?:[0-9a-f]{37,45}|cfk_[A-Za-z0-9]{40}[0-9a-f]{8})$/;
const EMAIL_SHAPE = /^[^\s@]+@[^\s@]+$/;

/** The caller's address: the socket's, unless a test puts another one into `cf-connecting-ip`. */
export function addressOf(headers: Headers, socketAddress: string | undefined): string {
  const told = headers.get('cf-connecting-ip')?.trim() ?? '';
  return plainAddress(isIP(told) === 0 ? (socketAddress ?? '127.0.0.1') : told);
}

/**
 * Finds the caller and marks its token as used.
 * @throws Refusal with the status, code and words of the dialect
 */
export function authenticate(
  state: State,
  settings: Readonly<Settings>,
  headers: Headers,
  address: string,
  dialect: Dialect,
): Principal {
  const header = headers.get('authorization');
  if (header === null) return byKey(state, headers, dialect);
  const secret = /^bearer +(.*)$/i.exec(header)?.[1] ?? '';
  if (!TOKEN_SHAPE.test(secret)) {
    throw dialect === 'product' ? refusals.authenticationFailed() : refusals.malformedAuthorization();
  }
  const token = tokenBySecret(state, secret);
  if (token === undefined || token.status === 'revoked (exposed)') throw unknown(dialect);
  if (!usable(state, token) && (dialect !== 'verify' || settings.verifyInactive === 'refused')) {
    throw unknown(dialect);
  }
  if (!admits(token.condition, address)) {
    if (dialect === 'verify' && settings.verifyOutside === 'refused') throw refusals.invalidApiToken();
    throw refusals.wrongLocation(address);
  }
  token.lastUsedOn = Math.floor(state.now() / SECOND) * SECOND;
  return { kind: 'token', token };
}

function byKey(state: State, headers: Headers, dialect: Dialect): Principal {
  const given = headers.has('x-auth-key') || headers.has('x-auth-email');
  if (dialect === 'verify' || !given) {
    throw dialect === 'product' ? refusals.missingCredentials() : refusals.missingAuthorization();
  }
  const key = headers.get('x-auth-key') ?? '';
  const email = headers.get('x-auth-email') ?? '';
  const malformed = { email: !EMAIL_SHAPE.test(email), key: !KEY_SHAPE.test(key) };
  if (malformed.email || malformed.key) throw refusals.malformedPair(malformed);
  for (const user of state.users.values()) {
    if (user.apiKey === key && user.email.toLowerCase() === email.toLowerCase()) return { kind: 'key', user };
  }
  throw refusals.unknownKeyPair();
}

function tokenBySecret(state: State, secret: string): StoredToken | undefined {
  for (const token of state.tokens.values()) {
    if (token.secret === secret) return state.now() < token.secretKnownFrom ? undefined : token;
  }
  return undefined;
}

function usable(state: State, token: StoredToken): boolean {
  return statusOf(state, token) === 'active' && (token.notBefore ?? 0) <= state.now();
}

function unknown(dialect: Dialect): Error {
  if (dialect === 'verify') return refusals.invalidApiToken();
  return dialect === 'product' ? refusals.authenticationError() : refusals.invalidAccessToken();
}
