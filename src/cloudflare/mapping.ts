// Translates between Cloudflare's words for tokens and ours, both ways. What is sent is written in the domain, which
// shows it too: as JSON, as a command, before anything goes out.
import type {
  GroupRef,
  IpCondition,
  OtherConditions,
  Owner,
  PermissionGroup,
  Policy,
  Token,
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

export { bodyOf as toBody } from '../tokens/requestBody.ts';

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
const KNOWN_GROUP_FIELDS = ['id', 'name', 'meta'];
const KNOWN_LISTS = ['in', 'not_in'];

/** Reads a token as `owner`'s. The secret, where the answer holds one, is not part of it. */
export function toToken(answer: TokenAnswer, owner: Owner): Token {
  return {
    id: answer.id,
    owner,
    name: answer.name,
    status: answer.status,
    policies: (answer.policies ?? []).map(toPolicy),
    ...entry('condition', answer.condition ? toCondition(answer.condition) : undefined),
    ...entry('otherConditions', answer.condition ? toOtherConditions(answer.condition) : undefined),
    ...entry('issuedOn', answer.issued_on),
    ...entry('modifiedOn', answer.modified_on),
    ...entry('lastUsedOn', answer.last_used_on),
    ...entry('notBefore', answer.not_before),
    ...entry('expiresOn', answer.expires_on),
    ...entry('creatorEmail', answer.creator_email_at_creation),
    ...entry('unknown', nonEmpty(without(answer, KNOWN_TOKEN_FIELDS))),
  };
}

function toPolicy(answer: PolicyAnswer): Policy {
  return {
    effect: answer.effect,
    groups: answer.permission_groups.map(toGroup),
    resources: answer.resources,
    ...entry('unknown', nonEmpty(without(answer, KNOWN_POLICY_FIELDS))),
  };
}

function toGroup(answer: PolicyAnswer['permission_groups'][number]): GroupRef {
  return {
    id: answer.id,
    ...entry('name', answer.name),
    ...entry('unknown', nonEmpty(without(answer, KNOWN_GROUP_FIELDS))),
  };
}

function toCondition(answer: ConditionAnswer): IpCondition | undefined {
  const lists = answer[spellingIn(answer)];
  return nonEmpty({ ...entry('allow', lists?.in), ...entry('deny', lists?.not_in) });
}

/** Conditions of another kind than address lists restrict the token too: losing one in an edit would widen it. */
function toOtherConditions(answer: ConditionAnswer): OtherConditions | undefined {
  const spelling = spellingIn(answer);
  return nonEmpty({
    ...without(answer, [spelling]),
    ...entry('request_ip', nonEmpty(without(answer[spelling] ?? {}, KNOWN_LISTS))),
  });
}

function spellingIn(answer: ConditionAnswer): 'request_ip' | 'request.ip' {
  return answer.request_ip == null ? 'request.ip' : 'request_ip';
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

function without(fields: Fields, known: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !known.includes(name) && value !== null),
  );
}
