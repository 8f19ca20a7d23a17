// May the caller give this away? The check that Cloudflare makes on every policy of a created or updated token.
import { accountOfBucket, entriesOf, scopeOfKind } from './resources.ts';
import type { ResourceEntry, Target } from './resources.ts';
import { SCOPES } from './catalogue.ts';
import { carriersOf, ownerHolds, personBehind } from './evaluate.ts';
import type { Principal } from './evaluate.ts';
import { cannotGrant } from './refusals.ts';
import type { Group, Owner, ResourceMap, State } from './model.ts';

/**
 * Checks that every group fits every resource, and that the caller's owner holds the group there.
 * @throws Refusal 400/1001 "Failed common permission check against resources", naming the group
 */
export function checkGrant(
  state: State,
  caller: Principal,
  owner: Owner,
  groups: readonly Group[],
  resources: ResourceMap,
): void {
  const entries = entriesOf(resources);
  for (const group of groups) {
    const right = carriersOf(state, group);
    for (const entry of entries) {
      const targets = fits(group, entry) ? targetsOf(state, caller, entry) : undefined;
      const holds = targets?.every(
        (target) => liesWith(owner, target) && ownerHolds(state, caller, right, target),
      );
      if (holds !== true) throw cannotGrant(group.name);
    }
  }
}

/** A zone group on a plain account key was seen to be accepted (Terraform provider, account_token tests). */
function fits(group: Group, entry: ResourceEntry): boolean {
  if (group.scope === scopeOfKind[entry.kind]) return true;
  return (
    group.scope === SCOPES.zone && entry.kind === 'account' && entry.within === undefined && entry.id !== '*'
  );
}

/** An account-owned token reaches into its own account only. */
function liesWith(owner: Owner, target: Target): boolean {
  if (owner.kind === 'user') return true;
  if (target.kind === 'user') return false;
  return (target.kind === 'account' ? target.id : target.accountId) === owner.accountId;
}

/** What a line stands for, wildcards spelled out; undefined when it names something that does not exist. */
function targetsOf(state: State, caller: Principal, entry: ResourceEntry): Target[] | undefined {
  const { kind, id } = entry;
  if (kind === 'user') return [{ kind, id }];
  if (kind === 'account') {
    if (id === '*') return accountsOf(state, caller).map((accountId) => ({ kind, id: accountId }));
    return state.accounts.has(id) ? [{ kind, id }] : undefined;
  }
  const home = homeOf(state, entry);
  if (id === '*') {
    const accounts = home === undefined ? accountsOf(state, caller) : [home];
    return accounts.map((accountId) => ({ kind, id, accountId }));
  }
  if (home === undefined || !state.accounts.has(home)) return undefined;
  return [{ kind, id, accountId: home }];
}

/** The account a line lies in, where it says so or the thing it names does. */
function homeOf(state: State, { kind, id, within }: ResourceEntry): string | undefined {
  const named = within === undefined || within.id === '*' ? undefined : within.id;
  if (id === '*') return named;
  if (kind === 'zone') {
    const zone = state.zones.get(id);
    return named === undefined || named === zone?.accountId ? zone?.accountId : undefined;
  }
  if (kind === 'bucket') return accountOfBucket(id);
  return named;
}

function accountsOf(state: State, caller: Principal): string[] {
  const person = personBehind(state, caller);
  if (person !== undefined) {
    return person.memberships.filter(({ status }) => status === 'accepted').map(({ accountId }) => accountId);
  }
  return caller.kind === 'token' && caller.token.owner.kind === 'account'
    ? [caller.token.owner.accountId]
    : [];
}
