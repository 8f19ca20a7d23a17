// Calls a local Cloudflare the way curl would, and gives back what came.
import assert from 'node:assert/strict';
import type { Cloudflare } from '../../cloudflare/index.ts';

/** An answer with its envelope. `body` is undefined where the answer is not JSON. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Envelope | undefined;
}

export interface Envelope {
  readonly success: boolean;
  readonly errors: readonly {
    code: number;
    message: string;
    documentation_url?: string;
    source?: { pointer: string };
    error_chain?: readonly { code: number; message: string }[];
  }[];
  readonly messages: readonly { code: number; message: string }[];
  readonly result: unknown;
  readonly result_info?: Readonly<Record<string, unknown>>;
}

/** How to call: as the seed's user, unless told otherwise. */
export interface How {
  readonly method?: string;
  /** A secret for the Authorization header; null sends none. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
}

/** Makes one call to a path below the base URL. */
export async function call(cloudflare: Cloudflare, path: string, how: How = {}): Promise<Got> {
  const { method = 'GET', as = cloudflare.userToken, headers = {}, body } = how;
  const response = await fetch(cloudflare.url + path, {
    method,
    headers: { ...(as === null ? {} : { authorization: `Bearer ${as}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const parsed = isJson ? (JSON.parse(text) as Envelope) : undefined;
  return { status: response.status, headers: response.headers, text, body: parsed };
}

/** Makes a call that must work, and gives back its result. */
export async function result<T>(cloudflare: Cloudflare, path: string, how: How = {}): Promise<T> {
  const got = await call(cloudflare, path, how);
  assert.equal(got.status, 200, got.text);
  assert.equal(got.body?.success, true);
  assert.deepEqual(got.body.errors, []);
  return got.body.result as T;
}

/** Makes a call that must be refused with this status, and gives back `code message`. */
export async function refusal(
  cloudflare: Cloudflare,
  status: number,
  path: string,
  how: How = {},
): Promise<string> {
  const got = await call(cloudflare, path, how);
  assert.equal(got.status, status, got.text);
  assert.equal(got.body?.success, false);
  assert.equal(got.body.result, null);
  assert.deepEqual(got.body.messages, []);
  return got.body.errors.map(({ code, message }) => `${code} ${message}`).join(', ');
}

/** A token of an answer, as far as the tests look. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly issued_on: string;
  readonly modified_on: string;
  readonly last_used_on: string | null;
  readonly not_before?: string | null;
  readonly expires_on?: string | null;
  readonly policies: readonly {
    id: string;
    effect: string;
    resources: Record<string, unknown>;
    permission_groups: readonly { id: string; name: string; meta: Record<string, string> }[];
  }[];
  readonly condition?: { request_ip?: { in?: string[]; not_in?: string[] } };
  readonly value?: string;
  readonly creator_email_at_creation?: string;
}
