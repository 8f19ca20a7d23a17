// A draft's parts as the policies that Cloudflare accepts for them.
import * as l10n from '@vscode/l10n';
import type { Draft, DraftPart, Target } from './draft.ts';
import { formatResources, type Resource } from './resources.ts';
import { canonicalResources } from './samePolicies.ts';
import type { GroupRef, Owner, Policy } from './token.ts';

export { samePolicies } from './samePolicies.ts';
export { draftOf } from './draftOf.ts';

/** What the policies of a draft depend on beside the draft. */
export interface PolicyContext {
  /** The user behind the connection, whom user permissions are about. */
  readonly userId?: string;
}

/** User permissions cannot be written down, because it is not known whom they are about. The message is for a person. */
export class UserIdUnknownError extends Error {
  constructor() {
    super(
      l10n.t(
        'Cloudflare did not say who you are, so user permissions cannot be given. The connection’s token needs User Details Read for that.',
      ),
    );
    this.name = 'UserIdUnknownError';
  }
}

/**
 * The policies of a draft: one for each set of resources of one scope, a deny policy for zones taken out, and what
 * the draft carries over untouched. An account-owned token gets its own account where the draft says all accounts,
 * and the zones of its own account where it says all zones, because Cloudflare refuses the flat wildcards there
 * (cloudflare/terraform-provider-cloudflare#5233). Parts without permissions or without resources make none.
 * @throws UserIdUnknownError when a part has user permissions and neither it nor the context names the user
 */
export function policiesOf(draft: Draft, context: PolicyContext): Policy[] {
  const policies = mergeParts(draft.parts).flatMap(({ groups, target }): Policy[] => [
    ...policyOn('allow', groups, resourcesOf(target, draft.owner, context)),
    ...policyOn('deny', groups, exceptionsOf(target)),
  ]);
  return [...policies, ...draft.carried];
}

function policyOn(effect: string, groups: readonly GroupRef[], resources: readonly Resource[]): Policy[] {
  if (groups.length === 0 || resources.length === 0) return [];
  return [{ effect, groups, resources: formatResources(resources) }];
}

/** Parts on the same resources become one, in the order in which they first appear. */
function mergeParts(parts: readonly DraftPart[]): DraftPart[] {
  const merged = new Map<string, DraftPart>();
  for (const part of parts) {
    const key = targetKey(part.target);
    const before = merged.get(key)?.groups ?? [];
    const ids = new Set(before.map(({ id }) => id));
    merged.set(key, {
      groups: [...before, ...part.groups.filter(({ id }) => !ids.has(id))],
      target: part.target,
    });
  }
  return [...merged.values()];
}

/** A text that is the same for targets with the same meaning, whatever order things were chosen in. */
function targetKey(target: Target): string {
  const resources = resourcesOf(target, { kind: 'user' }, { userId: 'self' });
  return JSON.stringify([
    target.scope,
    canonicalResources(formatResources(resources)),
    canonicalResources(formatResources(exceptionsOf(target))),
  ]);
}

function resourcesOf(target: Target, owner: Owner, context: PolicyContext): Resource[] {
  switch (target.scope) {
    case 'user': {
      const userId = target.userId ?? context.userId;
      if (userId === undefined) throw new UserIdUnknownError();
      return [{ kind: 'user', userId }];
    }
    case 'account':
      if (target.accounts !== 'all')
        return target.accounts.map(({ id }) => ({ kind: 'account', accountId: id }));
      return owner.kind === 'user'
        ? [{ kind: 'all-accounts' }]
        : [{ kind: 'account', accountId: owner.accountId }];
    case 'zone':
      if (target.zones === 'all') {
        return owner.kind === 'user'
          ? [{ kind: 'all-zones' }]
          : [{ kind: 'zones-of-account', accountId: owner.accountId }];
      }
      return 'chosen' in target.zones
        ? target.zones.chosen.map(({ id }) => ({ kind: 'zone', zoneId: id }))
        : target.zones.ofAccounts.map(({ id }) => ({ kind: 'zones-of-account', accountId: id }));
    case 'bucket':
      return 'chosen' in target.buckets
        ? target.buckets.chosen.map((bucket) => ({ kind: 'bucket', ...bucket }))
        : target.buckets.ofAccounts.map(({ id }) => ({ kind: 'buckets-of-account', accountId: id }));
  }
}

function exceptionsOf(target: Target): Resource[] {
  return target.scope === 'zone' ? target.except.map(({ id }) => ({ kind: 'zone', zoneId: id })) : [];
}
