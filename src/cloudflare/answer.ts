// Reads an answer: out of its envelope and through its schema into a result, or into the error that it means.
import * as z from 'zod/mini';
import type { Secret } from '../tokens/secret.ts';
import { classify, groupIn, sentence } from './classify.ts';
import { nameOf, type Endpoint } from './endpoint.ts';
import { ApiError } from './errors.ts';
import type { HttpResponse } from './http.ts';
import { redact } from './redact.ts';
import { envelope, type PageInfo, type Problem } from './schemas.ts';

export type Answer<T> =
  | { readonly ok: true; readonly result: T; readonly info: PageInfo | undefined }
  | {
      readonly ok: false;
      readonly error: ApiError;
      /** Did Cloudflare say that it did nothing? Otherwise the request may have had its effect all the same. */
      readonly refused: boolean;
    };

/** Enough of Cloudflare's words to act on; they are shown to people and must not flood them. */
const MOST_WORDS = 600;

/**
 * Reads an answer that should hold a `schema`.
 * @param secret the credential of the request, taken out of whatever Cloudflare said
 */
export function readAnswer<T>(
  endpoint: Endpoint,
  response: HttpResponse,
  schema: z.ZodMiniType<T>,
  secret: Secret,
): Answer<T> {
  const { status } = response;
  const succeeded = status >= 200 && status < 300;
  if (status >= 300 && status < 400) return odd(endpoint, status, 'a redirect, which is not followed', true);

  const wrapped = parseEnvelope(response.body);
  if (wrapped === undefined) return notJson(endpoint, response);
  if (!succeeded || wrapped.success === false) {
    return {
      ok: false,
      error: refusal(endpoint, response, wrapped.errors ?? [], secret),
      refused: status < 500,
    };
  }
  const result = z.safeParse(schema, wrapped.result);
  if (result.success) return { ok: true, result: result.data, info: wrapped.result_info ?? undefined };
  const path = ['result', ...(result.error.issues[0]?.path ?? [])].map(String).join('.');
  return odd(endpoint, status, `at ${path}`, false, path);
}

function parseEnvelope(body: string): z.infer<typeof envelope> | undefined {
  try {
    const parsed = z.safeParse(envelope, JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** A 429 may be empty and an edge's 5xx is HTML; anything else that is not JSON does not come from the API. */
function notJson<T>(endpoint: Endpoint, response: HttpResponse): Answer<T> {
  const { status } = response;
  const kind = status === 429 ? 'throttled' : 'server';
  const message = sentence(endpoint, kind, [`HTTP ${status}`, kind === 'server' ? 'not JSON' : undefined]);
  const error = new ApiError({ kind, endpoint: nameOf(endpoint), message, status, ...pause(response) });
  return { ok: false, error, refused: status >= 400 && status < 500 };
}

function odd<T>(endpoint: Endpoint, status: number, what: string, refused: boolean, at?: string): Answer<T> {
  const message = sentence(endpoint, 'unexpected', [`HTTP ${status}`, what]);
  const where = at === undefined ? {} : { at };
  return {
    ok: false,
    error: new ApiError({ kind: 'unexpected', endpoint: nameOf(endpoint), message, status, ...where }),
    refused,
  };
}

function refusal(
  endpoint: Endpoint,
  response: HttpResponse,
  problems: readonly Problem[],
  secret: Secret,
): ApiError {
  const { status } = response;
  const kind = classify(endpoint, status, problems);
  const said = redact(problems.map(wordsOf).join('; '), [secret]).slice(0, MOST_WORDS);
  const { code, source } = problems[0] ?? {};
  const group = kind === 'grant-refused' ? groupIn(said) : undefined;
  return new ApiError({
    kind,
    endpoint: nameOf(endpoint),
    message: sentence(endpoint, kind, [`HTTP ${status}`, code == null ? undefined : `code ${code}`]),
    status,
    ...(code == null ? {} : { code }),
    ...(said === '' ? {} : { said }),
    ...(group === undefined ? {} : { group }),
    ...(source?.pointer == null ? {} : { at: redact(source.pointer, [secret]) }),
    ...pause(response),
  });
}

function wordsOf({ message, error_chain: chain }: Problem): string {
  return [message, ...(chain ?? []).map((link) => link.message)].filter((words) => words !== '').join(': ');
}

/** `retry-after` in seconds; Cloudflare sends it only once the limit is exceeded. */
function pause({ headers }: HttpResponse): { retryAfter?: number } {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfter: seconds } : {};
}
