// What a change of the address filter or of the dates means.
import * as l10n from '@vscode/l10n';
import { admittedBy, isEmpty, minus } from './addressSet.ts';
import type { Change, TokenDiff } from './change.ts';
import { parseCidr } from './cidr.ts';
import { plain } from './markdown.ts';
import { otherConditionLines } from './otherConditions.ts';
import { listed, type SentenceFormat } from './sentences.ts';
import { dateTimeWords, dateWords, parseTime } from './times.ts';
import type { IpCondition, OtherConditions, Token } from './token.ts';

const NOTHING: TokenDiff = { changes: [], breaks: [] };

/** Compares two address filters as sets: order and spelling do not count. */
export function conditionDiff(
  before: IpCondition | undefined,
  after: IpCondition | undefined,
  format: SentenceFormat,
): TokenDiff {
  const [was, is] = [listsOf(before), listsOf(after)];
  if (sameList(was.allow, is.allow) && sameList(was.deny, is.deny)) return NOTHING;
  const [admitted, admits] = [admittedBy(was), admittedBy(is)];
  const [loses, gains] = [!isEmpty(minus(admitted, admits)), !isEmpty(minus(admits, admitted))];
  const kind: Change['kind'] = loses === gains ? 'changed' : gains ? 'widened' : 'narrowed';
  const messages = [
    ...allowMessages(was.allow, is.allow, format),
    ...denyMessages(was.deny, is.deny, format),
  ];
  return {
    changes: messages.map((message) => ({
      kind,
      field: 'condition',
      message: loses || gains ? message : l10n.t('{0} (means the same)', message),
    })),
    breaks: loses
      ? [l10n.t('Requests from addresses that the filter no longer lets through are refused')]
      : [],
  };
}

function listsOf({ allow = [], deny = [] }: IpCondition = {}): Required<IpCondition> {
  return { allow: oneForm(allow), deny: oneForm(deny) };
}

function oneForm(list: readonly string[]): string[] {
  const texts = list.map((text) => {
    const cidr = parseCidr(text);
    return cidr.outcome === 'valid' ? cidr.text : plain(text.trim());
  });
  return [...new Set(texts)];
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text) => b.includes(text));
}

function allowMessages(was: readonly string[], is: readonly string[], format: SentenceFormat): string[] {
  if (sameList(was, is)) return [];
  const [before, after] = [listed(was, format), listed(is, format)];
  if (was.length === 0) return [l10n.t('Only from {0}, instead of from any address', after)];
  if (is.length === 0) return [l10n.t('From any address, instead of only from {0}', before)];
  return [l10n.t('Only from {0}, instead of only from {1}', after, before)];
}

function denyMessages(was: readonly string[], is: readonly string[], format: SentenceFormat): string[] {
  if (sameList(was, is)) return [];
  const [before, after] = [listed(was, format), listed(is, format)];
  if (was.length === 0) return [l10n.t('Not from {0}', after)];
  if (is.length === 0) return [l10n.t('No longer refused from {0}', before)];
  return [l10n.t('Not from {0}, instead of not from {1}', after, before)];
}

/** Compares conditions that this version does not know: nobody can tell which way they change what gets through. */
export function otherConditionDiff(
  before: OtherConditions | undefined,
  after: OtherConditions | undefined,
): TokenDiff {
  const [was, is] = [otherConditionLines(before), otherConditionLines(after)];
  const [gone, come] = [was.filter((line) => !is.includes(line)), is.filter((line) => !was.includes(line))];
  return {
    changes: [
      ...come.map((message): Change => ({ kind: 'added', field: 'condition', message })),
      ...gone.map((message): Change => ({ kind: 'removed', field: 'condition', message })),
    ],
    breaks: come.length === 0 ? [] : [l10n.t('Requests that do not meet the further condition are refused')],
  };
}

type Life = Pick<Token, 'notBefore' | 'expiresOn'>;

/** Compares start and end, to the second. */
export function ttlDiff(before: Life, after: Life, now: Date, format: SentenceFormat): TokenDiff {
  const [start, end] = [startDiff(before, after, now, format), endDiff(before, after, now, format)];
  return { changes: [...start.changes, ...end.changes], breaks: [...start.breaks, ...end.breaks] };
}

function startDiff(before: Life, after: Life, now: Date, format: SentenceFormat): TokenDiff {
  const [was, is] = [parseTime(before.notBefore), parseTime(after.notBefore)];
  const change = orderOf(was, is);
  if (change === undefined) return NOTHING;
  const [old, fresh] = pairWords(was, is, format);
  const message =
    is === undefined
      ? l10n.t('Valid at once, instead of from {0}', old)
      : was === undefined
        ? l10n.t('Not before {0}, instead of valid at once', fresh)
        : l10n.t('Not before {0}, instead of from {1}', fresh, old);
  // No start is the earliest start.
  const isLater = was === undefined || change === 'later';
  const isBreaking = is !== undefined && is > now && (was === undefined || was <= now);
  return {
    changes: [{ kind: is !== undefined && isLater ? 'narrowed' : 'widened', field: 'ttl', message }],
    breaks: isBreaking ? [l10n.t('The token is refused until {0}', fresh)] : [],
  };
}

function endDiff(before: Life, after: Life, now: Date, format: SentenceFormat): TokenDiff {
  const [was, is] = [parseTime(before.expiresOn), parseTime(after.expiresOn)];
  const change = orderOf(was, is);
  if (change === undefined) return NOTHING;
  const [old, fresh] = pairWords(was, is, format);
  const message =
    is === undefined
      ? l10n.t('Never expires, instead of until {0}', old)
      : was === undefined
        ? l10n.t('Until {0}, instead of never expiring', fresh)
        : l10n.t('Until {0}, instead of until {1}', fresh, old);
  // No end is the latest end.
  const isEarlier = is !== undefined && (was === undefined || change === 'earlier');
  const isBreaking = isEarlier && (was === undefined || was > now);
  const kind = isEarlier ? 'narrowed' : 'widened';
  return {
    changes: [{ kind, field: 'ttl', message }],
    breaks: isBreaking ? [l10n.t('The token stops working on {0}', fresh)] : [],
  };
}

/** undefined: the same second, or both absent. */
function orderOf(was: Date | undefined, is: Date | undefined): 'earlier' | 'later' | 'other' | undefined {
  const [a, b] = [was, is].map((time) =>
    time === undefined ? undefined : Math.floor(time.getTime() / 1000),
  );
  if (a === b) return undefined;
  return a === undefined || b === undefined ? 'other' : b < a ? 'earlier' : 'later';
}

/** Two dates in words that tell them apart: with the time of day where the days are the same. */
function pairWords(
  was: Date | undefined,
  is: Date | undefined,
  format: SentenceFormat,
): [old: string, fresh: string] {
  const words = (write: typeof dateWords) =>
    [was, is].map((time) => (time === undefined ? '' : write(time, format))) as [string, string];
  const days = words(dateWords);
  return days[0] === days[1] ? words(dateTimeWords) : days;
}
