// The API client: one function per thing that can be asked of Cloudflare.
import { Secret } from '../tokens/secret.ts';
import type { Bucket, Owner, TokenRequest } from '../tokens/token.ts';
import type { CloudflareApi, CreateOutcome } from './api.ts';
import { createCaller, type Call, type Caller, type OnceOutcome } from './caller.ts';
import { systemClock, type Clock } from './clock.ts';
import { nameOf, type Endpoint } from './endpoint.ts';
import { ApiError } from './errors.ts';
import type { HttpTransport } from './http.ts';
import { limiterOf, type Limiter } from './limiter.ts';
import { toBody, toPermissionGroup, toToken, toVerification, toZone } from './mapping.ts';
import { pageCount, readAllPages } from './paging.ts';
import * as schemas from './schemas.ts';

export const DEFAULT_BASE_URL = 'https://api.cloudflare.com/client/v4';
/** The most that the token, account and zone lists give at once. */
const PER_PAGE = 50;
const BUCKETS_PER_PAGE = 1000;

export interface ClientOptions {
  /** Cloudflare's own unless given. */
  readonly baseUrl?: string;
  /** The management token. */
  readonly secret: Secret;
  readonly transport: HttpTransport;
  readonly userAgent: string;
  /** Gets one line per request: method, path template, status, milliseconds. Never a secret, a body or a query. */
  readonly log?: (line: string) => void;
  /** By default one limiter per secret, shared by all clients of the process. */
  readonly limiter?: Limiter;
  readonly clock?: Clock;
}

/** Makes a client that acts with one token. Nothing is sent before the first call. */
export function createCloudflareApi(options: ClientOptions): CloudflareApi {
  const clock = options.clock ?? systemClock;
  const caller = createCaller({
    baseUrl: options.baseUrl ?? DEFAULT_BASE_URL,
    secret: options.secret,
    transport: options.transport,
    userAgent: options.userAgent,
    limiter: options.limiter ?? limiterOf(options.secret, clock),
    clock,
    log: options.log ?? (() => undefined),
  });

  return {
    async verify(owner, { signal } = {}) {
      const call = { ...tokens('GET', owner, '/verify'), schema: schemas.verification };
      return toVerification((await caller.read(call, signal)).result);
    },

    async listTokens(owner, { signal } = {}) {
      const list = tokens('GET', owner);
      const found = await readAll(
        caller,
        { ...list, query: { include_expired: true } },
        schemas.token,
        signal,
      );
      return found.map((token) => toToken(token, owner));
    },

    async getToken(owner, id, { signal } = {}) {
      const call = { ...tokens('GET', owner, '/{id}', id), schema: schemas.token };
      return toToken((await caller.read(call, signal)).result, owner);
    },

    async createToken(owner, request, { signal } = {}) {
      const endpoint = tokens('POST', owner);
      const call = { ...endpoint, body: bodyOf(endpoint, request), schema: schemas.createdToken };
      return created(await caller.once(call, signal), owner, request);
    },

    async updateToken(owner, id, request, { signal } = {}) {
      const endpoint = tokens('PUT', owner, '/{id}', id);
      const call = { ...endpoint, body: bodyOf(endpoint, request), schema: schemas.token };
      return toToken(await caller.write(call, signal), owner);
    },

    async rollToken(owner, id, { signal } = {}) {
      const call = { ...tokens('PUT', owner, '/{id}/value', id), body: {}, schema: schemas.rolledSecret };
      const outcome = await caller.once(call, signal);
      if (outcome.answered) return { outcome: 'rolled', secret: new Secret(outcome.result) };
      return { outcome: 'lost', cause: outcome.cause, sentAt: outcome.sentAt };
    },

    async deleteToken(owner, id, { signal } = {}) {
      await caller.write({ ...tokens('DELETE', owner, '/{id}', id), schema: schemas.anything }, signal);
    },

    async listPermissionGroups(owner, { signal } = {}) {
      // Cloudflare answers all of them at once, whatever page is asked for.
      const endpoint = tokens('GET', owner, '/permission_groups');
      const call = { ...endpoint, schema: schemas.listOf(schemas.permissionGroup) };
      return (await caller.read(call, signal)).result.map(toPermissionGroup);
    },

    async listAccounts({ signal } = {}) {
      const found = await readAll(caller, { method: 'GET', template: '/accounts' }, schemas.account, signal);
      return found.map(({ id, name }) => ({ id, name }));
    },

    async listZones({ accountId, search, page = 1, perPage = PER_PAGE } = {}, { signal } = {}) {
      const name = search ? `contains:${search}` : undefined;
      const query = { 'account.id': accountId, name, page, per_page: perPage };
      const call: Endpoint = { method: 'GET', template: '/zones', query };
      const { result, info } = await caller.read({ ...call, schema: schemas.listOf(schemas.zone) }, signal);
      const pages = pageCount(info, perPage);
      return {
        items: result.map(toZone),
        page,
        hasMore: pages === undefined ? result.length >= perPage : page < pages && result.length > 0,
        ...(info?.total_count == null ? {} : { total: info.total_count }),
      };
    },

    async getZone(id, { signal } = {}) {
      const call: Endpoint = { method: 'GET', template: '/zones/{zone_id}', ids: { zone_id: id } };
      return toZone((await caller.read({ ...call, schema: schemas.zone }, signal)).result);
    },

    async listBuckets(accountId, jurisdiction, { signal } = {}) {
      const found = new Map<string, Bucket>();
      let cursor: string | undefined;
      do {
        const call: Endpoint = {
          method: 'GET',
          template: '/accounts/{account_id}/r2/buckets',
          ids: { account_id: accountId },
          query: { per_page: BUCKETS_PER_PAGE, cursor },
        };
        const headers = { 'cf-r2-jurisdiction': jurisdiction };
        const { result, info } = await caller.read({ ...call, headers, schema: schemas.buckets }, signal);
        const before = found.size;
        for (const { name } of result.buckets ?? []) found.set(name, { accountId, name, jurisdiction });
        // A page without anything new ends the list, even if it names a further one.
        cursor = found.size > before ? (info?.cursor ?? undefined) : undefined;
      } while (cursor);
      return [...found.values()];
    },

    async getUser({ signal } = {}) {
      const { result } = await caller.read(
        { method: 'GET', template: '/user', schema: schemas.user },
        signal,
      );
      return { id: result.id, ...(result.email == null ? {} : { email: result.email }) };
    },
  };
}

/** A call of one of the two token families, which have the same shape below their owner. */
function tokens(method: Endpoint['method'], owner: Owner, below = '', id?: string): Endpoint {
  const ofAccount = owner.kind === 'account';
  return {
    method,
    template: `${ofAccount ? '/accounts/{account_id}' : '/user'}/tokens${below}`,
    ids: { ...(ofAccount ? { account_id: owner.accountId } : {}), ...(id === undefined ? {} : { id }) },
  };
}

async function readAll<T extends { id: string }>(
  caller: Caller,
  list: Endpoint,
  item: Call<T>['schema'],
  signal: AbortSignal | undefined,
): Promise<T[]> {
  return readAllPages({
    perPage: PER_PAGE,
    idOf: ({ id }) => id,
    async fetchPage(page) {
      const query = { ...list.query, page, per_page: PER_PAGE };
      const { result, info } = await caller.read({ ...list, query, schema: schemas.listOf(item) }, signal);
      return { items: result, info };
    },
  });
}

function bodyOf(endpoint: Endpoint, request: TokenRequest): unknown {
  try {
    return toBody(request);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ApiError({
      kind: 'rejected',
      endpoint: nameOf(endpoint),
      message: `${nameOf(endpoint)} was not sent: ${error.message} is not a time.`,
      at: error.message,
    });
  }
}

type Created = OnceOutcome<{ id: string; value: string }>;

/** A created token by its answer; where the answer is odd apart from id and secret, by what was asked for. */
function created(outcome: Created, owner: Owner, request: TokenRequest): CreateOutcome {
  if (!outcome.answered) return { outcome: 'lost', cause: outcome.cause, sentAt: outcome.sentAt };
  const { id, value } = outcome.result;
  const answer = schemas.readToken(outcome.result);
  return {
    outcome: 'created',
    token: answer === undefined ? { status: 'active', ...request, id, owner } : toToken(answer, owner),
    secret: new Secret(value),
  };
}
