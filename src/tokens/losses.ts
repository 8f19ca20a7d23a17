// What a change of policies may break, named: "3 zones lose DNS Edit".
import * as l10n from '@vscode/l10n';
import { grantSentences, permissionWords, resourceList, resourcesKey, type Words } from './diffWords.ts';
import { grouped } from './grouped.ts';
import { isPlain, reachOf, type Shift } from './permissionShift.ts';
import { coverageOf, isWide, resourceKey } from './reach.ts';
import { type Resource, resourceLabel } from './resources.ts';
import type { Policy } from './token.ts';

/**
 * What a change of policies may break: who loses which permission, things of one kind counted. Losing Read where Edit
 * stays is no loss.
 * @param shifts those of the plain policies among `before` and `after`
 */
export function lossesOf(
  shifts: readonly Shift[],
  before: readonly Policy[],
  after: readonly Policy[],
  words: Words,
): string[] {
  const plain = after.filter(isPlain);
  const losing = shifts.flatMap((shift) => {
    const staysEditable = editStaying(shift, plain, words);
    const lost = shift.lost.filter((resource) => !staysEditable(resource));
    return lost.length === 0 ? [] : [{ ...shift, lost }];
  });
  const groups = grouped(losing, ({ lost, lostExcept }) => resourcesKey([lost, lostExcept]));
  return [...groups.flatMap((group) => lossLines(group, words)), ...barredLines(before, after, words)];
}

/** Whoever may still edit can still read, so losing Read beside Edit breaks nothing: where does Edit stay? */
function editStaying(
  { entry }: Shift,
  after: readonly Policy[],
  words: Words,
): (resource: Resource) => boolean {
  if (entry.level !== 'Read') return () => false;
  const edit = words.catalogue.entries.find(
    ({ level, label, apiScope }) => level === 'Edit' && label === entry.label && apiScope === entry.apiScope,
  );
  return edit === undefined ? () => false : reachOf(edit, after, words.names).holds;
}

/** `3 zones lose DNS Edit`; things of one kind are counted, but for what stands for any number of them. */
function lossLines(group: readonly [Shift, ...Shift[]], words: Words): string[] {
  const [{ lost, lostExcept }] = group;
  const what = permissionWords(group, words);
  const kinds = grouped(lost, (resource) => (isWide(resource) ? resourceKey(resource) : resource.kind));
  return kinds.map((resources) => {
    const [first] = resources;
    const thing = resourceLabel(first, words.names);
    if (isWide(first)) {
      const kept = lostExcept.filter(coverageOf([first], words.names));
      return kept.length === 0
        ? l10n.t('{0} lose {1}', thing, what)
        : l10n.t('{0} but {1} lose {2}', thing, resourceList(kept, words), what);
    }
    if (resources.length === 1) return l10n.t('{0} loses {1}', thing, what);
    return countLine(first.kind, resources.length, what);
  });
}

function countLine(kind: Resource['kind'], count: number, what: string): string {
  if (kind === 'zone') return l10n.t('{0} zones lose {1}', count, what);
  if (kind === 'account') return l10n.t('{0} accounts lose {1}', count, what);
  if (kind === 'bucket') return l10n.t('{0} R2 buckets lose {1}', count, what);
  return l10n.t('{0} resources lose {1}', count, what);
}

/** Odd policies that go may have allowed something, and odd ones that come may forbid something. */
function barredLines(before: readonly Policy[], after: readonly Policy[], words: Words): string[] {
  const lines = (policies: readonly Policy[], allowing: boolean) =>
    new Set(
      grantSentences(
        policies.filter((policy) => !isPlain(policy) && (policy.effect === 'allow') === allowing),
        words,
      ),
    );
  const [granted, still] = [lines(before, true), lines(after, true)];
  const [barred, already] = [lines(after, false), lines(before, false)];
  return [
    ...[...granted].filter((line) => !still.has(line)).map((line) => l10n.t('No longer granted: {0}', line)),
    ...[...barred].filter((line) => !already.has(line)).map((line) => l10n.t('New rule: {0}', line)),
  ];
}
