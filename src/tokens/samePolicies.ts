// Do two lists of policies mean the same? Cloudflare answers policies in another order than it was sent, and sorts
// their groups (cloudflare/terraform-provider-cloudflare#6092), so they compare as sets.
import type { Policy, Resources } from './token.ts';

/**
 * Do two lists of policies grant and deny the same? Order does not matter, nor how grants are spread over policies:
 * what counts is which permission has which effect on which resource. Fields this version does not know count too.
 */
export function samePolicies(a: readonly Policy[], b: readonly Policy[]): boolean {
  const [meansA, meansB] = [meaningOf(a), meaningOf(b)];
  return meansA.size === meansB.size && [...meansA].every((statement) => meansB.has(statement));
}

/** Policies of one permission on one resource each, by a text that is the same for the same meaning only. */
export function canonicalPolicies(policies: readonly Policy[]): Map<string, Policy> {
  return new Map(
    policies.flatMap((policy) =>
      splitUp(policy).map((each) => [statementsOf(each).join(), each] as [string, Policy]),
    ),
  );
}

function splitUp(policy: Policy): Policy[] {
  const groups = policy.groups.length === 0 ? [[]] : policy.groups.map((group) => [group]);
  const keys = Object.entries(policy.resources);
  const resources: Resources[] = keys.length === 0 ? [{}] : keys.map(([key, value]) => ({ [key]: value }));
  return groups.flatMap((some) => resources.map((one) => ({ ...policy, groups: some, resources: one })));
}

/** Resources in an order of their own, as a text. */
export function canonicalResources(resources: Resources): string {
  return JSON.stringify(flattened(resources));
}

function meaningOf(policies: readonly Policy[]): Set<string> {
  return new Set(policies.flatMap(statementsOf));
}

/** One statement for each group on each resource; a policy without either still says something of its own. */
function statementsOf({ effect, groups, resources, unknown }: Policy): string[] {
  const subjects = groups.length === 0 ? [['']] : groups.map((group) => [group.id, extraOf(group.unknown)]);
  const keys = flattened(resources);
  const extra = extraOf(unknown);
  return subjects.flatMap((subject) =>
    (keys.length === 0 ? [[]] : keys).map((key) => JSON.stringify([effect, subject, key, extra])),
  );
}

function extraOf(unknown: Policy['unknown']): string {
  return unknown === undefined ? '' : canonicalJson(unknown);
}

/** Does the policy, or one of its groups, say things that this version does not know? */
export function hasUnknown({ unknown, groups }: Policy): boolean {
  return unknown !== undefined || groups.some((group) => group.unknown !== undefined);
}

function flattened(resources: Resources): string[][] {
  return Object.entries(resources)
    .flatMap(([key, value]): string[][] => {
      if (typeof value === 'string') return [[key, value]];
      return Object.keys(value).length === 0
        ? [[key, '', '']]
        : flattened(value).map((inner) => [key, ...inner]);
    })
    .sort((a, b) => (a.join('\n') < b.join('\n') ? -1 : 1));
}

/** JSON that is the same whatever the order of keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
