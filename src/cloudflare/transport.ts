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
  const connections = new Map<
    string,
    { ca: readonly string[] | undefined; connection: Promise<Connection> }
  >();
  const proxiesOfTheHost = new Set<string>();

  async function connectionFor(proxy: string | undefined): Promise<Connection> {
    const key = proxy ?? '';
    const ca = await options.ca?.();
    const existing = connections.get(key);
    if (existing !== undefined && existing.ca === ca) return existing.connection;
    const connection = import('./transport-undici.ts')
      .then(({ connect }) => connect({ ...limits, proxy, ca }))
      .catch((error: unknown) => {
        connections.delete(key);
        throw toTransportError(error, false);
      });
    connections.set(key, { ca, connection });
    void existing?.connection.then((old) => old.close());
    return connection;
  }

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const url = refuseInsecure(request.url);
    request.signal?.throwIfAborted();
    const choice: ProxyChoice = isLoopback(url.hostname)
      ? { via: 'direct' }
      : ((await options.proxyFor?.(request.url)) ?? { via: 'direct' });
    const proxy = choice.via === 'proxy' ? choice.url : undefined;
    if (choice.via === 'host' || (proxy !== undefined && proxiesOfTheHost.has(proxy))) {
      return sendWithHost(request, limits);
    }
    const connection = await connectionFor(proxy);
    try {
      return await connection.send(request);
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
      const open = [...connections.values()];
      connections.clear();
      await Promise.all(open.map(async ({ connection }) => (await connection).close()));
    },
  };
}
