// The test's end of the bridge into the extension host: evaluates functions there (see bridge/extension.cjs).
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import readline from 'node:readline';
import type * as vscode from 'vscode';

/** What a function that is evaluated in the extension host is given. */
export interface InHost {
  vscode: typeof vscode;
  /** The context of the bridge's own extension. */
  context: vscode.ExtensionContext;
  require: NodeJS.Require;
}

/** An extension host that can be asked. */
export interface Host {
  /**
   * Evaluates a function in the extension host. Only its text travels: it sees its two arguments and globals, and nothing
   * of the file it is written in. Its argument and its result travel as JSON.
   * @throws Error with the stack in the extension host when the function throws, or when the host ends meanwhile
   */
  run<Result>(body: (inHost: InHost) => Result): Promise<Awaited<Result>>;
  run<Arg, Result>(body: (inHost: InHost, arg: Arg) => Result, arg: Arg): Promise<Awaited<Result>>;
  /** The process id of the extension host. */
  pid: number;
}

/** The listening end. */
export interface Bridge {
  /** The extension to install beside the one under test. */
  extension: string;
  /** The environment the server needs so that its extension hosts find us. */
  env: NodeJS.ProcessEnv;
  /** The next extension host that reports in: one for each window, and a new one after a reload. */
  next(): Promise<Host>;
  close(): void;
}

interface Call {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

interface Message {
  hello?: number;
  id?: number;
  value?: never;
  error?: string;
}

/** Starts listening on a free loopback port. */
export async function startBridge(): Promise<Bridge> {
  const waiting: ((host: Host) => void)[] = [];
  const arrived: Host[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    connect(socket, (host) => {
      const first = waiting.shift();
      if (first) first(host);
      else arrived.push(host);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    extension: join(import.meta.dirname, 'bridge'),
    env: { TEST_BRIDGE_PORT: String(port) },
    next: () => {
      const host = arrived.shift();
      return host ? Promise.resolve(host) : new Promise((resolve) => waiting.push(resolve));
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function connect(socket: Socket, ready: (host: Host) => void): void {
  const calls = new Map<number, Call>();
  let lastId = 0;
  const host: Host = {
    pid: 0,
    run: (body: (inHost: InHost, arg: never) => unknown, arg?: unknown) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('The extension host is gone.'));
          return;
        }
        calls.set(++lastId, { resolve, reject });
        socket.write(JSON.stringify({ id: lastId, source: body.toString(), arg }) + '\n');
      }),
  };
  readline.createInterface({ input: socket }).on('line', (line) => {
    const message = JSON.parse(line) as Message;
    if (message.hello !== undefined) {
      host.pid = message.hello;
      ready(host);
      return;
    }
    const call = calls.get(message.id ?? 0);
    calls.delete(message.id ?? 0);
    if (message.error === undefined) call?.resolve(message.value as never);
    else call?.reject(new Error(message.error));
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const call of calls.values()) call.reject(new Error('The extension host ended while it was asked.'));
  });
}
