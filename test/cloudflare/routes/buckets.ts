// /accounts/{id}/r2/buckets: the buckets of one account in one jurisdiction per call, as R2 lists them.
import { choice, hexId, integer, jsonBody } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, may } from '../evaluate.ts';
import type { Bucket } from '../model.ts';
import { badBucket, badQuery, bucketExists, bucketNotFound, forbidden, notServed } from '../refusals.ts';

const PAGE = { min: 1, max: 1000, usual: 20 };
const JURISDICTIONS = ['default', 'eu', 'us', 'fedramp', 'fedramp-high'];
const STORAGE_CLASSES = ['Standard', 'InfrequentAccess'];
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** The routes of this family. */
export function bucketRoutes(): Route[] {
  const base = `/accounts/${hexId('account')}/r2/buckets`;
  const route = (
    method: Route['method'],
    path: string,
    level: 'read' | 'write',
    answer: Route['answer'],
  ): Route => ({
    method,
    path,
    dialect: 'product',
    answer: (call) => {
      demand(call, level);
      return answer(call);
    },
  });
  return [
    route('GET', base, 'read', list),
    route('POST', base, 'write', create),
    route('GET', `${base}/:bucket`, 'read', (call) => ({ result: bucketView(find(call)) })),
    route('PATCH', `${base}/:bucket`, 'write', (call) => {
      const bucket = find(call);
      bucket.storageClass = storageClassIn(call) ?? bucket.storageClass;
      return { result: bucketView(bucket) };
    }),
    route('DELETE', `${base}/:bucket`, 'write', (call) => {
      call.state.buckets.splice(call.state.buckets.indexOf(find(call)), 1);
      return { result: {} };
    }),
  ];
}

function demand({ state, settings, principal, param }: Call, level: 'read' | 'write'): void {
  const id = param('account');
  if (!state.accounts.has(id)) throw notServed('account');
  if (!may(state, principal, RIGHTS.r2[level], { kind: 'account', id })) {
    throw forbidden(settings.forbiddenWords);
  }
}

function bucketsHere({ state, request, param }: Call): { jurisdiction: string; buckets: Bucket[] } {
  const jurisdiction = request.headers.get('cf-r2-jurisdiction')?.toLowerCase() ?? 'default';
  if (!JURISDICTIONS.includes(jurisdiction)) throw badQuery(`unknown jurisdiction "${jurisdiction}"`);
  const buckets = state.buckets.filter(
    (bucket) => bucket.accountId === param('account') && bucket.jurisdiction === jurisdiction,
  );
  return { jurisdiction, buckets };
}

/** What objects are stored as, unless they say otherwise themselves. */
function storageClassIn({ request }: Call): string | undefined {
  const word = request.headers.get('cf-r2-storage-class') ?? undefined;
  if (word !== undefined && !STORAGE_CLASSES.includes(word))
    throw badQuery(`unknown storage class "${word}"`);
  return word;
}

function find(call: Call): Bucket {
  const bucket = bucketsHere(call).buckets.find(({ name }) => name === call.param('bucket'));
  if (bucket === undefined) throw bucketNotFound();
  return bucket;
}

/** The cursor stands for the last name shown, so that buckets made meanwhile do not shift the pages. */
function list(call: Call): Answer {
  const { query } = call;
  const perPage = integer(call, 'per_page', PAGE.usual, PAGE);
  choice(call, 'order', ['name']);
  const descending = choice(call, 'direction', ['asc', 'desc']) === 'desc';
  const cursor = query.get('cursor') ?? '';
  const after =
    cursor === '' ? (query.get('start_after') ?? '') : Buffer.from(cursor, 'base64url').toString();
  const part = query.get('name_contains') ?? '';
  const comesAfter = (name: string): boolean => after === '' || (descending ? name < after : name > after);
  const found = bucketsHere(call)
    .buckets.filter(({ name }) => name.includes(part) && comesAfter(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (descending) found.reverse();
  const shown = found.slice(0, perPage);
  const last = shown.at(-1)?.name;
  const more = found.length > shown.length && last !== undefined;
  return {
    result: { buckets: shown.map(bucketView) },
    resultInfo: {
      per_page: perPage,
      ...(more ? { cursor: Buffer.from(last).toString('base64url') } : {}),
    },
  };
}

async function create(call: Call): Promise<Answer> {
  const { name, locationHint, storageClass } = await jsonBody(call);
  if (typeof name !== 'string' || !BUCKET_NAME.test(name)) {
    throw badBucket(10005, 'The specified bucket name is not valid.');
  }
  const { jurisdiction, buckets } = bucketsHere(call);
  if (buckets.some((bucket) => bucket.name === name)) throw bucketExists();
  const bucket: Bucket = {
    accountId: call.param('account'),
    jurisdiction,
    name,
    location: typeof locationHint === 'string' ? locationHint : 'weur',
    storageClass: typeof storageClass === 'string' ? storageClass : 'Standard',
    createdOn: call.state.now(),
  };
  call.state.buckets.push(bucket);
  return { result: bucketView(bucket) };
}

function bucketView({ name, createdOn, jurisdiction, location, storageClass }: Bucket): object {
  return {
    name,
    creation_date: new Date(createdOn).toISOString(),
    jurisdiction,
    location,
    storage_class: storageClass,
  };
}
