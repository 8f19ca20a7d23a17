// What a change of policies gives and takes, by what they let a token do rather than by how they are written.
import * as l10n from '@vscode/l10n';
import type { Catalogue } from './catalogue.ts';
import type { Change, TokenDiff } from './change.ts';
import { grantSentences, permissionWords, resourceList, resourcesKey, type Words } from './diffWords.ts';
import { grouped } from './grouped.ts';
import { lossesOf } from './losses.ts';
import type { Names } from './names.ts';
import { isPlain, type Shift, shiftsOf } from './permissionShift.ts';
import { canonicalPolicies, samePolicies } from './samePolicies.ts';
import type { SentenceFormat } from './sentences.ts';
import type { Policy } from './token.ts';

/**
 * Compares two lists of policies. Nothing is reported for another order, nor for the same grants spread over
 * policies in another way. Names with `accountOfZone` tell whether a zone stays within "all zones of" an account.
 */
export function permissionDiff(
  before: readonly Policy[],
  after: readonly Policy[],
  catalogue: Catalogue,
  names: Names,
  format: SentenceFormat,
): TokenDiff {
  if (samePolicies(before, after)) return { changes: [], breaks: [] };
  const words: Words = { catalogue, names, format };
  const shifts = shiftsOf(before.filter(isPlain), after.filter(isPlain), catalogue, names);
  const changes = [
    ...wholeLines(shifts, before, after, words),
    ...shiftLines('widened', shifts, words),
    ...shiftLines('narrowed', shifts, words),
    ...oddLines(before, after, words),
  ];
  const rewritten = l10n.t('The policies are written in another way and allow the same.');
  return {
    changes: changes.length > 0 ? changes : [{ kind: 'changed', field: 'permissions', message: rewritten }],
    breaks: lossesOf(shifts, before, after, words),
  };
}

/** Permissions that come or go altogether, in the sentences that a summary has for them. */
function wholeLines(
  shifts: readonly Shift[],
  before: readonly Policy[],
  after: readonly Policy[],
  words: Words,
): Change[] {
  const ids = (test: (held: Shift['held']) => boolean) =>
    new Set(shifts.filter(({ held }) => test(held)).map(({ entry }) => entry.id));
  const added = ids((held) => held.after && !held.before);
  const removed = ids((held) => held.before && !held.after);
  return [
    ...grantSentences(only(after, added), words).map((message) => changeOf('added', message)),
    ...grantSentences(only(before, removed), words).map((message) => changeOf('removed', message)),
  ];
}

function only(policies: readonly Policy[], ids: ReadonlySet<string>): Policy[] {
  return policies.filter(isPlain).flatMap((policy) => {
    const groups = policy.groups.filter(({ id }) => ids.has(id));
    return groups.length === 0 ? [] : [{ ...policy, groups }];
  });
}

/** Permissions that reach more, or less, than before; one line for those that do so on the same resources. */
function shiftLines(kind: 'widened' | 'narrowed', shifts: readonly Shift[], words: Words): Change[] {
  const moved = shifts.filter(
    ({ held, gained, lost }) => held.before && held.after && (kind === 'widened' ? gained : lost).length > 0,
  );
  const groups = grouped(moved, ({ gained, gainedExcept, lost, lostExcept }) =>
    resourcesKey(kind === 'widened' ? [gained, gainedExcept] : [lost, lostExcept]),
  );
  return groups.map((group) => {
    const [{ gained, gainedExcept, lost, lostExcept }] = group;
    const what = permissionWords(group, words);
    const on = resourceList(kind === 'widened' ? gained : lost, words);
    const except = kind === 'widened' ? gainedExcept : lostExcept;
    const rest = resourceList(except, words);
    if (kind === 'widened') {
      return changeOf(
        kind,
        except.length === 0
          ? l10n.t('{0} also on {1}', what, on)
          : l10n.t('{0} also on {1}, except {2}', what, on, rest),
      );
    }
    return changeOf(
      kind,
      except.length === 0
        ? l10n.t('{0} no longer on {1}', what, on)
        : l10n.t('{0} no longer on {1}, only on {2}', what, on, rest),
    );
  });
}

/** Policies that no draft can express: only whether they are there can be told. */
function oddLines(before: readonly Policy[], after: readonly Policy[], words: Words): Change[] {
  const [was, is] = [before, after].map((policies) =>
    canonicalPolicies(policies.filter((policy) => !isPlain(policy))),
  ) as [Map<string, Policy>, Map<string, Policy>];
  const missing = (from: Map<string, Policy>, other: Map<string, Policy>) =>
    [...from].flatMap(([key, policy]) => (other.has(key) ? [] : [policy]));
  const lines = (policies: Policy[]) => new Set(grantSentences(policies, words));
  const [gone, come] = [lines(missing(was, is)), lines(missing(is, was))];
  return [
    ...[...come].filter((line) => !gone.has(line)).map((line) => changeOf('added', line)),
    ...[...gone].filter((line) => !come.has(line)).map((line) => changeOf('removed', line)),
    ...[...come]
      .filter((line) => gone.has(line))
      .map((line) =>
        changeOf('changed', l10n.t('{0}: details that this version does not know have changed', line)),
      ),
  ];
}

function changeOf(kind: Change['kind'], message: string): Change {
  return { kind, field: 'permissions', message };
}
