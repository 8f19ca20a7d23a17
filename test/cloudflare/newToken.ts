// A token to add that came as JSON: the owner is an id there.
import type { NewToken } from './building.ts';
import type { State } from './model.ts';

/**
 * Finds the owner, and leaves the rest as it came.
 * @throws TypeError when there is no name, no list of policies with resources, or no such user or account
 */
export function newToken(state: State, value: unknown): NewToken {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { name, owner: ownerId, policies } = given;
  const id = typeof ownerId === 'string' ? ownerId : '';
  const owner = state.users.get(id) ?? state.accounts.get(id);
  if (owner === undefined) throw new TypeError('owner must be the id of a user or an account');
  if (typeof name !== 'string' || !Array.isArray(policies))
    throw new TypeError('a token needs a name and policies');
  for (const policy of policies as unknown[]) {
    const isPolicy =
      typeof policy === 'object' && policy !== null && 'on' in policy && Object(policy.on) === policy.on;
    if (!isPolicy) throw new TypeError('a policy needs the resources it is "on"');
  }
  return { ...given, name, owner, policies };
}
