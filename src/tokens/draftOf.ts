// An existing token as a draft. What a draft cannot express is carried over as it is, so that saving loses nothing.
import { type Catalogue, entryOf } from './catalogue.ts';
import type { Draft, DraftPart, Named, Target, ZoneTarget } from './draft.ts';
import type { Names } from './names.ts';
import { parseResources, type Resource } from './resources.ts';
import { hasUnknown } from './samePolicies.ts';
import type { GroupRef, Owner, Policy, Token } from './token.ts';

/**
 * Opens a token as a draft. Each allow policy on resources of one form becomes a part; a deny policy with exactly
 * the permissions of a part on zones becomes its exceptions; everything else goes to `carried`. The policies made
 * from the draft mean the same as the token's (see samePolicies).
 */
export function draftOf(
  token: Pick<
    Token,
    'name' | 'owner' | 'policies' | 'condition' | 'otherConditions' | 'notBefore' | 'expiresOn'
  >,
  catalogue: Catalogue,
  names: Names,
): Draft {
  const parts: DraftPart[] = [];
  const carried: Policy[] = [];
  const denials: Policy[] = [];
  for (const policy of token.policies) {
    const part = partOf(policy, token.owner, catalogue, names);
    if (part !== undefined) parts.push(part);
    else (policy.effect === 'deny' ? denials : carried).push(policy);
  }
  for (const policy of denials) {
    if (!takeOut(policy, parts, names)) carried.push(policy);
  }
  return {
    name: token.name,
    owner: token.owner,
    parts,
    ...(token.condition === undefined ? {} : { condition: token.condition }),
    ...(token.otherConditions === undefined ? {} : { otherConditions: token.otherConditions }),
    ...(token.notBefore === undefined ? {} : { notBefore: token.notBefore }),
    ...(token.expiresOn === undefined ? {} : { expiresOn: token.expiresOn }),
    carried,
  };
}

function partOf(policy: Policy, owner: Owner, catalogue: Catalogue, names: Names): DraftPart | undefined {
  if (policy.effect !== 'allow' || policy.groups.length === 0 || hasUnknown(policy)) return undefined;
  const target = targetOf(parseResources(policy.resources), names);
  if (target === undefined || (owner.kind === 'account' && isFlat(target))) return undefined;
  // A part holds permissions of its own scope. One on a foreign kind of resource (Cloudflare accepts a zone
  // permission on a plain account, for instance) would look like something it is not.
  const isForeign = (group: GroupRef) => {
    const { scope, apiScope } = entryOf(catalogue, group);
    return apiScope !== '' && scope !== target.scope;
  };
  return policy.groups.some(isForeign) ? undefined : { groups: policy.groups, target };
}

/** In a draft for an account "all" means its own, and not what a token with a flat wildcard was given. */
function isFlat(target: Target): boolean {
  if (target.scope === 'account') return target.accounts === 'all';
  return target.scope === 'zone' && target.zones === 'all';
}

/** The target of resources that are all of one form; undefined for a mixture, or for what no draft can say. */
function targetOf(resources: readonly Resource[], names: Names): Target | undefined {
  const [first] = resources;
  if (first === undefined || resources.some(({ kind }) => kind !== first.kind)) return undefined;
  const ofKind = <K extends Resource['kind']>(kind: K) =>
    resources.filter((resource): resource is Extract<Resource, { kind: K }> => resource.kind === kind);
  switch (first.kind) {
    case 'user':
      return resources.length === 1 ? { scope: 'user', userId: first.userId } : undefined;
    case 'all-accounts':
      return { scope: 'account', accounts: 'all' };
    case 'account':
      return {
        scope: 'account',
        accounts: ofKind('account').map(({ accountId }) => named(accountId, names.account)),
      };
    case 'all-zones':
      return { scope: 'zone', zones: 'all', except: [] };
    case 'zones-of-account': {
      const ofAccounts = ofKind('zones-of-account').map(({ accountId }) => named(accountId, names.account));
      return { scope: 'zone', zones: { ofAccounts }, except: [] };
    }
    case 'zone': {
      const chosen = ofKind('zone').map(({ zoneId }) => named(zoneId, names.zone));
      return { scope: 'zone', zones: { chosen }, except: [] };
    }
    case 'bucket': {
      const chosen = ofKind('bucket').map(({ accountId, jurisdiction, name }) => ({
        accountId,
        jurisdiction,
        name,
      }));
      return { scope: 'bucket', buckets: { chosen } };
    }
    case 'buckets-of-account': {
      const ofAccounts = ofKind('buckets-of-account').map(({ accountId }) => named(accountId, names.account));
      return { scope: 'bucket', buckets: { ofAccounts } };
    }
    case 'unknown':
      return undefined;
  }
}

/** Takes the zones of a deny policy out of the part with the same permissions; false when there is none. */
function takeOut(policy: Policy, parts: DraftPart[], names: Names): boolean {
  const resources = parseResources(policy.resources);
  const zones = resources.flatMap((resource) =>
    resource.kind === 'zone' ? [named(resource.zoneId, names.zone)] : [],
  );
  if (hasUnknown(policy) || zones.length === 0 || zones.length !== resources.length) return false;
  for (const [index, { groups, target }] of parts.entries()) {
    if (target.scope !== 'zone' || !sameGroups(groups, policy.groups)) continue;
    const except = [...target.except, ...zones];
    parts[index] = { groups, target: { ...target, except } satisfies ZoneTarget };
    return true;
  }
  return false;
}

function sameGroups(a: readonly GroupRef[], b: readonly GroupRef[]): boolean {
  const [ids, others] = [new Set(a.map(({ id }) => id)), new Set(b.map(({ id }) => id))];
  return ids.size === others.size && [...ids].every((id) => others.has(id));
}

function named(id: string, name: (id: string) => string | undefined): Named {
  const known = name(id);
  return known === undefined ? { id } : { id, name: known };
}
