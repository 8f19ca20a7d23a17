// A small loopback proxy in front of the VS Code server. The bare server lacks two routes that its workbench counts on:
// half of the key that encrypts SecretStorage (without it secrets are lost on reload), and links to local ports.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The running proxy. */
export interface Front {
  /** `http://127.0.0.1:port` */
  origin: string;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

/**
 * Starts the proxy on a free port of 127.0.0.1.
 * @param socketPath the Unix socket on which the VS Code server listens
 */
export async function startFront(socketPath: string): Promise<Front> {
  const key = randomBytes(32);
  const connections = new Set<Socket>();
  let port = 0;
  // A foreign page that has its own name resolve to 127.0.0.1 must not get in.
  const isOurs = ({ headers }: IncomingMessage): boolean =>
    headers.host === `127.0.0.1:${port}` || headers.host === `localhost:${port}`;

  const server = http.createServer((request, response) => {
    const localLink = /^\/proxy\/(\d+)(.*)$/.exec(request.url ?? '');
    if (!isOurs(request)) {
      response.writeHead(403).end();
    } else if (request.method === 'POST' && request.url?.endsWith('/mint-key')) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(key);
    } else if (localLink) {
      const [, to = '', path = ''] = localLink;
      response.writeHead(302, { location: `http://127.0.0.1:${to}${path || '/'}` }).end();
    } else {
      forward(socketPath, request, response);
    }
  });
  server.on('upgrade', (request, socket, head) => {
    if (isOurs(request)) forwardUpgrade(socketPath, request, socket, head);
    else socket.destroy();
  });
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const connection of connections) connection.destroy();
      }),
  };
}

function forward(socketPath: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, url: path, headers } = request;
  const onward = http.request({ socketPath, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** Passes a WebSocket on: the handshake as it is, then bytes in both directions. */
function forwardUpgrade(socketPath: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url: path, headers } = request;
  const onward = http.request({ socketPath, method, path, headers });
  socket.on('error', () => onward.destroy());
  onward.on('error', () => socket.destroy());
  onward.on('response', () => socket.destroy());
  onward.on('upgrade', (answer, far, farHead) => {
    const lines = answer.rawHeaders.flatMap((name, i, all) =>
      i % 2 === 0 ? [`${name}: ${all[i + 1] ?? ''}`] : [],
    );
    socket.write(
      [`HTTP/1.1 ${String(answer.statusCode)} ${answer.statusMessage ?? ''}`, ...lines, '', ''].join('\r\n'),
    );
    socket.write(farHead);
    far.write(head);
    far.on('error', () => socket.destroy());
    far.on('close', () => socket.destroy());
    socket.on('close', () => far.destroy());
    socket.pipe(far).pipe(socket);
  });
  onward.end();
}
