// One person's changes on top of another's: what was changed here since both began, applied to what is there now.
import type { Catalogue } from './catalogue.ts';
import type { Draft, DraftPart } from './draft.ts';
import { draftOf } from './draftOf.ts';
import type { Names } from './names.ts';
import { policiesOf } from './policies.ts';
import { parseResources } from './resources.ts';
import { conditionDiff } from './restrictionDiff.ts';
import { canonicalJson, canonicalPolicies, canonicalResources, samePolicies } from './samePolicies.ts';
import { SOME_USER } from './sentences.ts';
import { parseTime } from './times.ts';
import type { Policy, Token } from './token.ts';

/**
 * The draft on another base. What was not changed here is as it is there now; where both sides changed the same
 * field, the change made here wins, and permissions are merged one by one.
 * @param then the token as it was when the draft was begun
 * @param theirs the token as it is now
 */
export function rebased(then: Token, theirs: Token, draft: Draft, catalogue: Catalogue, names: Names): Draft {
  const mine = policiesOf(draft, { userId: userIn([...then.policies, ...theirs.policies]) });
  const condition = sameCondition(then, draft) ? theirs.condition : draft.condition;
  const notBefore = sameTime(then.notBefore, draft.notBefore) ? theirs.notBefore : draft.notBefore;
  const expiresOn = sameTime(then.expiresOn, draft.expiresOn) ? theirs.expiresOn : draft.expiresOn;
  const { parts, carried } = samePolicies(then.policies, theirs.policies)
    ? draft
    : withoutSomeUser(
        draftOf({ ...theirs, policies: merged(then.policies, theirs.policies, mine) }, catalogue, names),
      );
  return {
    name: then.name.trim() === draft.name.trim() ? theirs.name : draft.name,
    owner: draft.owner,
    parts,
    carried,
    ...(condition === undefined ? {} : { condition }),
    ...(theirs.otherConditions === undefined ? {} : { otherConditions: theirs.otherConditions }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

/** Theirs without what was removed here, and with what was added here. */
function merged(
  then: readonly Policy[],
  theirs: readonly Policy[],
  mine: readonly Policy[],
): readonly Policy[] {
  if (samePolicies(then, mine)) return theirs;
  const [was, is, wanted] = [then, theirs, mine].map(canonicalPolicies) as [
    Map<string, Policy>,
    Map<string, Policy>,
    Map<string, Policy>,
  ];
  const kept = [...is].filter(([key]) => wanted.has(key) || !was.has(key));
  const added = [...wanted].filter(([key]) => !was.has(key) && !is.has(key));
  return gathered([...kept, ...added].map(([, policy]) => policy));
}

/** Policies of one permission on one resource each, put together again as a person would read them. */
function gathered(single: readonly Policy[]): Policy[] {
  const onSame = gatheredBy(
    single,
    ({ resources }) => canonicalResources(resources),
    (a, b) => ({ ...a, groups: [...a.groups, ...b.groups] }),
  );
  return gatheredBy(
    onSame,
    ({ groups, resources }) => JSON.stringify([groups.map(({ id }) => id).sort(), kindOf(resources)]),
    (a, b) => ({ ...a, resources: { ...a.resources, ...b.resources } }),
  );
}

function gatheredBy(
  policies: readonly Policy[],
  keyOf: (policy: Policy) => string,
  join: (a: Policy, b: Policy) => Policy,
): Policy[] {
  const found = new Map<string, Policy>();
  for (const policy of policies) {
    const key = JSON.stringify([policy.effect, canonicalJson(policy.unknown ?? null), keyOf(policy)]);
    const before = found.get(key);
    found.set(key, before === undefined ? policy : join(before, policy));
  }
  return [...found.values()];
}

/** Resources of one kind may share a policy; what is not understood keeps one of its own. */
function kindOf(resources: Policy['resources']): string {
  const [first, ...others] = parseResources(resources);
  return first === undefined || first.kind === 'unknown' || others.length > 0
    ? canonicalResources(resources)
    : first.kind;
}

/** Whom user permissions added here are about is only known when they are sent. */
function withoutSomeUser(draft: Draft): Draft {
  const parts = draft.parts.map((part): DraftPart => {
    const { target } = part;
    return target.scope === 'user' && target.userId === SOME_USER
      ? { ...part, target: { scope: 'user' } }
      : part;
  });
  return { ...draft, parts };
}

function sameCondition(then: Token, draft: Draft): boolean {
  return conditionDiff(then.condition, draft.condition, {}).changes.length === 0;
}

function sameTime(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && parseTime(a)?.getTime() === parseTime(b)?.getTime());
}

/** The user that the token's own policies name: a draft says only "the user". */
function userIn(policies: readonly Policy[]): string {
  const users = policies
    .flatMap(({ resources }) => parseResources(resources))
    .flatMap((resource) => (resource.kind === 'user' ? [resource.userId] : []));
  return users[0] ?? SOME_USER;
}
