// A transport that answers from a script, for what no server needs to be started for.
import type { HttpRequest, HttpResponse, HttpTransport } from '../../../src/cloudflare/http.ts';

/** An answer, or something to reject with. */
export type Scripted = Partial<HttpResponse> | Error;

export interface FakeTransport {
  readonly send: HttpTransport;
  readonly requests: readonly HttpRequest[];
}

/** Gives the answers in turn; the last one is repeated. */
export function createFakeTransport(...answers: readonly Scripted[]): FakeTransport {
  const requests: HttpRequest[] = [];
  return {
    requests,
    send(request) {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ status: 200, headers: {}, body: '', ...answer });
    },
  };
}

/** A good answer in Cloudflare's envelope. */
export function success(result: unknown, info?: Readonly<Record<string, unknown>>): Scripted {
  return { body: JSON.stringify({ success: true, errors: [], messages: [], result, result_info: info }) };
}

/** A refusal in Cloudflare's envelope. */
export function refusal(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Scripted {
  const body = { success: false, errors: [{ code, message }], messages: [], result: null };
  return { status, headers, body: JSON.stringify(body) };
}
