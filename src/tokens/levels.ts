// How much a level allows. Levels are Cloudflare's words (data, an open list), so the order here is a judgement:
// it decides what is shown first, never what is granted.

const STRENGTH: Readonly<Record<string, number>> = {
  Admin: 9,
  Edit: 8,
  Revoke: 6,
  Purge: 6,
  'Run Engine': 5,
  Run: 5,
  Bind: 4,
  Send: 4,
  Evaluate: 3,
  Report: 3,
  'Telemetry Write': 3,
  Read: 2,
  'Metadata Read': 1,
};
/** A level nobody has heard of is taken for one that changes things. */
const UNHEARD_OF = 7;

/** How much a level allows, as a number to compare with others; more is stronger. */
export function strengthOf(level: string): number {
  return STRENGTH[level] ?? UNHEARD_OF;
}

/** Does a level only look, and change nothing? */
export function onlyReads(level: string): boolean {
  return level === 'Read' || level === 'Metadata Read';
}
