// The envelope around every JSON answer of Cloudflare's API, and the refusals that travel in it.

/** One entry of `errors`. */
export interface ErrorEntry {
  readonly code: number;
  readonly message: string;
  readonly documentation_url?: string;
  readonly source?: { readonly pointer: string };
  readonly error_chain?: readonly { readonly code: number; readonly message: string }[];
}

/** What a route gives back. */
export interface Answer {
  readonly result: unknown;
  readonly resultInfo?: Readonly<Record<string, unknown>>;
  readonly messages?: readonly { readonly code: number; readonly message: string; readonly type: null }[];
}

/** Thrown anywhere below a route to answer with an error. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly ErrorEntry[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, errors: readonly ErrorEntry[], headers: Readonly<Record<string, string>> = {}) {
    super(errors.map(({ code, message }) => `${code} ${message}`).join('; '));
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

/** The response to a call that worked. */
export function success(answer: Answer): Response {
  const { result, resultInfo, messages = [] } = answer;
  const body = { result, success: true, errors: [], messages };
  return Response.json(resultInfo === undefined ? body : { ...body, result_info: resultInfo });
}

/** The response to a call that did not. */
export function failure({ status, errors, headers }: Refusal): Response {
  return Response.json({ success: false, errors, messages: [], result: null }, { status, headers });
}
