// What a client receives when trouble strikes in the place of the real answer, or on its way.
import { failure } from './envelope.ts';
import type { Trouble } from './faults.ts';
import { authenticationError, forbidden, throttled } from './refusals.ts';

/** The response a trouble puts in the place of the real one; undefined when it only disturbs the way. */
export function responseOf(trouble: Trouble): Response | undefined {
  switch (trouble.do) {
    case 'throttle':
      return throttleResponse(trouble);
    case 'html':
      return page(trouble.status);
    case 'error': {
      const { status, code, message } = trouble;
      const body = { success: false, errors: [{ code, message }], messages: [], result: null };
      return Response.json(body, { status });
    }
    case 'blip':
      return failure((trouble.status ?? 403) === 401 ? authenticationError() : forbidden(false));
    case 'delay':
    case 'reset':
    case 'slow-body':
    case 'garble':
      return undefined;
  }
}

function throttleResponse(trouble: Trouble & { readonly do: 'throttle' }): Response {
  const { body = 'json', retryAfter, code } = trouble;
  if (body === 'json') {
    const response = failure(throttled(retryAfter ?? 0, code));
    if (retryAfter === undefined) response.headers.delete('retry-after');
    return response;
  }
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return body === 'empty' ? new Response(null, { status: 429, headers }) : page(429, headers);
}

function page(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const html = `<!DOCTYPE html>
<html lang="en-US">
<head><title>api.cloudflare.com | ${status}</title></head>
<body><h1>Error ${status}</h1><p>cloudflare</p></body>
</html>
`;
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=UTF-8', ...headers } });
}

/** The same response, its body sent in ten pieces over so many milliseconds. */
export async function slowed(response: Response, ms: number): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const size = Math.max(1, Math.ceil(bytes.length / 10));
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    pull: (stream) =>
      new Promise((resolve) => {
        timer = setTimeout(() => {
          stream.enqueue(bytes.subarray(sent, sent + size));
          sent += size;
          if (sent >= bytes.length) stream.close();
          resolve();
        }, ms / 10);
      }),
    cancel: () => clearTimeout(timer),
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
