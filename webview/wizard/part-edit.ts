// The ways a person changes the parts of a draft: which permissions share their resources. Each takes a draft and
// gives a new one.
import type { Draft, DraftPart, Named } from '../../src/tokens/draft.ts';
import { firstTarget } from './draft-edit.ts';

/** Where permissions go: to another part of their scope, by its index, or to resources of their own. */
export type Destination = number | 'own';

/**
 * Moves permissions out of one part. With resources of their own they start on none, in a part right after the one
 * they came from; a part that is left without permissions goes.
 * @param only the one account there is, where there is no choice
 */
export function withGroupsMoved(
  draft: Draft,
  from: number,
  ids: ReadonlySet<string>,
  to: Destination,
  only: Named | undefined,
): Draft {
  const source = draft.parts[from];
  if (source === undefined || to === from) return draft;
  const moving = source.groups.filter(({ id }) => ids.has(id));
  const rest = { ...source, groups: source.groups.filter(({ id }) => !ids.has(id)) };
  const parts = draft.parts.flatMap((part, index): DraftPart[] => {
    if (index === to) return [{ ...part, groups: joined(part.groups, moving) }];
    if (index !== from) return [part];
    return to === 'own' ? [rest, { groups: moving, target: firstTarget(source.target.scope, only) }] : [rest];
  });
  return { ...draft, parts: parts.filter(({ groups }) => groups.length > 0) };
}

/** Gives the permissions of a part to further resources, which are still to be chosen. */
export function withPartRepeated(draft: Draft, index: number, only: Named | undefined): Draft {
  const part = draft.parts[index];
  if (part === undefined) return draft;
  const again = { groups: part.groups, target: firstTarget(part.target.scope, only) };
  return { ...draft, parts: draft.parts.toSpliced(index + 1, 0, again) };
}

/** Takes a part away, with its permissions. */
export function withoutPart(draft: Draft, index: number): Draft {
  return { ...draft, parts: draft.parts.toSpliced(index, 1) };
}

/** Takes away a policy that the draft only carries. */
export function withoutCarried(draft: Draft, index: number): Draft {
  return { ...draft, carried: draft.carried.toSpliced(index, 1) };
}

/** The other parts of the same scope, by their index. */
export function siblingsOf({ parts }: Draft, index: number): number[] {
  const scope = parts[index]?.target.scope;
  return parts.flatMap(({ target }, at) => (target.scope === scope && at !== index ? [at] : []));
}

function joined(groups: DraftPart['groups'], more: DraftPart['groups']): DraftPart['groups'] {
  const ids = new Set(groups.map(({ id }) => id));
  return [...groups, ...more.filter(({ id }) => !ids.has(id))];
}
