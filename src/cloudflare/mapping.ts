// Translates between Cloudflare's words for tokens and ours, both ways.
import type {
  IpCondition,
  Owner,
  PermissionGroup,
  Policy,
  Token,
  TokenRequest,
  Verification,
  Zone,
} from '../tokens/token.ts';
import type {
  ConditionAnswer,
  PermissionGroupAnswer,
  PolicyAnswer,
  TokenAnswer,
  VerificationAnswer,
  ZoneAnswer,
} from './schemas.ts';

type Fields = Readonly<Record<string, unknown>>;

// Everything here has a place of its own in Token, or is decided by Cloudflare and must not be sent back.
const KNOWN_TOKEN_FIELDS = [
  'id',
  'name',
  'status',
  'policies',
  'condition',
  'issued_on',
  'modified_on',
  'last_used_on',
  'not_before',
  'expires_on',
  'creator_email_at_creation',
  'provisioner_type',
  'provisioner_id',
  'value',
];
const KNOWN_POLICY_FIELDS = ['id', 'effect', 'resources', 'permission_groups'];
const KNOWN_CONDITION_FIELDS = ['request_ip', 'request.ip'];

/** Reads a token as `owner`'s. The secret, where the answer holds one, is not part of it. */
export function toToken(answer: TokenAnswer, owner: Owner): Token {
  const condition = answer.condition ? toCondition(answer.condition) : undefined;
  const unknown = {
    ...without(answer, KNOWN_TOKEN_FIELDS),
    // Conditions of another kind than IP addresses restrict the token too: losing one in an edit would widen it.
    ...entry('condition', nonEmpty(without(answer.condition ?? {}, KNOWN_CONDITION_FIELDS))),
  };
  return {
    id: answer.id,
    owner,
    name: answer.name,
    status: answer.status,
    policies: (answer.policies ?? []).map(toPolicy),
    ...entry('condition', condition),
    ...entry('issuedOn', answer.issued_on),
    ...entry('modifiedOn', answer.modified_on),
    ...entry('lastUsedOn', answer.last_used_on),
    ...entry('notBefore', answer.not_before),
    ...entry('expiresOn', answer.expires_on),
    ...entry('creatorEmail', answer.creator_email_at_creation),
    ...entry('unknown', nonEmpty(unknown)),
  };
}

function toPolicy(answer: PolicyAnswer): Policy {
  return {
    effect: answer.effect,
    groups: answer.permission_groups.map(({ id, name }) => ({ id, ...entry('name', name) })),
    resources: answer.resources,
    ...entry('unknown', nonEmpty(without(answer, KNOWN_POLICY_FIELDS))),
  };
}

function toCondition(answer: ConditionAnswer): IpCondition | undefined {
  const lists = answer.request_ip ?? answer['request.ip'];
  return nonEmpty({ ...entry('allow', lists?.in), ...entry('deny', lists?.not_in) });
}

/**
 * Writes the body of a create or update: the whole mutable part, without what Cloudflare decides itself (ids of
 * policies, names of groups) and without nulls. An empty condition is left out: Cloudflare takes it and then
 * refuses the token from everywhere (cloudflare/terraform-provider-cloudflare#897).
 * @throws RangeError naming the field when a time is not a time
 */
export function toBody(request: TokenRequest): Fields {
  const { condition: otherConditions, ...unknown } = request.unknown ?? {};
  const ip = nonEmpty({
    ...entry('in', nonEmptyList(request.condition?.allow)),
    ...entry('not_in', nonEmptyList(request.condition?.deny)),
  });
  const condition = nonEmpty({ ...(otherConditions as Fields | undefined), ...entry('request_ip', ip) });
  return {
    ...unknown,
    name: request.name,
    policies: request.policies.map(toPolicyBody),
    ...entry('condition', condition),
    ...entry('not_before', wholeSeconds(request.notBefore, 'not_before')),
    ...entry('expires_on', wholeSeconds(request.expiresOn, 'expires_on')),
    ...entry('status', request.status),
  };
}

function toPolicyBody(policy: Policy): Fields {
  return {
    ...policy.unknown,
    effect: policy.effect,
    resources: policy.resources,
    permission_groups: policy.groups.map(({ id }) => ({ id })),
  };
}

/** Cloudflare's times are UTC in whole seconds; `2026-01-01T01:00:00.500+01:00` becomes `2026-01-01T00:00:00Z`. */
function wholeSeconds(time: string | undefined, field: string): string | undefined {
  if (time === undefined) return undefined;
  const parsed = new Date(time);
  if (Number.isNaN(parsed.getTime())) throw new RangeError(field);
  return parsed.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Reads what Cloudflare says of a secret. */
export function toVerification(answer: VerificationAnswer): Verification {
  return {
    id: answer.id,
    status: answer.status,
    ...entry('notBefore', answer.not_before),
    ...entry('expiresOn', answer.expires_on),
  };
}

/** Reads a permission group as the API lists it. */
export function toPermissionGroup(answer: PermissionGroupAnswer): PermissionGroup {
  return {
    id: answer.id,
    name: answer.name,
    scopes: answer.scopes ?? [],
    ...entry('category', answer.category),
    ...entry('description', answer.description),
    ...entry('selectable', answer.is_selectable),
  };
}

/** Reads a zone. */
export function toZone({ id, name, status, account }: ZoneAnswer): Zone {
  return { id, name, status: status ?? '', accountId: account.id, accountName: account.name ?? '' };
}

/** `{ [name]: value }`, or nothing for an absent value: our types say "absent", never null. */
function entry<K extends string, V>(name: K, value: V | null | undefined): Partial<Record<K, V>> {
  return (value == null ? {} : { [name]: value }) as Partial<Record<K, V>>;
}

function nonEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function nonEmptyList<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list?.length ? list : undefined;
}

function without(fields: Fields, known: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !known.includes(name) && value !== null),
  );
}
