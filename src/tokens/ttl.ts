// How long a token lives: the simple choices, dates as a person types them in their own zone, and what is wrong
// with them. What is sent is UTC in whole seconds.
import * as l10n from '@vscode/l10n';
import { DAY, parseTime, wholeSeconds } from './times.ts';

/** The simple choices. */
export const LIFETIMES = ['1-hour', '1-day', '30-days', '90-days', '1-year', 'none'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

const HOUR = DAY / 24;
const LENGTHS: Readonly<Record<Exclude<Lifetime, 'none'>, number>> = {
  '1-hour': HOUR,
  '1-day': DAY,
  '30-days': 30 * DAY,
  '90-days': 90 * DAY,
  '1-year': 365 * DAY,
};

/** The name of a choice. */
export function lifetimeName(lifetime: Lifetime): string {
  switch (lifetime) {
    case '1-hour':
      return l10n.t('1 hour');
    case '1-day':
      return l10n.t('1 day');
    case '30-days':
      return l10n.t('30 days');
    case '90-days':
      return l10n.t('90 days');
    case '1-year':
      return l10n.t('1 year');
    case 'none':
      return l10n.t('No expiry');
  }
}

/** The end of such a life, `2026-12-05T00:00:00Z`; undefined for one that does not end. */
export function endOfLife(lifetime: Lifetime, start: Date): string | undefined {
  return lifetime === 'none' ? undefined : wholeSeconds(new Date(start.getTime() + LENGTHS[lifetime]));
}

/** The choice that gives this end for this start, to the second; undefined for an end that none gives. */
export function lifetimeOf(expiresOn: string | undefined, start: Date): Lifetime | undefined {
  return LIFETIMES.find((lifetime) => endOfLife(lifetime, start) === expiresOn);
}

/** What became of a typed date and time. */
export type TypedTime =
  | {
      readonly outcome: 'valid';
      /** `2026-12-05T00:00:00Z`. */
      readonly time: string;
      /** Said of a time that the clocks of the zone skip, or show twice. */
      readonly note?: string;
    }
  | { readonly outcome: 'invalid'; readonly problem: string };

/** A time as an `<input type="datetime-local">` takes it: `2026-12-05T14:05`, with seconds where there are any. */
export function localText(time: Date, timeZone?: string): string {
  const local = new Date(time.getTime() + offsetAt(time, timeZone));
  const text = wholeSeconds(local).slice(0, -1);
  return text.endsWith(':00') ? text.slice(0, -3) : text;
}

/**
 * Reads a date and time of a zone: `2026-12-05T14:05` as `<input type="datetime-local">` gives it, a space for the
 * `T`, with or without seconds; a date alone is its first moment.
 * @param timeZone an IANA name; the machine's own where absent
 */
export function readLocalText(text: string, timeZone?: string): TypedTime {
  const asUtc = utcOf(text.trim());
  if (asUtc === undefined)
    return { outcome: 'invalid', problem: l10n.t('Enter a date and time, e.g. 2027-01-31 18:00.') };
  // The zone's offsets a day before and a day after are the only ones that can hold at that moment.
  const [before = 0, after = 0] = [-DAY, DAY].map((shift) => offsetAt(new Date(asUtc + shift), timeZone));
  const fitting = [...new Set([before, after])]
    .map((offset) => asUtc - offset)
    .filter((time) => time + offsetAt(new Date(time), timeZone) === asUtc)
    .sort((a, b) => a - b);
  const [first = asUtc - before, ...others] = fitting;
  const note =
    fitting.length === 0
      ? l10n.t('The clocks skip this time; the same moment after the change is meant.')
      : others.length > 0
        ? l10n.t('The clocks show this time twice; the first is meant.')
        : undefined;
  return { outcome: 'valid', time: wholeSeconds(new Date(first)), ...(note === undefined ? {} : { note }) };
}

/** The zone's name with its distance from UTC at a moment: `Europe/Berlin (GMT+1)`. */
export function timeZoneWords(time: Date, timeZone = machineTimeZone()): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(
    time,
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return l10n.t('{0} ({1})', timeZone, offset);
}

/** The time in UTC, to stand beside the one in the person's zone: `2026-12-05 00:00 UTC`. */
export function utcWords(time: Date): string {
  return l10n.t('{0} UTC', localText(time, 'UTC').replace('T', ' '));
}

/** The IANA name of the machine's zone. */
function machineTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export interface TtlProblem {
  readonly field: 'start' | 'end';
  readonly message: string;
}

/**
 * What is wrong with a start and an end.
 * @param now to tell an end that has passed; without it, only the order is checked
 */
export function ttlProblems(
  { notBefore, expiresOn }: { readonly notBefore?: string; readonly expiresOn?: string },
  now?: Date,
): TtlProblem[] {
  const [starts, expires] = [parseTime(notBefore), parseTime(expiresOn)];
  if (notBefore !== undefined && starts === undefined)
    return [{ field: 'start', message: l10n.t('The start is not a date.') }];
  if (expiresOn !== undefined && expires === undefined)
    return [{ field: 'end', message: l10n.t('The end is not a date.') }];
  if (expires === undefined) return [];
  if (starts !== undefined && starts >= expires)
    return [{ field: 'end', message: l10n.t('The end has to be after the start.') }];
  return now !== undefined && expires <= now
    ? [{ field: 'end', message: l10n.t('The end is in the past.') }]
    : [];
}

/** The typed numbers as if they were UTC, in milliseconds; undefined for what is no date. */
function utcOf(text: string): number | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(text);
  if (found === null) return undefined;
  const [, date = '', time = '00:00', seconds = '00'] = found;
  const written = `${date}T${time}:${seconds}Z`;
  const read = parseTime(written);
  // 31 February would be read as a day in March.
  return read === undefined || wholeSeconds(read) !== written ? undefined : read.getTime();
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(time: Date, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const number = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    number('year'),
    number('month') - 1,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
  );
  return shown - Math.floor(time.getTime() / 1000) * 1000;
}
