// The production transport: for each address it picks undici (direct or through a proxy) or the host's own fetch.
import { isLoopback, refuseInsecure } from './address.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from './http.ts';
import type { ProxyChoice } from './proxy.ts';
import { isProxyAuthentication, toTransportError } from './transport-error.ts';
import { sendWithHost } from './transport-host.ts';
import type { Connection } from './transport-undici.ts';

export interface TransportOptions {
  /** Asked for every request that does not go to this machine; unless given, all go direct. */
  readonly proxyFor?: (url: string) => Promise<ProxyChoice>;
  /** Trusted certificates in PEM, replacing Node's; undefined keeps Node's. Return the same array while they are the same. */
  readonly ca?: () => Promise<readonly string[] | undefined>;
  /** Largest answer accepted, in bytes; 16 MB unless given. */
  readonly maxBytes?: number;
  /** Milliseconds to establish a connection; 10 s unless given. */
  readonly connectTimeout?: number;
}

export interface Transport {
  readonly send: HttpTransport;
  /** Closes idle connections at once and the others when their requests are done. */
  close(): Promise<void>;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const DEFAULT_CONNECT_TIMEOUT = 10_000;

/** Makes the production transport. undici is loaded with the first request that needs it. */
export function createTransport(options: TransportOptions = {}): Transport {
  const limits = {
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    connectTimeout: options.connectTimeout ?? DEFAULT_CONNECT_TIMEOUT,
  };
  const pools = new Map<string, Pool>();
  const proxiesOfTheHost = new Set<string>();

  async function poolFor(protocol: string, proxy: string | undefined): Promise<Connection> {
    const key = `${protocol} ${proxy ?? ''}`;
    // Certificates can take long to read, and only TLS needs them.
    const ca = protocol === 'https:' ? await options.ca?.() : undefined;
    const existing = pools.get(key);
    if (existing !== undefined && existing.ca === ca) return existing.connection;
    const connection = import('./transport-undici.ts')
      .then(({ connect }) => connect({ ...limits, proxy, ca }))
      .catch((error: unknown) => {
        pools.delete(key);
        throw toTransportError(error, false);
      });
    pools.set(key, { ca, connection });
    if (existing !== undefined) void closePool(existing);
    return connection;
  }

  /** The pool that a request goes through; undefined when it is up to the host. */
  async function wayOf(address: string, url: URL): Promise<{ proxy?: string; pool?: Connection }> {
    const choice = isLoopback(url.hostname) ? DIRECT : ((await options.proxyFor?.(address)) ?? DIRECT);
    if (choice.via === 'host') return {};
    if (choice.via === 'direct') return { pool: await poolFor(url.protocol, undefined) };
    const proxy = choice.url;
    return proxiesOfTheHost.has(proxy) ? {} : { proxy, pool: await poolFor(url.protocol, proxy) };
  }

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const url = refuseInsecure(request.url);
    const { proxy, pool } = await unlessAborted(wayOf(request.url, url), request.signal);
    if (pool === undefined) return sendWithHost(request, limits);
    try {
      return await pool.send(request);
    } catch (error) {
      // Only the host knows Kerberos and asks for a password. The tunnel was refused, so nothing was sent yet.
      if (proxy === undefined || !isProxyAuthentication(error)) throw error;
      proxiesOfTheHost.add(proxy);
      return sendWithHost(request, limits);
    }
  }

  return {
    send,
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map(closePool));
    },
  };
}

interface Pool {
  readonly ca: readonly string[] | undefined;
  readonly connection: Promise<Connection>;
}

const DIRECT: ProxyChoice = { via: 'direct' };

/** A pool that could not be opened needs no closing; whoever asked for it was told. */
async function closePool({ connection }: Pool): Promise<void> {
  const opened = await connection.catch(() => undefined);
  await opened?.close();
}

/** Waits for `work`, or rejects with the signal's reason as soon as it is aborted. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
