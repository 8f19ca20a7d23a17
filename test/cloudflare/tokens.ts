// What can be done to tokens: create, replace, roll, delete; and how a token looks in an answer.
import { checkGrant } from './grant.ts';
import { randomId, randomSecret } from './identifiers.ts';
import type { Principal } from './evaluate.ts';
import { personBehind } from './evaluate.ts';
import type { Group, Owner, Policy, State, StoredToken, User } from './model.ts';
import * as refusals from './refusals.ts';
import type { Settings } from './settings.ts';
import { statusOf } from './state.ts';
import { DAY, SECOND, wholeSeconds } from './times.ts';
import { readTokenBody } from './validation.ts';
import type { TokenBody } from './validation.ts';

/** The list stops showing an expired token after this time. Cloudflare says "recently"; its figure is not known. */
export const EXPIRED_SHOWN = 30 * DAY;

/** Whether two owners are the same. */
export function sameOwner(a: Owner, b: Owner): boolean {
  return a.kind === 'user'
    ? b.kind === 'user' && a.userId === b.userId
    : b.kind === 'account' && a.accountId === b.accountId;
}

/** An owner's tokens, newest first. */
export function tokensOf(state: State, owner: Owner): StoredToken[] {
  return [...state.tokens.values()]
    .filter((token) => sameOwner(token.owner, owner))
    .sort((a, b) => b.issuedOn - a.issuedOn || a.id.localeCompare(b.id));
}

/** Whether a person made a token. */
export function madeBy(person: User | undefined, token: StoredToken): boolean {
  return person !== undefined && token.creatorEmail === person.email;
}

/**
 * Makes a token from a request body. The secret is in the returned token.
 * @throws Refusal 400 when the body is wrong, the caller cannot give it away, or the owner has no room
 */
export function createToken(
  state: State,
  settings: Readonly<Settings>,
  caller: Principal,
  owner: Owner,
  body: Readonly<Record<string, unknown>>,
): StoredToken {
  const request = readTokenBody(state, owner, body);
  checkPolicies(state, caller, owner, request);
  const quota = owner.kind === 'user' ? settings.userTokenQuota : settings.accountTokenQuota;
  // Expired tokens that the list no longer shows do not count.
  const counted = tokensOf(state, owner).filter((token) => !longExpired(state, token));
  if (counted.length >= quota) throw refusals.quotaReached(quota);
  const now = currentSecond(state);
  const email = personBehind(state, caller)?.email;
  const token: StoredToken = {
    id: randomId(),
    owner,
    ...decidedBy(request),
    issuedOn: now,
    modifiedOn: now,
    ...(owner.kind === 'account' && email !== undefined ? { creatorEmail: email } : {}),
    ...freshSecret(state, settings, owner),
  };
  state.tokens.set(token.id, token);
  return token;
}

/**
 * Replaces everything that a request decides; what the body leaves out is cleared.
 * @throws Refusal 400 when the body is wrong or the caller cannot give it away
 */
export function replaceToken(
  state: State,
  settings: Readonly<Settings>,
  caller: Principal,
  token: StoredToken,
  body: Readonly<Record<string, unknown>>,
): void {
  const request = readTokenBody(state, token.owner, body);
  checkPolicies(state, caller, token.owner, request);
  const revoked = token.status === 'revoked (exposed)';
  const { policies: before } = token;
  delete token.condition;
  delete token.notBefore;
  delete token.expiresOn;
  delete token.future;
  Object.assign(token, decidedBy(request), { modifiedOn: currentSecond(state) });
  if (revoked) token.status = 'revoked (exposed)';
  if (settings.keepPolicyIds) token.policies = withKnownIds(token.policies, before);
}

/** Gives a token a new secret, in the new shape; the old one is dead at once. */
export function rollToken(state: State, settings: Readonly<Settings>, token: StoredToken): void {
  Object.assign(token, freshSecret(state, settings, token.owner), { modifiedOn: currentSecond(state) });
}

/**
 * Deletes a token for good.
 * @throws Refusal 400/1001 for a token that Cloudflare made for itself
 */
export function deleteToken(state: State, token: StoredToken): void {
  if (token.managed === true) throw refusals.managedToken();
  state.tokens.delete(token.id);
}

/** Whether a token expired so long ago that the list never shows it again. */
export function longExpired(state: State, token: StoredToken): boolean {
  return token.expiresOn !== undefined && token.expiresOn + EXPIRED_SHOWN < state.now();
}

/** A token as the API answers it, without its secret. */
export function viewOf(state: State, settings: Readonly<Settings>, token: StoredToken): object {
  const policies = token.policies.map(({ id, effect, resources, groupIds }) => ({
    id,
    effect,
    resources,
    permission_groups: inAnswerOrder(settings, groupIds).map((groupId) => groupView(state, groupId)),
  }));
  const time = (value: number | undefined): string | null | undefined => {
    if (value !== undefined) return wholeSeconds(value);
    return settings.explicitNulls ? null : undefined;
  };
  const { provisioner } = token;
  return {
    id: token.id,
    name: token.name,
    status: statusOf(state, token),
    issued_on: wholeSeconds(token.issuedOn),
    modified_on: wholeSeconds(token.modifiedOn),
    last_used_on: token.lastUsedOn === undefined ? null : wholeSeconds(token.lastUsedOn),
    not_before: time(token.notBefore),
    expires_on: time(token.expiresOn),
    policies: settings.reorderAnswers ? policies.reverse() : policies,
    condition: token.condition,
    creator_email_at_creation: token.creatorEmail,
    ...(provisioner === undefined
      ? {}
      : { provisioner_type: provisioner.type, provisioner_id: provisioner.id }),
    ...token.future,
  };
}

function inAnswerOrder(settings: Readonly<Settings>, groupIds: readonly string[]): readonly string[] {
  return settings.reorderAnswers ? [...groupIds].sort() : groupIds;
}

function groupView(state: State, id: string): object {
  const group = state.groups.get(id);
  return group === undefined ? { id } : { id, name: group.name, meta: metaOf(group) };
}

// All of these are strings at Cloudflare, the yes-or-no ones too.
function metaOf({ category, label, level, scope }: Group): object {
  const key = `${label}_${level}`.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return { category, deprecated: 'false', editable: 'true', label: key, scopes: scope, visibility: 'public' };
}

function checkPolicies(state: State, caller: Principal, owner: Owner, { policies }: TokenBody): void {
  for (const { groups, resources } of policies) checkGrant(state, caller, owner, groups, resources);
}

/** Policies with the ids of those that were there before and say the same, each id once. */
function withKnownIds(policies: readonly Policy[], before: readonly Policy[]): Policy[] {
  const left = [...before];
  return policies.map((policy) => {
    const index = left.findIndex((old) => saidBy(old) === saidBy(policy));
    const [same = policy] = index === -1 ? [] : left.splice(index, 1);
    return { ...policy, id: same.id };
  });
}

function saidBy({ effect, groupIds, resources }: Policy): string {
  return JSON.stringify([effect, [...groupIds].sort(), resources]);
}

function decidedBy(request: TokenBody): Omit<TokenBody, 'policies'> & Pick<StoredToken, 'policies'> {
  return {
    ...request,
    policies: request.policies.map(({ effect, groups, resources }) => ({
      id: randomId(),
      effect,
      // The groups of a policy are a set: naming one twice changes nothing.
      groupIds: [...new Set(groups.map(({ id }) => id))],
      resources,
    })),
  };
}

function freshSecret(
  state: State,
  settings: Readonly<Settings>,
  owner: Owner,
): Pick<StoredToken, 'secret' | 'secretKnownFrom'> {
  const secret = randomSecret(owner.kind, settings.legacySecrets);
  state.secrets.add(secret);
  return {
    secret,
    secretKnownFrom: settings.propagationMs === 0 ? 0 : state.now() + settings.propagationMs,
  };
}

function currentSecond(state: State): number {
  return Math.floor(state.now() / SECOND) * SECOND;
}
