// A whole token in words, as a security reviewer would want to read it: what on what, from where, until when.
import * as l10n from '@vscode/l10n';
import { type Catalogue, entryOf, entryWords } from './catalogue.ts';
import { byLabel } from './catalogueEntry.ts';
import type { Draft } from './draft.ts';
import { plain } from './markdown.ts';
import type { Names } from './names.ts';
import { otherConditionLines } from './otherConditions.ts';
import { policiesOf } from './policies.ts';
import { parseResources, type Resource, resourceWords } from './resources.ts';
import { dateAndRelative, parseTime, relativeTime, type TimeFormat } from './times.ts';
import type { Policy, Token } from './token.ts';

/** What the sentences are about; a token has it all, a draft the first half. */
export type Subject = Pick<Token, 'policies' | 'condition' | 'otherConditions' | 'notBefore' | 'expiresOn'> &
  Partial<Pick<Token, 'issuedOn' | 'lastUsedOn'>>;

/** Lines of plain text, one fact each. They hold names that others typed: escape them for where they go. */
export interface TokenSentences {
  /** `DNS Edit and Zone Read on all zones, except example.org` */
  readonly grants: readonly string[];
  /** `Only from 192.0.2.0/24`, or `From any address`. */
  readonly restrictions: readonly string[];
  /** `Until 5 December 2026 (in 12 days)`, or `Never expires`; what is known of its use. */
  readonly dates: readonly string[];
}

/** How to write, and how many permissions or resources to name in one sentence before counting the rest. */
export interface SentenceFormat extends TimeFormat {
  readonly most?: number;
}

/** Puts a token in words. */
export function sentencesOf(
  token: Subject,
  catalogue: Catalogue,
  names: Names,
  now: Date,
  format: SentenceFormat = {},
): TokenSentences {
  return {
    grants: grantLines(token.policies, catalogue, names, format),
    restrictions: restrictionLines(token, format),
    dates: dateLines(token, now, format),
  };
}

/** Puts a draft in words, as the token it would make. Names that the draft holds are used where `names` has none. */
export function draftSentences(
  draft: Draft,
  catalogue: Catalogue,
  names: Names,
  now: Date,
  format: SentenceFormat = {},
): TokenSentences {
  const subject: Subject = { ...draft, policies: policiesOf(draft, { userId: SOME_USER }) };
  return sentencesOf(subject, catalogue, namesWithDraft(draft, names), now, format);
}

/** Words never show the user's id, so a draft can be put in words before it is known. */
export const SOME_USER = '0'.repeat(32);

/** The names that are known, and after them those that the draft holds. */
export function namesWithDraft({ parts }: Draft, names: Names): Names {
  const zones = new Map<string, string>();
  const accounts = new Map<string, string>();
  for (const { target } of parts) {
    if (target.scope === 'account' && target.accounts !== 'all') learn(target.accounts, accounts);
    if (target.scope === 'bucket' && 'ofAccounts' in target.buckets)
      learn(target.buckets.ofAccounts, accounts);
    if (target.scope !== 'zone') continue;
    learn(target.except, zones);
    if (target.zones === 'all') continue;
    if ('chosen' in target.zones) learn(target.zones.chosen, zones);
    else learn(target.zones.ofAccounts, accounts);
  }
  return {
    ...names,
    zone: (id) => names.zone(id) ?? zones.get(id),
    account: (id) => names.account(id) ?? accounts.get(id),
  };
}

function learn(
  all: readonly { readonly id: string; readonly name?: string }[],
  into: Map<string, string>,
): void {
  for (const { id, name } of all) if (name !== undefined) into.set(id, name);
}

function grantLines(
  policies: readonly Policy[],
  catalogue: Catalogue,
  names: Names,
  format: SentenceFormat,
): string[] {
  const allows = policies.filter(({ effect }) => effect === 'allow');
  const rest = policies.filter(({ effect }) => effect !== 'allow');
  const told = new Set<Policy>();
  const lines = allows.map((policy) => {
    const denials = rest.filter((denial) => isException(denial, policy));
    for (const denial of denials) told.add(denial);
    const what = permissions(policy, catalogue, format);
    const on = resourcesIn([policy], names, format);
    return denials.length === 0
      ? l10n.t('{0} on {1}', what, on)
      : l10n.t('{0} on {1}, except {2}', what, on, resourcesIn(denials, names, format));
  });
  for (const policy of rest) {
    if (told.has(policy)) continue;
    const what = permissions(policy, catalogue, format);
    const on = resourcesIn([policy], names, format);
    lines.push(
      policy.effect === 'deny'
        ? l10n.t('Never {0} on {1}', what, on)
        : l10n.t('{0} on {1}, with the effect “{2}”', what, on, plain(policy.effect)),
    );
  }
  return lines.length === 0 ? [l10n.t('No permissions')] : lines;
}

/** Does a deny policy take resources out of exactly these permissions? */
function isException(denial: Policy, { groups, resources }: Policy): boolean {
  const ids = new Set(groups.map(({ id }) => id));
  const sameGroups = denial.groups.length === ids.size && denial.groups.every(({ id }) => ids.has(id));
  const [of] = parseResources(resources);
  const wide = of?.kind === 'all-zones' || of?.kind === 'zones-of-account' || of?.kind === 'zone';
  const denied = parseResources(denial.resources);
  return (
    denial.effect === 'deny' &&
    sameGroups &&
    wide &&
    denied.length > 0 &&
    denied.every(({ kind }) => kind === 'zone')
  );
}

function permissions({ groups }: Policy, catalogue: Catalogue, format: SentenceFormat): string {
  const words = groups
    .map((group) => entryOf(catalogue, group))
    .sort(byLabel)
    .map((entry) => plain(entryWords(entry)));
  return words.length === 0 ? l10n.t('no permissions') : listed(words, format);
}

function resourcesIn(policies: readonly Policy[], names: Names, format: SentenceFormat): string {
  const resources = policies.flatMap((policy): Resource[] => parseResources(policy.resources));
  const words = resources.map((resource) => resourceWords(resource, names));
  return words.length === 0 ? l10n.t('nothing') : listed(words, format);
}

function restrictionLines(
  { condition, otherConditions }: Pick<Subject, 'condition' | 'otherConditions'>,
  format: SentenceFormat,
): string[] {
  const { allow = [], deny = [] } = condition ?? {};
  const lines: string[] = [];
  if (allow.length > 0) lines.push(l10n.t('Only from {0}', listed(allow.map(plain), format)));
  if (deny.length > 0) lines.push(l10n.t('Not from {0}', listed(deny.map(plain), format)));
  if (lines.length === 0) lines.push(l10n.t('From any address'));
  return [...lines, ...otherConditionLines(otherConditions)];
}

function dateLines(token: Subject, now: Date, format: TimeFormat): string[] {
  const lines: string[] = [];
  const [starts, expires] = [parseTime(token.notBefore), parseTime(token.expiresOn)];
  const [issued, used] = [parseTime(token.issuedOn), parseTime(token.lastUsedOn)];
  if (starts !== undefined) {
    const words = dateAndRelative(starts, now, format);
    lines.push(starts > now ? l10n.t('Not before {0}', words) : l10n.t('Valid since {0}', words));
  }
  if (expires === undefined) lines.push(l10n.t('Never expires'));
  else {
    const words = dateAndRelative(expires, now, format);
    lines.push(expires > now ? l10n.t('Until {0}', words) : l10n.t('Expired on {0}', words));
  }
  if (used !== undefined) lines.push(l10n.t('Last used {0}', relativeTime(used, now, format)));
  else if (issued !== undefined) lines.push(l10n.t('Not used so far'));
  if (issued !== undefined) lines.push(l10n.t('Created {0}', relativeTime(issued, now, format)));
  return lines;
}

/** `DNS Edit, Zone Read and 3 more`. */
export function listed(words: readonly string[], { locale, most = Infinity }: SentenceFormat): string {
  const shown =
    words.length > most ? [...words.slice(0, most), l10n.t('{0} more', words.length - most)] : words;
  return new Intl.ListFormat(locale ?? 'en-GB', { type: 'conjunction' }).format(shown);
}
