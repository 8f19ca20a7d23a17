// Sends requests with the host's own fetch, for what only the host can do: proxies from PAC files and the system,
// SOCKS, and proxies that ask for Kerberos or a password.
import { DEFAULT_TIMEOUT, type HttpRequest, type HttpResponse } from './http.ts';
import { TransportError, failedBeforeSending, toTransportError } from './transport-error.ts';

/**
 * Sends one request with `globalThis.fetch` as it is now: VS Code replaces it after extensions are loaded.
 * @throws TransportError, or the signal's reason
 */
export async function sendWithHost(
  request: HttpRequest,
  limits: { maxBytes: number },
): Promise<HttpResponse> {
  const { method, url, headers, body, signal, cancel = 'always', timeout = DEFAULT_TIMEOUT } = request;
  signal?.throwIfAborted();
  const expired = AbortSignal.timeout(timeout);
  // fetch does not tell when it has sent: with 'until-sent' it may have, as soon as it is called.
  const heeded = cancel === 'always' ? signal : undefined;
  try {
    const response = await globalThis.fetch(url, {
      method,
      headers: { ...headers },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: heeded === undefined ? expired : AbortSignal.any([heeded, expired]),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await readBounded(response, limits.maxBytes),
    };
  } catch (error) {
    if (heeded?.aborted) throw heeded.reason;
    if (expired.aborted) {
      throw new TransportError('timeout', `No answer within ${timeout / 1000} s.`, { sent: true });
    }
    throw toTransportError(error, !failedBeforeSending(error));
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = response.body ?? [];
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new TransportError('too-large', `The answer is larger than ${maxBytes} bytes.`, { sent: true });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
