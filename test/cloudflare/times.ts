// Times as Cloudflare's token API writes them: RFC 3339, UTC, whole seconds.

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const RFC3339 = /^(\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

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
  const local = RFC3339.exec(text)?.[1]?.toUpperCase();
  if (local === undefined || !exists(local)) return undefined;
  const time = Date.parse(text);
  // An offset can lead out of the years that four digits can say.
  const sayable = /^\d/.test(new Date(time).toISOString());
  return sayable ? Math.floor(time / SECOND) * SECOND : undefined;
}

/** JavaScript takes 30 February for 2 March, and 24:00 for the next day; RFC 3339 knows neither. */
function exists(local: string): boolean {
  const time = Date.parse(`${local}Z`);
  return !Number.isNaN(time) && wholeSeconds(time) === `${local}Z`;
}
