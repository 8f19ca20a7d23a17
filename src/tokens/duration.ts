// Lengths of time as files have them: ISO 8601, as far as it says the same every day.
import { DAY } from './times.ts';

const HOUR = DAY / 24;
const FORM = /^P(?=[\dT])(?:(\d{1,3})Y)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(\d{1,6})H)?$/;

/** The milliseconds of `P30D`, `PT1H`, `P2W` or `P1Y` (of 365 days); undefined for anything else, months included. */
export function readDuration(text: string): number | undefined {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const [years = 0, weeks = 0, days = 0, hours = 0] = found.slice(1).map((number) => Number(number || 0));
  const length = (years * 365 + weeks * 7 + days) * DAY + hours * HOUR;
  return length > 0 ? length : undefined;
}

/** The length in whole days where it has any, otherwise in whole hours, at least one. */
export function writeDuration(milliseconds: number): string {
  const days = Math.round(milliseconds / DAY);
  if (days >= 1) return `P${days}D`;
  return `PT${Math.max(1, Math.round(milliseconds / HOUR))}H`;
}
