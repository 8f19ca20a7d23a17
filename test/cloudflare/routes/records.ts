// /zones/{id}/dns_records: enough of DNS to see a least-privilege token work on its zone and fail on another.
import { isIPv4, isIPv6 } from 'node:net';
import { choice, hexId, jsonBody, paged } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, may } from '../evaluate.ts';
import { randomId } from '../identifiers.ts';
import type { DnsRecord, Zone } from '../model.ts';
import { badRecord, forbidden, notServed, recordNotFound } from '../refusals.ts';
import { microseconds } from '../times.ts';

const PAGE = { min: 1, max: 5_000_000, usual: 100 };
const ORDERS = ['type', 'name', 'content', 'ttl', 'proxied'] as const;
const PROXIABLE = ['A', 'AAAA', 'CNAME'];
const TYPES =
  'A AAAA CAA CERT CNAME DNSKEY DS HTTPS LOC MX NAPTR NS OPENPGPKEY PTR SMIMEA SRV SSHFP SVCB TLSA TXT URI'.split(
    ' ',
  );

type Body = Readonly<Record<string, unknown>>;

/** The routes of this family. */
export function recordRoutes(): Route[] {
  const base = `/zones/${hexId('zone')}/dns_records`;
  const one = `${base}/${hexId('record')}`;
  const route = (
    method: Route['method'],
    path: string,
    level: 'read' | 'write',
    answer: (call: Call, zone: Zone) => Answer | Promise<Answer>,
  ): Route => ({
    method,
    path,
    dialect: 'product',
    answer: (call) => answer(call, zoneOf(call, level)),
  });
  return [
    route('GET', base, 'read', list),
    route('POST', base, 'write', async (call, zone) => save(call, zone, await jsonBody(call))),
    route('GET', one, 'read', (call, zone) => ({ result: recordView(zone, find(call, zone)) })),
    route('PUT', one, 'write', async (call, zone) =>
      save(call, zone, await jsonBody(call), find(call, zone)),
    ),
    route('PATCH', one, 'write', async (call, zone) => {
      const change = await jsonBody(call);
      const record = find(call, zone);
      return save(call, zone, { ...record, ...change }, record);
    }),
    route('DELETE', one, 'write', (call, zone) => {
      const { id } = find(call, zone);
      call.state.records.delete(id);
      return { result: { id } };
    }),
  ];
}

function zoneOf({ state, settings, principal, param }: Call, level: 'read' | 'write'): Zone {
  const zone = state.zones.get(param('zone'));
  if (zone === undefined) throw notServed('zone');
  const target = { kind: 'zone', id: zone.id, accountId: zone.accountId } as const;
  if (!may(state, principal, RIGHTS.dns[level], target)) throw forbidden(settings.forbiddenWords);
  return zone;
}

function find({ state, param }: Call, zone: Zone): DnsRecord {
  const record = state.records.get(param('record'));
  if (record?.zoneId !== zone.id) throw recordNotFound();
  return record;
}

const comparisons: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  '': (text, part) => text === part,
  '.exact': (text, part) => text === part,
  '.contains': (text, part) => text.includes(part),
  '.startswith': (text, part) => text.startsWith(part),
  '.endswith': (text, part) => text.endsWith(part),
};

function list(call: Call, zone: Zone): Answer {
  const { state, query } = call;
  const tests: ((record: DnsRecord) => boolean)[] = [];
  for (const field of ['name', 'content', 'comment', 'type'] as const) {
    for (const [suffix, compare] of Object.entries(comparisons)) {
      const part = query.get(field + suffix)?.toLowerCase();
      if (part !== undefined && part !== '') {
        tests.push((record) => compare((record[field] ?? '').toLowerCase(), part));
      }
    }
  }
  if (query.has('comment.present')) tests.push(({ comment }) => comment !== null);
  if (query.has('comment.absent')) tests.push(({ comment }) => comment === null);
  const proxied = choice(call, 'proxied', ['true', 'false']);
  if (proxied !== undefined) tests.push((record) => String(record.proxied) === proxied);
  const any = choice(call, 'match', ['any', 'all']) === 'any' && tests.length > 0;
  const search = query.get('search')?.toLowerCase() ?? '';
  const order = choice(call, 'order', ORDERS) ?? 'name';
  const shown = [...state.records.values()]
    .filter((record) => record.zoneId === zone.id)
    .filter((record) => (any ? tests.some((test) => test(record)) : tests.every((test) => test(record))))
    .filter(({ name, content, comment }) =>
      `${name} ${content} ${comment ?? ''}`.toLowerCase().includes(search),
    )
    .sort(
      (a, b) =>
        String(a[order]).localeCompare(String(b[order]), 'en', { numeric: order === 'ttl' }) ||
        a.id.localeCompare(b.id),
    );
  if (choice(call, 'direction', ['asc', 'desc']) === 'desc') shown.reverse();
  return paged(call, shown, PAGE, (record) => recordView(zone, record));
}

/** Creates a record, or puts a new one in the place of `old`. */
function save({ state }: Call, zone: Zone, body: Body, old?: DnsRecord): Answer {
  const now = state.now();
  const record: DnsRecord = {
    ...readRecord(zone, body),
    id: old?.id ?? randomId(),
    zoneId: zone.id,
    createdOn: old?.createdOn ?? now,
    modifiedOn: now,
  };
  for (const other of state.records.values()) {
    const sameName = other.id !== record.id && other.zoneId === zone.id && other.name === record.name;
    if (sameName && other.type === record.type && other.content === record.content) {
      throw badRecord(81058, 'An identical record already exists.');
    }
    if (sameName && (other.type === 'CNAME') !== (record.type === 'CNAME')) {
      throw badRecord(81053, 'An A, AAAA, or CNAME record with that host already exists.');
    }
  }
  state.records.set(record.id, record);
  return { result: recordView(zone, record) };
}

function readRecord(zone: Zone, body: Body): Omit<DnsRecord, 'id' | 'zoneId' | 'createdOn' | 'modifiedOn'> {
  const { type, name, content, data, ttl, proxied, comment, tags, priority } = body;
  if (typeof type !== 'string' || !TYPES.includes(type)) throw badRecord(1004, 'DNS Validation Error');
  if (typeof name !== 'string' || name === '') throw badRecord(9000, 'DNS name is invalid.');
  const text =
    typeof content === 'string' ? content : data === undefined ? '' : Object.values(data ?? {}).join(' ');
  if (type === 'A' && !isIPv4(text)) {
    throw badRecord(9005, 'Content for A record must be a valid IPv4 address.');
  }
  if (type === 'AAAA' && !isIPv6(text)) {
    throw badRecord(9006, 'Content for AAAA record must be a valid IPv6 address.');
  }
  if (text === '') throw badRecord(9021, `Content for ${type} record is invalid.`);
  const seconds = ttl ?? 1;
  if (typeof seconds !== 'number' || (seconds !== 1 && (seconds < 60 || seconds > 86400))) {
    throw badRecord(9021, 'Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.');
  }
  if (proxied === true && !PROXIABLE.includes(type)) {
    throw badRecord(9004, 'This record type cannot be proxied.');
  }
  return {
    type,
    name: fullName(zone, name),
    content: text,
    ttl: seconds,
    proxied: proxied === true,
    comment: typeof comment === 'string' && comment !== '' ? comment : null,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    ...(typeof priority === 'number' ? { priority } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

function fullName(zone: Zone, name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (plain === '@') return zone.name;
  return plain === zone.name || plain.endsWith(`.${zone.name}`) ? plain : `${plain}.${zone.name}`;
}

function recordView(zone: Zone, record: DnsRecord): object {
  const { id, type, name, content, ttl, proxied, comment, tags, priority, data } = record;
  return {
    id,
    zone_id: zone.id,
    zone_name: zone.name,
    name,
    type,
    content,
    proxiable: PROXIABLE.includes(type),
    proxied,
    ttl,
    settings: {},
    meta: {},
    comment,
    tags,
    priority,
    data,
    created_on: microseconds(record.createdOn),
    modified_on: microseconds(record.modifiedOn),
  };
}
