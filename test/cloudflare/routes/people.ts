// /user and /memberships: the person behind the caller, and the accounts that person belongs to.
import { choice, hexId, jsonBody, paged } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, may, personBehind } from '../evaluate.ts';
import type { Membership, User } from '../model.ts';
import { badQuery, forbidden, membershipNotFound, unauthorized, userLevelOnly } from '../refusals.ts';
import { microseconds } from '../times.ts';
import { accountView } from './accounts.ts';

const PAGE = { min: 5, max: 50, usual: 20 };
const ORDERS = ['id', 'account.name', 'status'] as const;
const AREAS = [
  'analytics',
  'billing',
  'cache_purge',
  'dns',
  'dns_records',
  'lb',
  'logs',
  'organization',
  'ssl',
  'waf',
  'zone_settings',
  'zones',
];

/** The routes of this family. */
export function peopleRoutes(): Route[] {
  const one = `/memberships/${hexId('membership')}`;
  return [
    { method: 'GET', path: '/user', dialect: 'core', userOnly: true, answer: user },
    { method: 'PATCH', path: '/user', dialect: 'core', userOnly: true, answer: rename },
    { method: 'GET', path: '/memberships', dialect: 'product', userOnly: true, answer: memberships },
    { method: 'GET', path: one, dialect: 'product', userOnly: true, answer: membership },
    { method: 'PUT', path: one, dialect: 'product', userOnly: true, answer: decide },
    { method: 'DELETE', path: one, dialect: 'product', userOnly: true, answer: leave },
  ];
}

function personOf({ state, principal }: Call): User {
  const person = personBehind(state, principal);
  if (person === undefined) throw userLevelOnly();
  return person;
}

function self(call: Call, level: 'read' | 'write'): User {
  const person = personOf(call);
  const target = { kind: 'user', id: person.id } as const;
  if (!may(call.state, call.principal, RIGHTS.userDetails[level], target)) throw unauthorized();
  return person;
}

async function rename(call: Call): Promise<Answer> {
  const { first_name, last_name } = await jsonBody(call);
  const person = self(call, 'write');
  if (typeof first_name === 'string') person.firstName = first_name;
  if (typeof last_name === 'string') person.lastName = last_name;
  return user(call);
}

function user(call: Call): Answer {
  const { state } = call;
  const person = self(call, 'read');
  const joined = person.memberships.filter(({ status }) => status === 'accepted');
  const plans = new Set([...state.zones.values()].map(({ plan }) => plan));
  return {
    result: {
      id: person.id,
      email: person.email,
      username: person.email.replace(/@.*/, ''),
      first_name: person.firstName,
      last_name: person.lastName,
      telephone: null,
      country: null,
      zipcode: null,
      two_factor_authentication_enabled: true,
      two_factor_authentication_locked: false,
      created_on: microseconds(person.createdOn),
      modified_on: microseconds(person.createdOn),
      organizations: joined.map(({ accountId, roles }) => ({
        id: accountId,
        name: state.accounts.get(accountId)?.name ?? '',
        status: 'member',
        permissions: [],
        roles,
      })),
      has_pro_zones: plans.has('pro'),
      has_business_zones: plans.has('business'),
      has_enterprise_zones: plans.has('enterprise'),
      suspended: false,
      betas: [],
    },
  };
}

function membershipsOf(call: Call, level: 'read' | 'write'): Membership[] {
  const person = personOf(call);
  const right = RIGHTS.memberships[level];
  if (may(call.state, call.principal, right, { kind: 'user', id: person.id })) return person.memberships;
  throw forbidden(call.settings.forbiddenWords);
}

function find(call: Call, level: 'read' | 'write'): Membership {
  const found = membershipsOf(call, level).find(({ id }) => id === call.param('membership'));
  if (found === undefined) throw membershipNotFound();
  return found;
}

function memberships(call: Call): Answer {
  const { state, query } = call;
  const accountName = ({ accountId }: Membership): string => state.accounts.get(accountId)?.name ?? '';
  const status = choice(call, 'status', ['accepted', 'pending', 'rejected']);
  const name = (query.get('account.name') ?? query.get('name') ?? '').toLowerCase();
  const order = choice(call, 'order', ORDERS) ?? 'account.name';
  const value = (entry: Membership): string => (order === 'account.name' ? accountName(entry) : entry[order]);
  const shown = membershipsOf(call, 'read')
    .filter((entry) => status === undefined || entry.status === status)
    .filter((entry) => accountName(entry).toLowerCase().includes(name))
    .toSorted((a, b) => value(a).localeCompare(value(b)) || a.id.localeCompare(b.id));
  if (choice(call, 'direction', ['asc', 'desc']) === 'desc') shown.reverse();
  return paged(call, shown, PAGE, (entry) => membershipView(call, entry));
}

function membership(call: Call): Answer {
  return { result: membershipView(call, find(call, 'read')) };
}

/** Accepts or rejects an invitation. */
async function decide(call: Call): Promise<Answer> {
  const { status } = await jsonBody(call);
  const found = find(call, 'write');
  if (status !== 'accepted' && status !== 'rejected')
    throw badQuery('status must be one of accepted, rejected');
  found.status = status;
  return { result: membershipView(call, found) };
}

function leave(call: Call): Answer {
  const found = find(call, 'write');
  const all = membershipsOf(call, 'write');
  all.splice(all.indexOf(found), 1);
  return { result: { id: found.id } };
}

function membershipView({ state }: Call, { id, accountId, status, roles, rights }: Membership): object {
  const account = state.accounts.get(accountId);
  const write = rights === 'all';
  return {
    id,
    code: '',
    status,
    api_access_enabled: true,
    account: account === undefined ? { id: accountId, name: '' } : accountView(account),
    roles,
    permissions: Object.fromEntries(AREAS.map((area) => [area, { read: true, write }])),
    policies: [],
  };
}
