// The two families of token endpoints, /user/tokens and /accounts/{id}/tokens: the same handlers, separate stores.
import { choice, hexId, jsonBody, paged } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, accountTokensWithin, carriersOf, may, ownerHolds, personBehind } from '../evaluate.ts';
import type { Group, Owner, StoredToken } from '../model.ts';
import { SCOPES, isCoarse } from '../catalogue.ts';
import { invalidApiToken, tokenNotFound, unauthorized, userLevelOnly } from '../refusals.ts';
import { statusOf } from '../state.ts';
import { wholeSeconds } from '../times.ts';
import {
  createToken,
  deleteToken,
  longExpired,
  madeBy,
  replaceToken,
  rollToken,
  sameOwner,
  tokensOf,
  viewOf,
} from '../tokens.ts';

const PAGE = { min: 5, max: 50, usual: 20 };

type Level = 'read' | 'write';
type OwnerOf = (call: Call) => Owner;

function userOwner({ state, principal }: Call): Owner {
  const person = personBehind(state, principal);
  if (person === undefined) throw userLevelOnly();
  return { kind: 'user', userId: person.id };
}

function accountOwner({ param }: Call): Owner {
  return { kind: 'account', accountId: param('account') };
}

/** Whose tokens a call is about, and which of them the caller reaches. */
interface Reach {
  readonly owner: Owner;
  readonly covers: (token: StoredToken) => boolean;
}

function reachOf({ state, principal }: Call, owner: Owner, level: Level): Reach {
  if (owner.kind === 'user') {
    const mine = may(state, principal, RIGHTS.userTokens[level], { kind: 'user', id: owner.userId });
    if (!mine) throw unauthorized();
    return { owner, covers: () => true };
  }
  const within = accountTokensWithin(state, principal, level, owner.accountId);
  if (within === 'none') throw unauthorized();
  const person = personBehind(state, principal);
  return { owner, covers: (token) => within === 'all' || madeBy(person, token) };
}

/** The token that the path names, as long as the caller reaches it. */
function find({ state, param }: Call, { owner, covers }: Reach): StoredToken {
  const token = state.tokens.get(param('token'));
  if (token === undefined || !sameOwner(token.owner, owner) || !covers(token)) throw tokenNotFound();
  return token;
}

/** The routes of both families. */
export function tokenRoutes(): Route[] {
  return [
    ...family('/user/tokens', userOwner, true),
    ...family(`/accounts/${hexId('account')}/tokens`, accountOwner, false),
  ];
}

function family(base: string, ownerOf: OwnerOf, userOnly: boolean): Route[] {
  const one = `${base}/${hexId('token')}`;
  const route = (
    method: Route['method'],
    path: string,
    level: Level,
    answer: (call: Call, reach: Reach) => Answer | Promise<Answer>,
  ): Route => ({
    method,
    path,
    dialect: 'core',
    userOnly,
    answer: (call) => answer(call, reachOf(call, ownerOf(call), level)),
  });
  return [
    { method: 'GET', path: `${base}/verify`, dialect: 'verify', answer: (call) => verify(call, ownerOf) },
    route('GET', `${base}/permission_groups`, 'read', permissionGroups),
    route('GET', base, 'read', list),
    route('POST', base, 'write', create),
    route('GET', one, 'read', (call, reach) => ({
      result: viewOf(call.state, call.settings, find(call, reach)),
    })),
    route('PUT', one, 'write', async (call, reach) => {
      const { state, settings, principal } = call;
      const body = await jsonBody(call);
      // Found after the wait for the body: meanwhile someone may have deleted it.
      const token = find(call, reach);
      replaceToken(state, settings, principal, token, body);
      return { result: viewOf(state, settings, token) };
    }),
    route('DELETE', one, 'write', (call, reach) => {
      const token = find(call, reach);
      deleteToken(call.state, token);
      return { result: { id: token.id } };
    }),
    route('PUT', `${one}/value`, 'write', (call, reach) => {
      const token = find(call, reach);
      rollToken(call.state, call.settings, token);
      return { result: token.secret };
    }),
  ];
}

/** A verify endpoint knows only the tokens of its own owner. */
function verify(call: Call, ownerOf: OwnerOf): Answer {
  const { state, principal, settings } = call;
  if (principal.kind !== 'token') throw invalidApiToken();
  const { token } = principal;
  const owner = token.owner.kind === 'account' && ownerOf === userOwner ? undefined : ownerOf(call);
  if (owner === undefined || !sameOwner(token.owner, owner)) throw invalidApiToken();
  const status = statusOf(state, token);
  const valid = status === 'active' && (token.notBefore ?? 0) <= state.now();
  const unset = settings.explicitNulls ? null : undefined;
  return {
    result: {
      id: token.id,
      status,
      not_before: token.notBefore === undefined ? unset : wholeSeconds(token.notBefore),
      expires_on: token.expiresOn === undefined ? unset : wholeSeconds(token.expiresOn),
    },
    messages: valid ? [{ code: 10000, message: 'This API Token is valid and active', type: null }] : [],
  };
}

function list(call: Call, { owner, covers }: Reach): Answer {
  const { state, settings, query } = call;
  const expired = choice(call, 'include_expired', ['true', 'false']) === 'true';
  const name = query.get('name')?.toLowerCase() ?? '';
  const shown = tokensOf(state, owner).filter(
    (token) =>
      covers(token) &&
      (statusOf(state, token) !== 'expired' || (expired && !longExpired(state, token))) &&
      token.name.toLowerCase().includes(name),
  );
  if (choice(call, 'direction', ['asc', 'desc']) === 'asc') shown.reverse();
  return paged(call, shown, PAGE, (token) => viewOf(state, settings, token));
}

async function create(call: Call, { owner }: Reach): Promise<Answer> {
  const { state, settings, principal } = call;
  const token = createToken(state, settings, principal, owner, await jsonBody(call));
  return { result: { ...viewOf(state, settings, token), value: token.secret } };
}

/**
 * Not paged: all groups in one answer, whatever `page` says. The account family lists no user groups. Many clients
 * filter by the whole name and take the first answer, so a group that is called exactly that comes first.
 */
function permissionGroups({ state, principal, query }: Call, { owner }: Reach): Answer {
  const name = query.get('name')?.toLowerCase() ?? '';
  const scope = query.get('scope') ?? '';
  const groups = [...state.groups.values()].filter(
    (group) =>
      (owner.kind === 'user' || group.scope !== SCOPES.user) &&
      group.name.toLowerCase().includes(name) &&
      (scope === '' || group.scope === scope),
  );
  const exact = ({ name: called }: Group): number => (called.toLowerCase() === name ? 0 : 1);
  groups.sort((a, b) => exact(a) - exact(b));
  const accounts = owner.kind === 'account' ? [owner.accountId] : [...state.accounts.keys()];
  return {
    result: groups.map((group) => {
      const right = carriersOf(state, group);
      const grantable =
        group.scope === SCOPES.user ||
        accounts.some((id) => ownerHolds(state, principal, right, { kind: 'account', id })) ||
        [...state.zones.values()].some((zone) =>
          ownerHolds(state, principal, right, { kind: 'zone', id: zone.id, accountId: zone.accountId }),
        );
      const { id, category } = group;
      const selectable = grantable && (owner.kind === 'account' || isCoarse(group));
      return { id, name: group.name, scopes: [group.scope], category, is_selectable: selectable };
    }),
  };
}
