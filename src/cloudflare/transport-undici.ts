// Sends requests with undici through a dispatcher of our own, so that nothing in the shared extension host is
// changed. Uses the dispatcher's own protocol, which tells exactly whether a request was put on the wire.
import { createSecureContext } from 'node:tls';
import connectByProxy from 'undici/lib/api/api-connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import { DEFAULT_TIMEOUT, type HttpRequest, type HttpResponse, type HttpTransport } from './http.ts';
import { TransportError, toTransportError } from './transport-error.ts';

export interface ConnectionOptions {
  /** http(s) URL of the proxy, possibly with credentials; undefined connects directly. */
  readonly proxy: string | undefined;
  readonly ca: readonly string[] | undefined;
  /** Milliseconds. */
  readonly connectTimeout: number;
  readonly maxBytes: number;
}

/** A pool of kept-alive connections, all direct or all through one proxy. */
export interface Connection {
  readonly send: HttpTransport;
  close(): Promise<void>;
}

// ProxyAgent asks its connections for tunnels by this method, which undici's index would have put there.
Dispatcher.prototype.connect = connectByProxy;

/** Opens a pool; nothing is connected before the first request. */
export function connect(options: ConnectionOptions): Connection {
  const dispatcher = createDispatcher(options);
  return {
    send: (request) => exchange(dispatcher, request, options.maxBytes),
    close: () => dispatcher.close(),
  };
}

function createDispatcher({ proxy, ca, connectTimeout }: ConnectionOptions): Dispatcher {
  // One context for all connections: parsing some 300 certificates anew for each would stall the host.
  const trust = ca === undefined ? {} : { secureContext: createSecureContext({ ca: [...ca] }) };
  const tls = { ...trust, timeout: connectTimeout };
  return proxy === undefined
    ? new Agent({ connect: tls })
    : new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: tls });
}

function exchange(dispatcher: Dispatcher, request: HttpRequest, maxBytes: number): Promise<HttpResponse> {
  const { method, headers, body, signal, cancel = 'always', timeout = DEFAULT_TIMEOUT } = request;
  const url = new URL(request.url);
  return new Promise((resolve, reject) => {
    let stop: ((reason: Error) => void) | undefined;
    let stopped: Error | undefined;
    let sent = false;
    let status = 0;
    let answerHeaders: Record<string, string> = {};
    const chunks: Buffer[] = [];
    let bytes = 0;

    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    // Before a connection is there, undici gives no handle to stop with: it is stopped when it is about to send.
    const giveUp = (reason: Error) => {
      if (stopped !== undefined) return;
      stopped = reason;
      finish();
      reject(reason);
      stop?.(reason);
    };
    const onAbort = () => {
      if (!sent || cancel === 'always') giveUp(signal?.reason as Error);
    };
    const timer = setTimeout(
      () => giveUp(new TransportError('timeout', `No answer within ${timeout / 1000} s.`, { sent })),
      timeout,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    if (stopped !== undefined) return;

    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: { ...headers },
        body: body ?? null,
        headersTimeout: timeout,
        bodyTimeout: timeout,
      },
      {
        onRequestStart(controller) {
          if (stopped !== undefined) {
            controller.abort(stopped);
            return;
          }
          sent = true;
          stop = (reason) => controller.abort(reason);
        },
        onResponseStart(_controller, statusCode, received) {
          status = statusCode;
          answerHeaders = flatten(received);
        },
        onResponseData(_controller, chunk) {
          bytes += chunk.length;
          if (bytes <= maxBytes) chunks.push(chunk);
          else
            giveUp(new TransportError('too-large', `The answer is larger than ${maxBytes} bytes.`, { sent }));
        },
        onResponseEnd() {
          finish();
          resolve({ status, headers: answerHeaders, body: Buffer.concat(chunks).toString('utf8') });
        },
        onResponseError(_controller, error) {
          finish();
          reject(toTransportError(error, sent));
        },
      },
    );
  });
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
