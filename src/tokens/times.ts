// Times in words, and as the API wants them.
import * as l10n from '@vscode/l10n';

/** How to write times for a person. */
export interface TimeFormat {
  /** A language tag; English with the day before the month where absent. */
  readonly locale?: string;
  /** An IANA time zone; that of the machine where absent. */
  readonly timeZone?: string;
}

const DEFAULT_LOCALE = 'en-GB';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Milliseconds of a day. */
export const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;

// A unit is used up to the point where the next larger one says it better: "in 12 days", not "in 1 week".
const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, milliseconds: number, below: number])[] =
  [
    ['second', SECOND, MINUTE],
    ['minute', MINUTE, HOUR],
    ['hour', HOUR, 2 * DAY],
    ['day', DAY, 92 * DAY],
    ['month', YEAR / 12, 2 * YEAR],
    ['year', YEAR, Infinity],
  ];

/** Cloudflare's clock and this one are never quite the same. */
const JUST_NOW = 10 * SECOND;

/** `in 12 days`, `3 months ago`, `just now`; cut down to whole units, so that no more time is promised than there is. */
export function relativeTime(time: Date, now: Date, format: TimeFormat = {}): string {
  const distance = time.getTime() - now.getTime();
  if (Math.abs(distance) < JUST_NOW) return l10n.t('just now');
  const [unit, milliseconds] = UNITS.find(([, , below]) => Math.abs(distance) < below) ?? ['year', YEAR];
  const words = new Intl.RelativeTimeFormat(format.locale ?? DEFAULT_LOCALE, { numeric: 'always' });
  return words.format(Math.trunc(distance / milliseconds), unit);
}

/** `5 December 2026`. */
export function dateWords(time: Date, format: TimeFormat = {}): string {
  return new Intl.DateTimeFormat(format.locale ?? DEFAULT_LOCALE, {
    dateStyle: 'long',
    timeZone: format.timeZone,
  }).format(time);
}

/** `5 December 2026 (in 12 days)`. */
export function dateAndRelative(time: Date, now: Date, format: TimeFormat = {}): string {
  return `${dateWords(time, format)} (${relativeTime(time, now, format)})`;
}

/** `5 December 2026 at 14:05 CET`; in the zone of the format. */
export function dateTimeWords(time: Date, format: TimeFormat = {}): string {
  return new Intl.DateTimeFormat(format.locale ?? DEFAULT_LOCALE, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone: format.timeZone,
  }).format(time);
}

/**
 * `2026-12-05T00:00:00Z`: what Cloudflare takes and gives, UTC in whole seconds.
 * @throws RangeError when the date is invalid
 */
export function wholeSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Reads a time of the API; undefined where there is none, or none that can be read. */
export function parseTime(time: string | undefined): Date | undefined {
  const parsed = time === undefined ? undefined : new Date(time);
  return parsed === undefined || Number.isNaN(parsed.getTime()) ? undefined : parsed;
}
