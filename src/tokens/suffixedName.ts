// The name of a token that is made like another one: that one's, with a suffix.
import { LONGEST_NAME } from './draftProblems.ts';

/** The suffix is kept whole; of the name there is as much as Cloudflare takes, and no half character at its end. */
export function suffixed(name: string, suffix: string): string {
  const end = ` ${suffix}`;
  const cut = name.slice(0, LONGEST_NAME - end.length).replace(/[\ud800-\udbff]$/, '');
  return cut.trimEnd() + end;
}
