// Times as Cloudflare's token API writes them: RFC 3339, UTC, whole seconds.

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch as `2018-07-01T05:20:00Z`. */
export function wholeSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since the epoch as `2018-07-01T05:20:00.000000Z`, the way zones and DNS records write it. */
export function microseconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 23)}000Z`;
}

/** Reads an RFC 3339 time; undefined when the text is none. Fractions of a second are dropped. */
export function parseTime(text: string): number | undefined {
  if (!RFC3339.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.floor(time / SECOND) * SECOND;
}
