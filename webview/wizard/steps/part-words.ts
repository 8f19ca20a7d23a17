// What one part of a draft is called, and what it applies to, in a few words.
import * as l10n from '@vscode/l10n';
import { type Catalogue, entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import type { DraftPart, Named, Target } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { listed } from '../../../src/tokens/sentences.ts';
import { timeFormat } from '../language.ts';
import { nameOf } from './named-list.ts';

const NAMED = 2;

/** The heading of a part. */
export function scopeTitle(scope: Target['scope']): string {
  switch (scope) {
    case 'zone':
      return l10n.t('Zone permissions');
    case 'account':
      return l10n.t('Account permissions');
    case 'user':
      return l10n.t('User permissions');
    case 'bucket':
      return l10n.t('R2 bucket permissions');
  }
}

/** `DNS Edit, Zone Read and 3 more`. */
export function partWords({ groups }: Pick<DraftPart, 'groups'>, catalogue: Catalogue): string {
  return listed(
    groups.map((group) => plain(entryWords(entryOf(catalogue, group)))),
    { ...timeFormat(), most: NAMED },
  );
}

/** `example.com and 2 more`, `all zones`; `nothing yet` while it is to be chosen. */
export function targetWords(target: Target): string {
  switch (target.scope) {
    case 'user':
      return l10n.t('your user');
    case 'account':
      return target.accounts === 'all' ? l10n.t('all accounts') : chosenWords(target.accounts);
    case 'zone':
      if (target.zones === 'all') return l10n.t('all zones');
      if ('chosen' in target.zones) return chosenWords(target.zones.chosen);
      return ofAccounts(target.zones.ofAccounts, (of) => l10n.t('all zones of {0}', of));
    case 'bucket':
      if ('chosen' in target.buckets)
        return chosenWords(target.buckets.chosen.map(({ name }) => ({ id: name, name })));
      return ofAccounts(target.buckets.ofAccounts, (of) => l10n.t('all R2 buckets of {0}', of));
  }
}

function chosenWords(chosen: readonly Named[]): string {
  return chosen.length === 0
    ? l10n.t('nothing yet')
    : listed(chosen.map(nameOf), { ...timeFormat(), most: NAMED });
}

function ofAccounts(accounts: readonly Named[], words: (of: string) => string): string {
  return accounts.length === 0 ? l10n.t('nothing yet') : words(chosenWords(accounts));
}
