// The API over HTTP: routes, the way every request goes through them, and the answers for what is no route.
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';
import { addressOf, authenticate } from './auth.ts';
import type { Route } from './call.ts';
import { Refusal, failure, success } from './envelope.ts';
import type { Principal } from './evaluate.ts';
import type { Faults, Trouble } from './faults.ts';
import type { Limiter } from './limiter.ts';
import type { State } from './model.ts';
import * as refusals from './refusals.ts';
import type { RequestLog } from './requestLog.ts';
import type { Settings } from './settings.ts';
import { accountRoutes } from './routes/accounts.ts';
import { bucketRoutes } from './routes/buckets.ts';
import { peopleRoutes } from './routes/people.ts';
import { recordRoutes } from './routes/records.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { zoneRoutes } from './routes/zones.ts';
import { responseOf, slowed } from './troubleResponses.ts';

/** Where the API lives, as at api.cloudflare.com. */
export const BASE_PATH = '/client/v4';

/** The working parts of one server. */
export interface Parts {
  readonly state: State;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly limiter: Limiter;
  readonly log: RequestLog;
}

/** Hono's types for this app. */
export interface AppEnv {
  Bindings: HttpBindings;
  Variables: { principal?: Principal };
}

type ApiContext = Context<AppEnv, string>;

/** Adds the API to an app. */
export function addApi(app: Hono<AppEnv>, parts: Parts): void {
  const { settings, limiter, log, state, faults } = parts;
  const authFailures = new Map<string, number>();

  const watch: MiddlewareHandler<AppEnv> = async (c, next) => {
    const started = performance.now();
    const at = state.now();
    const { pathname, search } = new URL(c.req.url);
    const path = pathname.slice(BASE_PATH.length);
    const troubles = faults.strike(c.req.method, path);
    const cut = await disturbed(c, troubles, settings.latencyMs, next);
    if (!cut) {
      for (const [name, value] of Object.entries(limiter.headers(callerKey(c)))) c.header(name, value);
    }
    const { principal } = c.var;
    const userAgent = c.req.header('user-agent');
    log.add({
      method: c.req.method,
      path,
      query: search,
      status: cut ? 0 : c.res.status,
      ...(principal?.kind === 'token' ? { tokenId: principal.token.id } : {}),
      ...(userAgent === undefined ? {} : { userAgent }),
      at,
      tookMs: performance.now() - started,
    });
  };
  app.use(`${BASE_PATH}/*`, watch);

  const identify = (c: ApiContext, { dialect, userOnly = false }: Route): Principal => {
    const address = clientAddress(c);
    limiter.takeFrom(address);
    const failures = authFailures.get(address) ?? 0;
    if (settings.maxAuthFailures > 0 && failures >= settings.maxAuthFailures) {
      throw refusals.tooManyAuthFailures();
    }
    let principal: Principal;
    try {
      principal = authenticate(state, settings, c.req.raw.headers, address, dialect);
    } catch (error) {
      authFailures.set(address, failures + 1);
      throw error;
    }
    authFailures.delete(address);
    c.set('principal', principal);
    limiter.takeBy(callerKey(c));
    if (userOnly && principal.kind === 'token' && principal.token.owner.kind === 'account') {
      throw dialect === 'product' ? refusals.authenticationFailed() : refusals.userLevelOnly();
    }
    return principal;
  };

  const routes = [
    ...tokenRoutes(),
    ...accountRoutes(),
    ...zoneRoutes(),
    ...recordRoutes(),
    ...bucketRoutes(),
    ...peopleRoutes(),
  ];
  for (const route of routes) {
    app.on(route.method, BASE_PATH + route.path, async (c) => {
      const principal = identify(c, route);
      const query = new URL(c.req.url).searchParams;
      const param = (name: string): string => c.req.param(name) ?? '';
      const answer = await route.answer({ state, settings, principal, request: c.req.raw, query, param });
      return answer instanceof Response ? answer : success(answer);
    });
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    app.all(BASE_PATH + path, (c) => failure(refusals.noMethod(c.req.method)));
  }
  app.all(`${BASE_PATH}/*`, (c) => failure(refusals.noRoute(new URL(c.req.url).pathname)));
  app.notFound(() => failure(refusals.noSuchUri()));
  app.onError((error) => {
    if (error instanceof Refusal) return failure(error);
    // A fault of this server's own: the client gets an answer, whoever runs it gets the stack.
    console.error(error);
    return failure(refusals.brokenDown());
  });
}

/** Handles the request with all its troubles. Says whether the connection was cut. */
async function disturbed(
  c: ApiContext,
  troubles: readonly Trouble[],
  latencyMs: number,
  next: () => Promise<void>,
): Promise<boolean> {
  const delays = troubles.map((trouble) => (trouble.do === 'delay' ? trouble.ms : 0));
  const wait = delays.reduce((sum, ms) => sum + ms, latencyMs);
  if (wait > 0) await sleep(wait);
  const cut = (when: 'before' | 'after'): boolean => {
    if (!troubles.some((trouble) => trouble.do === 'reset' && trouble.when === when)) return false;
    c.env.incoming.socket.resetAndDestroy();
    c.res = RESPONSE_ALREADY_SENT;
    return true;
  };
  if (cut('before')) return true;
  const instead = troubles.map(responseOf).find((response) => response !== undefined);
  if (instead === undefined) await next();
  else c.res = instead;
  if (cut('after')) return true;
  for (const trouble of troubles) {
    if (trouble.do === 'slow-body') c.res = await slowed(c.res, trouble.ms);
    if (trouble.do === 'garble') c.res = new Response('{"success":tru', c.res);
  }
  return false;
}

/** Whose quota a call uses: all credentials of a person share one, each account-owned token has its own. */
function callerKey(c: ApiContext): string {
  const { principal } = c.var;
  if (principal === undefined) return `address ${clientAddress(c)}`;
  if (principal.kind === 'key') return `user ${principal.user.id}`;
  const { owner, id } = principal.token;
  return owner.kind === 'user' ? `user ${owner.userId}` : `token ${id}`;
}

function clientAddress(c: ApiContext): string {
  return addressOf(c.req.raw.headers, c.env.incoming.socket.remoteAddress);
}
