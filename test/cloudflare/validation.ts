// Reads the body of a token's create or update, and refuses it the way Cloudflare does.
import { isCidr } from './conditions.ts';
import { parseKey } from './resources.ts';
import { isCoarse } from './catalogue.ts';
import * as refusals from './refusals.ts';
import { parseTime } from './times.ts';
import type { Condition, Group, Owner, ResourceMap, State } from './model.ts';

/** A policy as it was sent, with its groups found. */
export interface RequestedPolicy {
  readonly effect: 'allow' | 'deny';
  readonly groups: readonly Group[];
  readonly resources: ResourceMap;
}

/** The part of a token that a request decides; what is left out is unset. */
export interface TokenBody {
  readonly name: string;
  readonly policies: readonly RequestedPolicy[];
  readonly status: 'active' | 'disabled';
  readonly condition?: Condition;
  readonly notBefore?: number;
  readonly expiresOn?: number;
  readonly future?: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const MAX_NAME = 120;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a request body. Unknown fields and nulls count as left out.
 * @throws Refusal 400 for everything that is wrong with it
 */
export function readTokenBody(state: State, owner: Owner, body: Json): TokenBody {
  const { name, policies, status, not_before, expires_on, condition } = body;
  if (typeof name !== 'string' || name === '' || Array.from(name).length > MAX_NAME) {
    throw refusals.malformed(`name must have a length between 1 and ${MAX_NAME}`, '/name');
  }
  if (!Array.isArray(policies)) throw refusals.malformed('policies must be present', '/policies');
  const notBefore = readTime(not_before, 'not_before');
  const expiresOn = readTime(expires_on, 'expires_on');
  const future = Object.entries(body).filter(([field]) => state.futureFields.has(field));
  return {
    name,
    policies: policies.map((policy, index) => readPolicy(state, owner, policy, `/policies/${index}`)),
    status: readStatus(status),
    ...(condition === undefined || condition === null ? {} : { condition: readCondition(condition) }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(future.length === 0 ? {} : { future: Object.fromEntries(future) }),
  };
}

function readStatus(status: unknown): 'active' | 'disabled' {
  if (status === undefined || status === null || status === 'active') return 'active';
  if (status === 'disabled') return 'disabled';
  throw refusals.malformed('status must be one of active, disabled', '/status');
}

function readTime(value: unknown, field: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'string' ? parseTime(value) : undefined;
  if (time === undefined) throw refusals.malformed(`${field} must be an RFC 3339 time`, `/${field}`);
  return time;
}

/** Both spellings of the key are taken, as at Cloudflare; only `request_ip` is kept. */
function readCondition(condition: unknown): Condition {
  if (!isObject(condition)) throw refusals.malformed('condition must be an object', '/condition');
  const lists = condition['request_ip'] ?? condition['request.ip'];
  if (lists === undefined || lists === null) return {};
  if (!isObject(lists)) throw refusals.malformed('request_ip must be an object', '/condition/request_ip');
  const read = (name: 'in' | 'not_in'): Condition['request_ip'] => {
    const list = lists[name];
    if (list === undefined || list === null) return {};
    const pointer = `/condition/request_ip/${name}`;
    if (!Array.isArray(list)) throw refusals.malformed(`${name} must be a list of CIDR ranges`, pointer);
    const ranges: unknown[] = list;
    return {
      [name]: ranges.map((range, index) => {
        if (typeof range === 'string' && isCidr(range)) return range;
        throw refusals.rejected(`${JSON.stringify(range)} is not a valid CIDR range`, `${pointer}/${index}`);
      }),
    };
  };
  return { request_ip: { ...read('in'), ...read('not_in') } };
}

function readPolicy(state: State, owner: Owner, policy: unknown, pointer: string): RequestedPolicy {
  if (!isObject(policy)) throw refusals.malformed('policy must be an object', pointer);
  const { effect, permission_groups, resources } = policy;
  if (effect !== 'allow' && effect !== 'deny') {
    throw refusals.malformed('effect must be one of allow, deny', `${pointer}/effect`);
  }
  if (!Array.isArray(permission_groups) || permission_groups.length === 0) {
    throw refusals.malformed('permission_groups must be present', `${pointer}/permission_groups`);
  }
  if (!isObject(resources) || Object.keys(resources).length === 0) {
    throw refusals.malformed('resources must be present', `${pointer}/resources`);
  }
  for (const [key, value] of Object.entries(resources)) {
    checkResource(owner, key, value, `${pointer}/resources`);
  }
  const groups = permission_groups.map((group: unknown, index) =>
    readGroup(state, owner, group, `${pointer}/permission_groups/${index}`),
  );
  return { effect, groups, resources: resources as ResourceMap };
}

function readGroup(state: State, owner: Owner, group: unknown, pointer: string): Group {
  const id = isObject(group) ? group['id'] : undefined;
  if (typeof id !== 'string' || id === '') throw refusals.malformed('id must be present', `${pointer}/id`);
  const found = state.groups.get(id);
  if (found === undefined) throw refusals.unknownGroup(id);
  if (owner.kind === 'user' && !isCoarse(found)) throw refusals.granularScope();
  return found;
}

function checkResource(owner: Owner, key: string, value: unknown, pointer: string): void {
  const parsed = parseKey(key);
  if (parsed === undefined) throw refusals.unsupportedResource(key);
  if (isObject(value)) {
    if (parsed.kind !== 'account') throw refusals.unsupportedResource(key);
    if (parsed.id === '*' && owner.kind === 'account') throw refusals.flatAccountWildcard();
    if (Object.keys(value).length === 0)
      throw refusals.malformed(`resource "${key}" must be present`, pointer);
    for (const [inner, star] of Object.entries(value)) {
      const kind = parseKey(inner)?.kind;
      if (kind === undefined || kind === 'account' || kind === 'user') {
        throw refusals.unsupportedResource(inner);
      }
      checkStar(inner, star, pointer);
    }
    return;
  }
  checkStar(key, value, pointer);
  if (parsed.id !== '*') return;
  // The nested form is the only way to name all buckets (terraform-provider-cloudflare issue 3227).
  if (parsed.kind === 'bucket') throw refusals.unauthorized();
  if (owner.kind === 'account') {
    throw parsed.kind === 'zone' ? refusals.flatZoneWildcard() : refusals.flatAccountWildcard();
  }
}

function checkStar(key: string, value: unknown, pointer: string): void {
  if (value !== '*') throw refusals.malformed(`resource "${key}" must be "*"`, pointer);
}
