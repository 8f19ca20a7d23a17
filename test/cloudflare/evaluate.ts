// What a caller may do: the policies of a token, bounded by the rights of whoever owns the token.
import { covers, entriesOf } from './resources.ts';
import type { Target } from './resources.ts';
import { groupId } from './catalogue.ts';
import type { ScopeName } from './catalogue.ts';
import type { Group, Policy, State, StoredToken, User } from './model.ts';

/** Who is calling: a token, or a person with the Global API key. */
export type Principal =
  { readonly kind: 'token'; readonly token: StoredToken } | { readonly kind: 'key'; readonly user: User };

/** A right that an endpoint asks for: any one of these permission groups carries it. */
export type Right = readonly string[];

function readOrWrite(scope: ScopeName, name: string): { read: Right; write: Right } {
  const write = groupId(scope, `${name} Write`);
  return { read: [groupId(scope, `${name} Read`), write], write: [write] };
}

/** The rights that the served endpoints ask for. A Write group carries the matching read as well. */
export const RIGHTS = {
  userTokens: readOrWrite('user', 'API Tokens'),
  accountTokens: readOrWrite('account', 'Account API Tokens'),
  userDetails: readOrWrite('user', 'User Details'),
  memberships: readOrWrite('user', 'Memberships'),
  accountSettings: readOrWrite('account', 'Account Settings'),
  zone: readOrWrite('zone', 'Zone'),
  dns: readOrWrite('zone', 'DNS'),
  r2: readOrWrite('account', 'Workers R2 Storage'),
} as const;

/** Whether policies grant a right on a target. A deny beats every allow; what nothing allows is denied. */
export function granted(policies: readonly Policy[], right: Right, target: Target): boolean {
  const touching = policies.filter(
    (policy) =>
      policy.groupIds.some((id) => right.includes(id)) &&
      entriesOf(policy.resources).some((entry) => covers(entry, target)),
  );
  return touching.length > 0 && touching.every((policy) => policy.effect === 'allow');
}

/** The account a target lies in; undefined for a user. */
function accountOf(target: Target): string | undefined {
  if (target.kind === 'user') return undefined;
  return target.kind === 'account' ? target.id : target.accountId;
}

/** Whether a person, not a token, holds a right. Membership of the account decides, and the rights it comes with. */
export function personHolds(user: User, right: Right, target: Target): boolean {
  if (target.kind === 'user') return target.id === user.id;
  const membership = user.memberships.find(
    ({ accountId, status }) => accountId === accountOf(target) && status === 'accepted',
  );
  if (membership === undefined) return false;
  return membership.rights === 'all' || granted(membership.rights, right, target);
}

/** Whether the owner of the caller's credentials holds a right: the most that any of its tokens can have. */
export function ownerHolds(state: State, principal: Principal, right: Right, target: Target): boolean {
  if (principal.kind === 'key') return personHolds(principal.user, right, target);
  const { owner } = principal.token;
  if (owner.kind === 'account') return accountOf(target) === owner.accountId;
  const user = state.users.get(owner.userId);
  return user !== undefined && personHolds(user, right, target);
}

/** Whether the caller may use a right on a target. */
export function may(state: State, principal: Principal, right: Right, target: Target): boolean {
  if (!ownerHolds(state, principal, right, target)) return false;
  return principal.kind === 'key' || granted(principal.token.policies, right, target);
}

/**
 * Which of an account's tokens the caller reaches: all; those its person made, with the role "API Token Provisioning"
 * (`com.cloudflare.api.account.token.list_self`); or none.
 */
export function accountTokensWithin(
  state: State,
  principal: Principal,
  level: 'read' | 'write',
  accountId: string,
): 'all' | 'own' | 'none' {
  const target = { kind: 'account', id: accountId } as const;
  const right = RIGHTS.accountTokens[level];
  if (!state.accounts.has(accountId)) return 'none';
  if (may(state, principal, right, target)) return 'all';
  const provisions = personBehind(state, principal)?.memberships.some(
    (membership) =>
      membership.accountId === accountId && membership.status === 'accepted' && membership.provisionsTokens,
  );
  if (provisions !== true) return 'none';
  return principal.kind === 'key' || granted(principal.token.policies, right, target) ? 'own' : 'none';
}

/** The person behind the caller; undefined for an account-owned token. */
export function personBehind(state: State, principal: Principal): User | undefined {
  if (principal.kind === 'key') return principal.user;
  const { owner } = principal.token;
  return owner.kind === 'user' ? state.users.get(owner.userId) : undefined;
}

/** The groups that carry the permissions of a group: itself, and for a Read group the Edit group beside it. */
export function carriersOf(state: State, group: Group): Right {
  if (group.level !== 'Read') return [group.id];
  const editing = [...state.groups.values()].filter(
    ({ scope, label, level }) => scope === group.scope && label === group.label && level === 'Edit',
  );
  return [group.id, ...editing.map(({ id }) => id)];
}
