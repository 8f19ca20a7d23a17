// What becomes of each permission between two lists of policies: which resources it gains and which it loses.
import { type Catalogue, type CatalogueEntry, entryOf } from './catalogue.ts';
import { grouped } from './grouped.ts';
import type { Names } from './names.ts';
import { coverageOf, resourceKey, widest } from './reach.ts';
import { parseResources, type Resource } from './resources.ts';
import { hasUnknown } from './samePolicies.ts';
import type { GroupRef, Policy } from './token.ts';

/** What becomes of one permission. Resources are the widest that say it. */
export interface Shift {
  readonly entry: CatalogueEntry;
  readonly held: { readonly before: boolean; readonly after: boolean };
  readonly gained: readonly Resource[];
  /** Within what is gained, what is still kept from it. */
  readonly gainedExcept: readonly Resource[];
  readonly lost: readonly Resource[];
  /** Within what is lost, what stays. */
  readonly lostExcept: readonly Resource[];
}

/** A policy of which everything is understood but perhaps its resources. */
export function isPlain(policy: Policy): boolean {
  return (policy.effect === 'allow' || policy.effect === 'deny') && !hasUnknown(policy);
}

/**
 * The permissions whose reach is not the same in both. Names with `accountOfZone` tell whether a zone stays within
 * "all zones of" an account; without, it is taken that it does not.
 * @param before only policies that are plain (see isPlain); so for `after`
 */
export function shiftsOf(
  before: readonly Policy[],
  after: readonly Policy[],
  catalogue: Catalogue,
  names: Names,
): Shift[] {
  const groups = new Map<string, GroupRef>();
  for (const { groups: refs } of [...before, ...after])
    for (const ref of refs) groups.set(ref.id, { ...groups.get(ref.id), ...ref });
  // Groups of the same policies share their fate, and tokens with many groups have few policies.
  const alike = grouped([...groups.values()], ({ id }) => {
    const places = (policies: readonly Policy[]) =>
      policies.flatMap((policy, place) => (policy.groups.some((group) => group.id === id) ? [place] : []));
    return JSON.stringify([places(before), places(after)]);
  });
  return alike.flatMap((some) => {
    const fate = fateOf(some[0], before, after, names);
    if (fate.gained.length === 0 && fate.lost.length === 0) return [];
    return some.map((group) => ({ entry: entryOf(catalogue, group), ...fate }));
  });
}

function fateOf(
  group: GroupRef,
  before: readonly Policy[],
  after: readonly Policy[],
  names: Names,
): Omit<Shift, 'entry'> {
  const [was, is] = [reachOf(group, before, names), reachOf(group, after, names)];
  const mentioned = [...was.mentioned, ...is.mentioned];
  const candidates = [...new Map(mentioned.map((one) => [resourceKey(one), one])).values()];
  const gained = widest(
    candidates.filter((one) => is.holds(one) && !was.holds(one)),
    names,
  );
  const lost = widest(
    candidates.filter((one) => was.holds(one) && !is.holds(one)),
    names,
  );
  const within = (wide: readonly Resource[], held: boolean) => {
    const isWithin = coverageOf(wide, names);
    return widest(
      candidates.filter((one) => is.holds(one) === held && isWithin(one)),
      names,
    );
  };
  return {
    held: { before: candidates.some(was.holds), after: candidates.some(is.holds) },
    gained,
    gainedExcept: within(gained, false),
    lost,
    lostExcept: within(lost, true),
  };
}

/** What a permission reaches. */
export interface Reach {
  readonly mentioned: readonly Resource[];
  readonly holds: (resource: Resource) => boolean;
}

/** What a permission reaches: what is allowed, but for what is denied. */
export function reachOf(group: Pick<GroupRef, 'id'>, policies: readonly Policy[], names: Names): Reach {
  const on = (effect: string) =>
    policies
      .filter((policy) => policy.effect === effect && policy.groups.some(({ id }) => id === group.id))
      .flatMap(({ resources }) => parseResources(resources));
  const [allowed, denied] = [on('allow'), on('deny')];
  const [isAllowed, isDenied] = [coverageOf(allowed, names), coverageOf(denied, names)];
  return {
    mentioned: [...allowed, ...denied],
    holds: (resource) => isAllowed(resource) && !isDenied(resource),
  };
}
