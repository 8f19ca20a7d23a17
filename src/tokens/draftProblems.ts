// What keeps a draft from being sent, in words that go beside the field that caused it.
import * as l10n from '@vscode/l10n';
import { parseCidr } from './cidr.ts';
import type { Draft, DraftPart, Target } from './draft.ts';
import { plain } from './markdown.ts';
import type { Owner } from './token.ts';
import { ttlProblems } from './ttl.ts';

/** The longest name that Cloudflare takes. Source: Cloudflare's API schema of tokens, `maxLength`. */
export const LONGEST_NAME = 120;

export interface DraftProblem {
  /** `parts`: all of them together; `part`: the one at index `part`. */
  readonly field: 'name' | 'parts' | 'part' | 'condition' | 'ttl';
  readonly part?: number;
  readonly message: string;
}

/**
 * Everything that has to be put right before a draft can be sent; empty when it can.
 * @param now to tell an end that has passed; without it, only the order of start and end is checked
 */
export function problemsOf(draft: Draft, now?: Date): DraftProblem[] {
  return [
    ...nameProblems(draft.name),
    ...permissionProblems(draft),
    ...draft.parts.flatMap((part, index) =>
      partProblems(part, draft.owner).map((message): DraftProblem => ({
        field: 'part',
        part: index,
        message,
      })),
    ),
    ...conditionProblems(draft),
    ...timeProblems(draft, now),
  ];
}

function nameProblems(name: string): DraftProblem[] {
  const { length } = name.trim();
  if (length === 0) return [{ field: 'name', message: l10n.t('Give the token a name.') }];
  if (length <= LONGEST_NAME) return [];
  return [
    { field: 'name', message: l10n.t('The name has {0} characters; {1} is the most.', length, LONGEST_NAME) },
  ];
}

function permissionProblems({ parts, carried }: Draft): DraftProblem[] {
  const any = carried.length > 0 || parts.some(({ groups }) => groups.length > 0);
  return any ? [] : [{ field: 'parts', message: l10n.t('Choose at least one permission.') }];
}

function partProblems({ groups, target }: DraftPart, owner: Owner): string[] {
  if (groups.length === 0) return [];
  const missing = missingChoice(target);
  if (missing !== undefined) return [missing];
  return owner.kind === 'account' ? accountOwnerProblems(target, owner.accountId) : [];
}

function missingChoice(target: Target): string | undefined {
  switch (target.scope) {
    case 'user':
      return undefined;
    case 'account':
      return target.accounts.length === 0 ? l10n.t('Choose an account for these permissions.') : undefined;
    case 'zone': {
      if (target.zones === 'all') return undefined;
      if ('ofAccounts' in target.zones) {
        return target.zones.ofAccounts.length === 0
          ? l10n.t('Choose the account whose zones are meant.')
          : undefined;
      }
      if (target.zones.chosen.length === 0) return l10n.t('Choose a zone for these permissions.');
      const excluded = new Set(target.except.map(({ id }) => id));
      const nothingLeft = target.zones.chosen.every(({ id }) => excluded.has(id));
      return nothingLeft ? l10n.t('Every chosen zone is also excluded, so nothing is left.') : undefined;
    }
    case 'bucket': {
      if ('ofAccounts' in target.buckets) {
        return target.buckets.ofAccounts.length === 0
          ? l10n.t('Choose the account whose buckets are meant.')
          : undefined;
      }
      return target.buckets.chosen.length === 0
        ? l10n.t('Choose a bucket for these permissions.')
        : undefined;
    }
  }
}

/** Source: developers.cloudflare.com/fundamentals/api/get-started/account-owned-tokens/. */
function accountOwnerProblems(target: Target, accountId: string): string[] {
  if (target.scope === 'user')
    return [l10n.t('An account-owned token cannot hold user permissions. Remove them.')];
  return accountsOf(target).every((id) => id === accountId)
    ? []
    : [l10n.t('An account-owned token reaches its own account only. Remove the others.')];
}

function accountsOf(target: Target): string[] {
  switch (target.scope) {
    case 'user':
      return [];
    case 'account':
      return target.accounts === 'all' ? [] : target.accounts.map(({ id }) => id);
    case 'zone':
      return target.zones !== 'all' && 'ofAccounts' in target.zones
        ? target.zones.ofAccounts.map(({ id }) => id)
        : [];
    case 'bucket':
      return 'ofAccounts' in target.buckets
        ? target.buckets.ofAccounts.map(({ id }) => id)
        : target.buckets.chosen.map((bucket) => bucket.accountId);
  }
}

function conditionProblems({ condition }: Draft): DraftProblem[] {
  return [...(condition?.allow ?? []), ...(condition?.deny ?? [])].flatMap((text): DraftProblem[] => {
    const cidr = parseCidr(text);
    if (cidr.outcome === 'valid') return [];
    return [
      { field: 'condition', message: text.trim() === '' ? cidr.problem : `${plain(text)}: ${cidr.problem}` },
    ];
  });
}

function timeProblems(draft: Draft, now: Date | undefined): DraftProblem[] {
  return ttlProblems(draft, now).map(({ message }) => ({ field: 'ttl', message }));
}
