// What an edit changes, in the words of the summary, and what it may break. Compares meanings: nothing is said of
// another order or spelling.
import * as l10n from '@vscode/l10n';
import type { Catalogue } from './catalogue.ts';
import type { Change, TokenDiff } from './change.ts';
import type { Draft } from './draft.ts';
import { plain } from './markdown.ts';
import type { Names } from './names.ts';
import { permissionDiff } from './permissionDiff.ts';
import { policiesOf } from './policies.ts';
import { parseResources } from './resources.ts';
import { conditionDiff, otherConditionDiff, ttlDiff } from './restrictionDiff.ts';
import { canonicalJson } from './samePolicies.ts';
import { namesWithDraft, type SentenceFormat, SOME_USER } from './sentences.ts';
import type { Token, TokenRequest } from './token.ts';

export type { Change, TokenDiff, TokenField } from './change.ts';

/**
 * Compares a token with what an edit makes of it, or has made of it. A request without a status leaves the status alone; a draft
 * has no place for unknown fields, so those are not compared with one.
 */
export function diffOf(
  before: Token,
  after: TokenRequest | Token | Draft,
  catalogue: Catalogue,
  names: Names,
  now: Date,
  format: SentenceFormat = {},
): TokenDiff {
  const isDraft = 'parts' in after;
  const policies = isDraft ? policiesOf(after, { userId: userOf(before) }) : after.policies;
  const known = namesOf(before, isDraft ? namesWithDraft(after, names) : names);
  const parts: TokenDiff[] = [
    nameDiff(before.name, after.name),
    permissionDiff(before.policies, policies, catalogue, known, format),
    conditionDiff(before.condition, after.condition, format),
    otherConditionDiff(before.otherConditions, after.otherConditions),
    ttlDiff(before, after, now, format),
    ...(isDraft ? [] : [statusDiff(before.status, after.status), unknownDiff(before.unknown, after.unknown)]),
  ];
  return {
    changes: parts.flatMap(({ changes }) => changes),
    breaks: parts.flatMap(({ breaks }) => breaks),
  };
}

/** The user that the token's own policies name: a draft says only "the user". */
function userOf({ policies }: Token): string {
  const users = policies
    .flatMap(({ resources }) => parseResources(resources))
    .flatMap((resource) => (resource.kind === 'user' ? [resource.userId] : []));
  return users[0] ?? SOME_USER;
}

/** An account-owned token reaches no zones but those of its account. */
function namesOf({ owner }: Token, names: Names): Names {
  return owner.kind === 'account' ? { ...names, accountOfZone: () => owner.accountId } : names;
}

function nameDiff(before: string, after: string): TokenDiff {
  if (before.trim() === after.trim()) return { changes: [], breaks: [] };
  const message = l10n.t('Name “{0}”, instead of “{1}”', plain(after.trim()), plain(before));
  return { changes: [{ kind: 'changed', field: 'name', message }], breaks: [] };
}

function statusDiff(before: string, after: string | undefined): TokenDiff {
  if (after === undefined || after === before) return { changes: [], breaks: [] };
  const isActive = after === 'active';
  const change: Change = {
    kind: isActive ? 'widened' : 'narrowed',
    field: 'status',
    message: l10n.t('Status {0}, instead of {1}', plain(after), plain(before)),
  };
  const breaks = before === 'active' ? [l10n.t('The token is refused as long as it is not active')] : [];
  return { changes: [change], breaks };
}

function unknownDiff(before: Token['unknown'], after: Token['unknown']): TokenDiff {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const changed = [...names].filter(
    (name) => canonicalJson(before?.[name] ?? null) !== canonicalJson(after?.[name] ?? null),
  );
  return {
    changes: changed.map((name) => ({
      kind: 'changed',
      field: 'other',
      message: l10n.t('“{0}”, which this version does not know, has changed', plain(name)),
    })),
    breaks: [],
  };
}
