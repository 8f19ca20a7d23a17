// The ways a person changes a draft. Each takes a draft and gives a new one.
import type { CatalogueEntry } from '../../src/tokens/catalogueEntry.ts';
import type { Draft, DraftPart, Named, Target } from '../../src/tokens/draft.ts';
import type { GroupRef, IpCondition, Owner } from '../../src/tokens/token.ts';
import type { OwnerChoice } from '../../src/wizard/messages.ts';
import { without } from './without.ts';

/** A scope that a draft has a target for. */
export type TargetScope = Target['scope'];

/** An empty draft for an owner. */
export function blankDraft(owner: Owner): Draft {
  return { name: '', owner, parts: [], carried: [] };
}

/** The account of an account owner, as the one thing its tokens are about. */
export function ownAccount(of: Pick<OwnerChoice, 'owner' | 'name'>): Named | undefined {
  return of.owner.kind === 'account' ? { id: of.owner.accountId, name: of.name } : undefined;
}

/** What a part of this scope applies to before the person says: nothing, or the one account there is. */
export function firstTarget(scope: TargetScope, only: Named | undefined): Target {
  const accounts = only === undefined ? [] : [only];
  switch (scope) {
    case 'user':
      return { scope };
    case 'account':
      return { scope, accounts };
    case 'zone':
      return { scope, zones: { chosen: [] }, except: [] };
    case 'bucket':
      return { scope, buckets: { ofAccounts: accounts } };
  }
}

/**
 * Adds a permission to a part of its scope, or in a part of its own when there is none. Where there are several, it
 * goes to the last one on chosen resources: never by itself to all there is while something narrower is at hand.
 */
export function withGroup(draft: Draft, entry: CatalogueEntry, only: Named | undefined): Draft {
  const { scope } = entry;
  if (scope === 'other' || hasGroup(draft, entry.id)) return draft;
  const group = { id: entry.id, name: entry.name };
  const narrow = draft.parts.findLastIndex(({ target }) => target.scope === scope && isNarrow(target));
  const index = narrow === -1 ? draft.parts.findLastIndex(({ target }) => target.scope === scope) : narrow;
  if (index === -1) {
    return { ...draft, parts: [...draft.parts, { groups: [group], target: firstTarget(scope, only) }] };
  }
  return withPart(draft, index, (part) => ({ ...part, groups: [...part.groups, group] }));
}

/** Is it about chosen things, rather than all of a kind? */
function isNarrow(target: Target): boolean {
  switch (target.scope) {
    case 'user':
      return true;
    case 'account':
      return target.accounts !== 'all';
    case 'zone':
      return target.zones !== 'all' && 'chosen' in target.zones;
    case 'bucket':
      return 'chosen' in target.buckets;
  }
}

/** Takes a permission out of one part, or of all; a part left without permissions goes with it. */
export function withoutGroup(draft: Draft, id: string, part?: number): Draft {
  const parts = draft.parts
    .map((one, index) =>
      part === undefined || part === index
        ? { ...one, groups: one.groups.filter((group) => group.id !== id) }
        : one,
    )
    .filter(({ groups }) => groups.length > 0);
  return { ...draft, parts };
}

/** Says what one part applies to. */
export function withTarget(draft: Draft, part: number, target: Target): Draft {
  return withPart(draft, part, (one) => ({ ...one, target }));
}

/** Sets or clears the end of the token's life. @param expiresOn RFC 3339 in UTC */
export function withExpiry(draft: Draft, expiresOn: string | undefined): Draft {
  return expiresOn === undefined ? without(draft, 'expiresOn') : { ...draft, expiresOn };
}

/** Sets or clears the start of the token's life. @param notBefore RFC 3339 in UTC */
export function withStart(draft: Draft, notBefore: string | undefined): Draft {
  return notBefore === undefined ? without(draft, 'notBefore') : { ...draft, notBefore };
}

/** Sets one list of the address filter. Without any entry there is no filter: an empty one would let nothing through. */
export function withAddresses(draft: Draft, list: keyof IpCondition, entries: readonly string[]): Draft {
  const other = without(draft.condition ?? {}, list);
  const condition: IpCondition = entries.length === 0 ? other : { ...other, [list]: entries };
  return Object.keys(condition).length === 0 ? without(draft, 'condition') : { ...draft, condition };
}

/** Does any part hold this permission? */
export function hasGroup(draft: Draft, id: string): boolean {
  return draft.parts.some(({ groups }) => groups.some((group) => group.id === id));
}

/** How many permissions the parts hold together; one on several sets of resources counts once. */
export function groupCount({ parts }: Pick<Draft, 'parts'>): number {
  return new Set(parts.flatMap(({ groups }) => groups.map(({ id }) => id))).size;
}

/** A draft of another owner, and what it had to leave behind. */
export interface MovedDraft {
  readonly draft: Draft;
  /** User permissions, which an account-owned token cannot hold. */
  readonly dropped: readonly GroupRef[];
}

/**
 * Moves a draft to another owner. An account-owned token holds no user permissions and reaches its own account only,
 * so those parts go or shrink; what another owner may not be able to name is chosen anew.
 */
export function forOwner({ owner: from, ...draft }: Draft, to: OwnerChoice): MovedDraft {
  const only = ownAccount(to);
  const stays = ({ target }: DraftPart) => only === undefined || target.scope !== 'user';
  const parts = draft.parts.filter(stays).map(({ groups, target }) => ({
    groups,
    target: only === undefined ? targetOfUser(target, from) : targetOfAccount(target, only),
  }));
  const dropped = draft.parts.filter((part) => !stays(part)).flatMap(({ groups }) => groups);
  return { draft: { ...draft, owner: to.owner, parts }, dropped };
}

/** "All" is all of the account; of what was chosen only buckets tell whose they are. */
function targetOfAccount(target: Target, own: Named): Target {
  switch (target.scope) {
    case 'user':
      return target;
    case 'account':
      return { ...target, accounts: [own] };
    case 'zone': {
      const isWide = target.zones === 'all' || 'ofAccounts' in target.zones;
      return { scope: 'zone', zones: isWide ? { ofAccounts: [own] } : { chosen: [] }, except: [] };
    }
    case 'bucket': {
      if ('ofAccounts' in target.buckets) return { ...target, buckets: { ofAccounts: [own] } };
      return {
        ...target,
        buckets: { chosen: target.buckets.chosen.filter(({ accountId }) => accountId === own.id) },
      };
    }
  }
}

/** A user reaches what an account's token reached; of another user only "all" can be taken over. */
function targetOfUser(target: Target, from: Owner): Target {
  if (target.scope === 'user') return { scope: 'user' };
  if (from.kind === 'account') {
    const isAllZones = target.scope === 'zone' && target.zones === 'all';
    return isAllZones ? { ...target, zones: { ofAccounts: [{ id: from.accountId }] } } : target;
  }
  if (target.scope === 'account' && target.accounts === 'all') return target;
  if (target.scope === 'zone' && target.zones === 'all') return { ...target, except: [] };
  return firstTarget(target.scope, undefined);
}

function withPart(draft: Draft, index: number, change: (part: DraftPart) => DraftPart): Draft {
  return { ...draft, parts: draft.parts.map((part, at) => (at === index ? change(part) : part)) };
}
