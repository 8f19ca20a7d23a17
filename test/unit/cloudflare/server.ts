// Small servers with a will of their own, for what only a real socket can show.
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type { AddressInfo } from 'node:net';
import { CERTIFICATE, KEY } from './certificate.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface TestServer {
  readonly port: number;
  readonly url: string;
  /** Requests that arrived in full, in order. */
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

export type Behaviour = (request: Seen, response: http.ServerResponse) => void;

/** Starts an HTTP server on loopback that reads each request and then does as told. */
export function startServer(behave: Behaviour): Promise<TestServer> {
  return start((listener) => http.createServer(listener), 'http', behave);
}

/** The same over TLS, with the tests' own certificate. */
export function startTlsServer(behave: Behaviour): Promise<TestServer> {
  const tls = { key: KEY, cert: CERTIFICATE };
  return start((listener) => https.createServer(tls, listener), 'https', behave);
}

async function start(
  create: (listener: http.RequestListener) => http.Server,
  scheme: string,
  behave: Behaviour,
): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = create((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      behave(one, response);
    });
  });
  const port = await listen(server);
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    seen,
    close() {
      server.closeAllConnections();
      return closed(server);
    },
  };
}

export interface TestProxy {
  readonly url: string;
  /** Where it was asked to connect to, with the credentials given. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** Starts a proxy that tunnels every CONNECT to one port of this machine, or refuses with a status. */
export async function startProxy(
  to: { readonly port: number } | { readonly refuse: number },
): Promise<TestProxy> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, client) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    if ('refuse' in to) {
      client.end(`HTTP/1.1 ${to.refuse} No\r\nproxy-authenticate: Negotiate\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = net.connect(to.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close() {
      for (const socket of sockets) socket.destroy();
      return closed(server);
    },
  };
}

/** A port of this machine where surely nobody listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await closed(server);
  return port;
}

function listen(server: net.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function closed(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
