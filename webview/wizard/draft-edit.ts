// The ways a person changes a draft. Each takes a draft and gives a new one.
import type { CatalogueEntry } from '../../src/tokens/catalogueEntry.ts';
import type { Draft, DraftPart, Named, Target } from '../../src/tokens/draft.ts';
import type { Owner } from '../../src/tokens/token.ts';
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

/** Adds a permission to the last part of its scope, or in a part of its own when there is none. */
export function withGroup(draft: Draft, entry: CatalogueEntry, only: Named | undefined): Draft {
  const { scope } = entry;
  if (scope === 'other' || hasGroup(draft, entry.id)) return draft;
  const group = { id: entry.id, name: entry.name };
  const index = draft.parts.findLastIndex(({ target }) => target.scope === scope);
  if (index === -1) {
    return { ...draft, parts: [...draft.parts, { groups: [group], target: firstTarget(scope, only) }] };
  }
  return withPart(draft, index, (part) => ({ ...part, groups: [...part.groups, group] }));
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

/** Does any part hold this permission? */
export function hasGroup(draft: Draft, id: string): boolean {
  return draft.parts.some(({ groups }) => groups.some((group) => group.id === id));
}

/** How many permissions the parts hold together. */
export function groupCount(draft: Draft): number {
  return draft.parts.reduce((sum, { groups }) => sum + groups.length, 0);
}

/**
 * Moves a draft to another owner. Account tokens hold no user permissions and see one account only, so those parts
 * go or shrink; what another owner cannot name is chosen anew.
 */
export function forOwner(draft: Draft, to: OwnerChoice): Draft {
  const only = ownAccount(to);
  const parts = draft.parts
    .filter(({ target }) => only === undefined || target.scope !== 'user')
    .map((part) => ({ ...part, target: firstTarget(part.target.scope, only) }));
  return { ...draft, owner: to.owner, parts };
}

function withPart(draft: Draft, index: number, change: (part: DraftPart) => DraftPart): Draft {
  return { ...draft, parts: draft.parts.map((part, at) => (at === index ? change(part) : part)) };
}
