// A token that was changed elsewhere while it was being edited here: then, theirs and yours, side by side.
import type { Catalogue } from './catalogue.ts';
import { type Change, diffOf, type TokenField } from './diff.ts';
import { plain } from './markdown.ts';
import type { Names } from './names.ts';
import { type SentenceFormat, sentencesOf } from './sentences.ts';
import type { Token, TokenRequest } from './token.ts';

/** One field that somebody changed. */
export interface FieldConflict {
  readonly field: TokenField;
  /**
   * `theirs`, `yours`: changed on that side only. `same`: changed to the same on both. `both`: changed on both, to
   * different things; somebody has to decide.
   */
  readonly side: 'theirs' | 'yours' | 'same' | 'both';
  /** What each side changed, in words; empty for the side that did not. */
  readonly theirs: readonly Change[];
  readonly yours: readonly Change[];
  /** The whole field in words, one line each, in the three states. Empty for fields that have no words. */
  readonly states: Readonly<Record<'then' | 'theirs' | 'yours', readonly string[]>>;
}

type State = Omit<TokenRequest, 'status'> & { readonly status?: string };

const FIELDS: readonly TokenField[] = ['name', 'permissions', 'condition', 'ttl', 'status', 'other'];

/**
 * Who changed what since the token was opened. There is a conflict only if some field's side is not `yours`.
 * @param then the token as it was when the edit began
 * @param theirs the token as it is now
 * @param yours what the edit would send, made from `then` (see requestForEdit)
 */
export function conflictOf(
  then: Token,
  theirs: Token,
  yours: TokenRequest,
  catalogue: Catalogue,
  names: Names,
  now: Date,
  format: SentenceFormat = {},
): FieldConflict[] {
  const compared = (before: Token, after: TokenRequest | Token) =>
    diffOf(before, after, catalogue, names, now, format).changes;
  const elsewhere = compared(then, theirs);
  const here = compared(then, yours);
  const between = compared(theirs, yours);
  const words = (token: State) => statesOf(token, catalogue, names, now, format);
  const [was, is, wanted] = [words(then), words(theirs), words({ status: then.status, ...yours })];
  return FIELDS.flatMap((field): FieldConflict[] => {
    const of = (changes: readonly Change[]) => changes.filter((change) => change.field === field);
    const [changed, edited] = [of(elsewhere), of(here)];
    if (changed.length === 0 && edited.length === 0) return [];
    const side =
      edited.length === 0
        ? 'theirs'
        : changed.length === 0
          ? 'yours'
          : of(between).length === 0
            ? 'same'
            : 'both';
    return [
      {
        field,
        side,
        theirs: changed,
        yours: edited,
        states: { then: was[field], theirs: is[field], yours: wanted[field] },
      },
    ];
  });
}

function statesOf(
  token: State,
  catalogue: Catalogue,
  names: Names,
  now: Date,
  format: SentenceFormat,
): Record<TokenField, readonly string[]> {
  const { policies, condition, otherConditions, notBefore, expiresOn, status } = token;
  const { grants, restrictions, dates } = sentencesOf(
    {
      policies,
      ...(condition === undefined ? {} : { condition }),
      ...(otherConditions === undefined ? {} : { otherConditions }),
      ...(notBefore === undefined ? {} : { notBefore }),
      ...(expiresOn === undefined ? {} : { expiresOn }),
    },
    catalogue,
    names,
    now,
    format,
  );
  return {
    name: [plain(token.name)],
    permissions: grants,
    condition: restrictions,
    ttl: dates,
    status: status === undefined ? [] : [plain(status)],
    other: [],
  };
}
