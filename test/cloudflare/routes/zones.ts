// /zones: the zones a caller can see, with Cloudflare's filters and name operators; adding, changing and removing one.
import { addZone } from '../building.ts';
import { choice, hexId, jsonBody, paged } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, may, personBehind } from '../evaluate.ts';
import type { Zone } from '../model.ts';
import { badQuery, badZoneName, unauthorized, zoneCreationForbidden, zoneExists } from '../refusals.ts';
import { microseconds } from '../times.ts';

const PAGE = { min: 5, max: 50, usual: 20 };
const STATUSES = ['initializing', 'pending', 'active', 'moved'] as const;
const TYPES = ['full', 'partial', 'secondary', 'internal'] as const;
const ZONE_NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/;
const ORDERS = ['name', 'status', 'account.id', 'account.name', 'plan.id'] as const;

const PLANS = {
  free: { name: 'Free Website', price: 0 },
  pro: { name: 'Pro Website', price: 25 },
  business: { name: 'Business Website', price: 250 },
  enterprise: { name: 'Enterprise Website', price: 0 },
} as const;

type ZoneTest = (zone: Zone) => boolean;

/** The routes of this family. A caller without Zone Read gets an empty list, not an error. */
export function zoneRoutes(): Route[] {
  const one = `/zones/${hexId('zone')}`;
  return [
    { method: 'GET', path: '/zones', dialect: 'core', answer: list },
    { method: 'POST', path: '/zones', dialect: 'core', answer: create },
    { method: 'GET', path: one, dialect: 'core', answer: (call) => shown(call, find(call, 'read')) },
    { method: 'PATCH', path: one, dialect: 'core', answer: edit },
    { method: 'DELETE', path: one, dialect: 'core', answer: remove },
  ];
}

function can({ state, principal }: Call, level: 'read' | 'write', { id, accountId }: Zone): boolean {
  return may(state, principal, RIGHTS.zone[level], { kind: 'zone', id, accountId });
}

function find(call: Call, level: 'read' | 'write'): Zone {
  const zone = call.state.zones.get(call.param('zone'));
  if (zone === undefined || !can(call, level, zone)) throw unauthorized();
  return zone;
}

function shown(call: Call, zone: Zone): Answer {
  return { result: zoneView(call, zone) };
}

/** A new zone waits for its name servers to be set. */
async function create(call: Call): Promise<Answer> {
  const { state, principal } = call;
  const { name, account, type } = await jsonBody(call);
  const accountId =
    typeof account === 'object' && account !== null && 'id' in account ? account.id : undefined;
  const home = typeof accountId === 'string' ? state.accounts.get(accountId) : undefined;
  const everyZone = { kind: 'zone', id: '*', accountId: home?.id ?? '' } as const;
  if (home === undefined || !may(state, principal, RIGHTS.zone.write, everyZone))
    throw zoneCreationForbidden();
  const plain = typeof name === 'string' ? name.toLowerCase() : '';
  if (!ZONE_NAME.test(plain)) throw badZoneName(plain);
  if ([...state.zones.values()].some((zone) => zone.name === plain)) throw zoneExists(plain);
  const kind = TYPES.find((known) => known === (type ?? 'full'));
  if (kind === undefined) throw badQuery(`type must be one of ${TYPES.join(', ')}`);
  return shown(call, addZone(state, { name: plain, account: home, type: kind, status: 'pending' }));
}

async function edit(call: Call): Promise<Answer> {
  const { paused, type } = await jsonBody(call);
  const zone = find(call, 'write');
  if (typeof paused === 'boolean') zone.paused = paused;
  const kind = TYPES.find((known) => known === type);
  if (kind !== undefined) zone.type = kind;
  zone.modifiedOn = call.state.now();
  return shown(call, zone);
}

function remove(call: Call): Answer {
  const { state } = call;
  const { id } = find(call, 'write');
  state.zones.delete(id);
  for (const record of [...state.records.values()]) {
    if (record.zoneId === id) state.records.delete(record.id);
  }
  return { result: { id } };
}

function list(call: Call): Answer {
  const matches = filterOf(call);
  const order = choice(call, 'order', ORDERS) ?? 'name';
  const value = (zone: Zone): string => orderValue(call, zone, order);
  const found = [...call.state.zones.values()]
    .filter((zone) => matches(zone) && can(call, 'read', zone))
    .sort((a, b) => compare(value(a), value(b)) || compare(a.name, b.name) || compare(a.id, b.id));
  if (choice(call, 'direction', ['asc', 'desc']) === 'desc') found.reverse();
  return paged(call, found, PAGE, (zone) => zoneView(call, zone));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function orderValue({ state }: Call, zone: Zone, order: (typeof ORDERS)[number]): string {
  if (order === 'name' || order === 'status') return zone[order];
  if (order === 'plan.id') return zone.plan;
  return order === 'account.id' ? zone.accountId : (state.accounts.get(zone.accountId)?.name ?? '');
}

/** `match=any` widens the search filters; the types shown are not a search filter. */
function filterOf(call: Call): ZoneTest {
  const { query, state } = call;
  const types = typesAsked(query.getAll('type'));
  const tests: ZoneTest[] = [];
  const name = query.get('name');
  if (name !== null && name !== '') {
    const test = textTest(name);
    tests.push((zone) => test(zone.name));
  }
  const accountName = query.get('account.name');
  if (accountName !== null && accountName !== '') {
    const test = textTest(accountName);
    tests.push((zone) => test(state.accounts.get(zone.accountId)?.name ?? ''));
  }
  const accountId = query.get('account.id');
  if (accountId !== null && accountId !== '') tests.push((zone) => zone.accountId === accountId);
  const status = choice(call, 'status', STATUSES);
  if (status !== undefined) tests.push((zone) => zone.status === status);
  const any = choice(call, 'match', ['any', 'all']) === 'any' && tests.length > 0;
  return (zone) =>
    types.includes(zone.type) && (any ? tests.some((test) => test(zone)) : tests.every((test) => test(zone)));
}

/** Internal zones are hidden unless asked for. Several types come repeated or separated by commas. */
function typesAsked(values: readonly string[]): readonly string[] {
  const asked = values.flatMap((value) => value.split(',')).filter((value) => value !== '');
  if (asked.length === 0) return TYPES.filter((type) => type !== 'internal');
  if (!asked.every((type) => (TYPES as readonly string[]).includes(type))) {
    throw badQuery(`type must be one of ${TYPES.join(', ')}`);
  }
  return asked;
}

const operators: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  equal: (text, part) => text === part,
  not_equal: (text, part) => text !== part,
  starts_with: (text, part) => text.startsWith(part),
  ends_with: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

/** Reads `example.com`, `contains:example` or `starts_with_case_sensitive:Ex`. */
function textTest(filter: string): (text: string) => boolean {
  const [, word = 'equal', exact, rest] =
    /^([a-z]+(?:_with|_equal)?)(_case_sensitive)?:(.*)$/.exec(filter) ?? [];
  const operator = operators[word];
  if (rest === undefined || operator === undefined)
    return (text) => text.toLowerCase() === filter.toLowerCase();
  if (exact !== undefined) return (text) => operator(text, rest);
  return (text) => operator(text.toLowerCase(), rest.toLowerCase());
}

function zoneView(call: Call, zone: Zone): object {
  const { state, principal } = call;
  const { id, name, status, type, paused, plan, accountId, createdOn, modifiedOn } = zone;
  const has = (right: readonly string[]): boolean =>
    may(state, principal, right, { kind: 'zone', id, accountId });
  const permissions = [
    has(RIGHTS.dns.write) && '#dns_records:edit',
    has(RIGHTS.dns.read) && '#dns_records:read',
    has(RIGHTS.zone.write) && '#zone:edit',
    has(RIGHTS.zone.read) && '#zone:read',
  ].filter((permission) => permission !== false);
  const person = personBehind(state, principal);
  return {
    id,
    name,
    status,
    paused,
    type,
    development_mode: 0,
    name_servers: ['lucy.ns.cloudflare.com', 'rob.ns.cloudflare.com'],
    original_name_servers: ['ns1.registrar.example', 'ns2.registrar.example'],
    original_registrar: null,
    original_dnshost: null,
    created_on: microseconds(createdOn),
    modified_on: microseconds(modifiedOn),
    activated_on: status === 'active' ? microseconds(createdOn) : null,
    meta: {
      step: 4,
      custom_certificate_quota: 0,
      page_rule_quota: 3,
      phishing_detected: false,
      multiple_railguns_allowed: false,
    },
    owner: { id: person?.id ?? null, type: 'user', email: person?.email ?? null },
    account: { id: accountId, name: state.accounts.get(accountId)?.name ?? '' },
    tenant: { id: null, name: null },
    tenant_unit: { id: null },
    permissions,
    plan: {
      id: planId(plan),
      ...PLANS[plan],
      currency: 'USD',
      frequency: plan === 'free' ? '' : 'monthly',
      is_subscribed: plan !== 'free',
      can_subscribe: false,
      legacy_id: plan,
      legacy_discount: false,
      externally_managed: false,
    },
  };
}

// The ids of Cloudflare's zone plans are hex as well; these are made up.
function planId(plan: Zone['plan']): string {
  return Buffer.from(plan.padEnd(16, '.')).toString('hex');
}
