// A new token like an existing one: the same permissions, resources and restrictions, and a life of its own.
import * as l10n from '@vscode/l10n';
import type { Draft } from './draft.ts';
import { LONGEST_NAME } from './draftProblems.ts';
import { parseTime, wholeSeconds } from './times.ts';
import type { Token } from './token.ts';

/**
 * The draft of a token's duplicate. It lives as long as the token was meant to, counted from now; a start or an end
 * that has passed, and that nobody can count from anew, falls away.
 * @param draft the token itself as a draft (see draftOf)
 */
export function duplicateOf(
  { name, issuedOn, notBefore, expiresOn }: Pick<Token, 'name' | 'issuedOn' | 'notBefore' | 'expiresOn'>,
  { owner, parts, condition, carried }: Draft,
  now: Date,
): Draft {
  const [issued, starts, ends] = [parseTime(issuedOn), parseTime(notBefore), parseTime(expiresOn)];
  const life = ends === undefined || issued === undefined ? undefined : ends.getTime() - issued.getTime();
  const end = life === undefined ? ends : new Date(now.getTime() + life);
  return {
    name: l10n.t('{0} (copy)', name).slice(0, LONGEST_NAME),
    owner,
    parts,
    ...(condition === undefined ? {} : { condition }),
    ...(starts !== undefined && starts > now ? { notBefore: wholeSeconds(starts) } : {}),
    ...(end !== undefined && end > now ? { expiresOn: wholeSeconds(end) } : {}),
    carried,
  };
}
