// A local Cloudflare for tests: a real HTTP server on the loopback interface that speaks the token part of the API.
// README.md in this folder is the cheat-sheet.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { BASE_PATH, addApi } from './app.ts';
import type { AppEnv } from './app.ts';
import { createControl } from './control.ts';
import type { Control } from './control.ts';
import { CONTROL_PATH, controlEndpoint } from './controlEndpoint.ts';
import { createFaults } from './faults.ts';
import type { FaultRule } from './faults.ts';
import { createLimiter } from './limiter.ts';
import { createRequestLog } from './requestLog.ts';
import { plant } from './seeds/seed.ts';
import type { SeedName } from './seeds/seed.ts';
import { defaultSettings, settingsChange } from './settings.ts';
import type { Settings } from './settings.ts';
import { createState } from './state.ts';
import { SECOND } from './times.ts';

export { on } from './policyDrafts.ts';
export type { Control } from './control.ts';
export type { FaultRule, Trouble } from './faults.ts';
export type { RequestRecord } from './requestLog.ts';
export type { SeedName } from './seeds/seed.ts';
export type { Settings } from './settings.ts';

/** What to start; `demo` on a free port, behaving well, unless told otherwise. */
export interface Options {
  readonly seed?: SeedName;
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  readonly settings?: Partial<Settings>;
  readonly faults?: readonly FaultRule[];
  /** The time in milliseconds since the epoch; `Date.now` by default. */
  readonly clock?: () => number;
}

/** A running local Cloudflare. */
export interface Cloudflare {
  /** The API's base URL, `http://127.0.0.1:<port>/client/v4`. */
  readonly url: string;
  /** The base URL of the control endpoint, `http://127.0.0.1:<port>/__control`. */
  readonly controlUrl: string;
  /** Secrets of two tokens that may manage tokens and read zones, accounts and buckets. */
  readonly userToken: string;
  readonly accountToken: string;
  /** Ids of the seed's accounts; the first owns `accountToken`. */
  readonly accounts: readonly string[];
  readonly control: Control;
  /** Ends the server and cuts what is still connected. Can be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until it listens.
 * @throws Error when the port is taken, TypeError for unknown settings
 */
export async function startCloudflare(options: Options = {}): Promise<Cloudflare> {
  const { seed = 'demo', port = 0, settings: change = {}, faults: rules = [], clock = Date.now } = options;
  let offset = 0;
  const state = createState(() => clock() + offset);
  const { person, userToken, accountToken } = plant(state, seed);
  const settings = { ...defaultSettings, ...settingsChange(change) };
  const faults = createFaults();
  for (const rule of rules) faults.add(rule);
  const log = createRequestLog();
  const advance = (ms: number): void => {
    offset += ms;
  };
  const control = createControl({ state, person, settings, faults, log, advance });

  const app = new Hono<AppEnv>({ strict: false });
  addApi(app, { state, settings, faults, log, limiter: createLimiter(settings, state.now) });
  app.route(CONTROL_PATH, controlEndpoint(control));
  // Hono's own Request and Response would replace the process's; tests share the process.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  // Node's five seconds are less than the pauses of a test; a connection that ends as a request is sent looks like a fault.
  server.keepAliveTimeout = 120 * SECOND;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin + BASE_PATH,
    controlUrl: origin + CONTROL_PATH,
    userToken: userToken.secret,
    accountToken: accountToken.secret,
    accounts: [...state.accounts.keys()],
    control,
    async stop() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
