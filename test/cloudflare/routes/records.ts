// /zones/{id}/dns_records: enough of DNS to see a least-privilege token work on its zone and fail on another.
import { choice, hexId, jsonBody, paged } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, may } from '../evaluate.ts';
import { randomId } from '../identifiers.ts';
import type { DnsRecord, Zone } from '../model.ts';
import { PROXIABLE, readRecord } from '../recordBody.ts';
import type { RecordBody } from '../recordBody.ts';
import { badRecord, forbidden, notServed, recordNotFound } from '../refusals.ts';
import { microseconds } from '../times.ts';

const PAGE = { min: 1, max: 5_000_000, usual: 100 };
const ORDERS = ['type', 'name', 'content', 'ttl', 'proxied'] as const;

/** The routes of this family. */
export function recordRoutes(): Route[] {
  const base = `/zones/${hexId('zone')}/dns_records`;
  const one = `${base}/${hexId('record')}`;
  const route = (
    method: Route['method'],
    path: string,
    level: 'read' | 'write',
    answer: (call: Call, zone: Zone) => ReturnType<Route['answer']>,
  ): Route => ({
    method,
    path,
    dialect: 'product',
    answer: (call) => answer(call, zoneOf(call, level)),
  });
  return [
    route('GET', base, 'read', list),
    route('POST', base, 'write', async (call, zone) => shown(zone, create(call, zone, await jsonBody(call)))),
    route('POST', `${base}/batch`, 'write', async (call, zone) => batch(call, zone, await jsonBody(call))),
    route('GET', `${base}/export`, 'read', exported),
    route('GET', one, 'read', (call, zone) => shown(zone, find(call, zone, call.param('record')))),
    route('PUT', one, 'write', async (call, zone) =>
      shown(zone, replace(call, zone, call.param('record'), await jsonBody(call))),
    ),
    route('PATCH', one, 'write', async (call, zone) =>
      shown(zone, change(call, zone, call.param('record'), await jsonBody(call))),
    ),
    route('DELETE', one, 'write', (call, zone) => ({
      result: { id: remove(call, zone, call.param('record')).id },
    })),
  ];
}

function zoneOf({ state, settings, principal, param }: Call, level: 'read' | 'write'): Zone {
  const zone = state.zones.get(param('zone'));
  if (zone === undefined) throw notServed('zone');
  const target = { kind: 'zone', id: zone.id, accountId: zone.accountId } as const;
  if (!may(state, principal, RIGHTS.dns[level], target)) throw forbidden(settings.forbiddenWords);
  return zone;
}

function shown(zone: Zone, record: DnsRecord): Answer {
  return { result: recordView(zone, record) };
}

function find({ state }: Call, zone: Zone, id: unknown): DnsRecord {
  const record = typeof id === 'string' ? state.records.get(id) : undefined;
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

function create(call: Call, zone: Zone, body: RecordBody): DnsRecord {
  return save(call, zone, body, { id: randomId(), createdOn: call.state.now() });
}

function replace(call: Call, zone: Zone, id: unknown, body: RecordBody): DnsRecord {
  return save(call, zone, body, find(call, zone, id));
}

function change(call: Call, zone: Zone, id: unknown, body: RecordBody): DnsRecord {
  const record = find(call, zone, id);
  // What a record says comes either as text or in parts; new parts make the old text obsolete.
  const before = body['data'] === undefined ? record : { ...record, content: undefined };
  return save(call, zone, { ...before, ...body }, record);
}

function remove(call: Call, zone: Zone, id: unknown): DnsRecord {
  const record = find(call, zone, id);
  call.state.records.delete(record.id);
  return record;
}

function save(
  { state }: Call,
  zone: Zone,
  body: RecordBody,
  { id, createdOn }: Pick<DnsRecord, 'id' | 'createdOn'>,
): DnsRecord {
  const record: DnsRecord = {
    ...readRecord(zone, body),
    id,
    zoneId: zone.id,
    createdOn,
    modifiedOn: state.now(),
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
  return record;
}

/** Deletes, changes, replaces and creates, in this order; all of it or nothing. */
function batch(call: Call, zone: Zone, body: RecordBody): Answer {
  const { records } = call.state;
  const before = [...records];
  const each = (part: string, act: (item: RecordBody) => DnsRecord): object[] => {
    const items = body[part] ?? [];
    if (!Array.isArray(items)) throw badRecord(9207, `${part} must be a list`);
    return items.map((item) => recordView(zone, act((item ?? {}) as RecordBody)));
  };
  try {
    return {
      result: {
        deletes: each('deletes', ({ id }) => remove(call, zone, id)),
        patches: each('patches', ({ id, ...fields }) => change(call, zone, id, fields)),
        puts: each('puts', ({ id, ...fields }) => replace(call, zone, id, fields)),
        posts: each('posts', (fields) => create(call, zone, fields)),
      },
    };
  } catch (error) {
    records.clear();
    for (const [id, record] of before) records.set(id, record);
    throw error;
  }
}

/** The zone as a BIND file. */
function exported({ state }: Call, zone: Zone): Response {
  const lines = [...state.records.values()]
    .filter(({ zoneId }) => zoneId === zone.id)
    .map(({ name, ttl, type, priority, content }) => {
      const host = ['CNAME', 'MX', 'NS', 'PTR'].includes(type) ? `${content}.` : content;
      return [`${name}.`, ttl, 'IN', type, ...(priority === undefined ? [] : [priority]), host].join('\t');
    });
  return new Response([`;; Domain: ${zone.name}.`, ...lines, ''].join('\n'), {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
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
