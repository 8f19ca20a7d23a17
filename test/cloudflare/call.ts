// One call to the API, as its route sees it, and the shape of a route.
import { Refusal } from './envelope.ts';
import type { Answer } from './envelope.ts';
import type { Dialect } from './auth.ts';
import type { Principal } from './evaluate.ts';
import { badJson, badQuery, tooLarge } from './refusals.ts';
import type { Settings } from './settings.ts';
import type { State } from './model.ts';

/** A call whose caller is known. */
export interface Call {
  readonly state: State;
  readonly settings: Readonly<Settings>;
  readonly principal: Principal;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** A path parameter; every id has 32 hex characters. */
  readonly param: (name: string) => string;
}

/** One method of one path. Paths are Hono's, below the API's base. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly dialect: Dialect;
  /** Needs a person behind the call; account-owned tokens are turned away. */
  readonly userOnly?: boolean;
  /** A response is sent as it is: what is not JSON. */
  readonly answer: (call: Call) => Answer | Response | Promise<Answer>;
}

/** A path parameter that only matches 32 hex characters. */
export const hexId = (name: string): string => `:${name}{[0-9a-f]{32}}`;

/** More than any body of this API, in bytes; the rest of a longer one is not kept in memory. */
const MAX_BODY = 10 * 2 ** 20;

/**
 * The body of a call, a JSON object.
 * @throws Refusal 400/1198, or 413
 */
export async function jsonBody({ request }: Call): Promise<Readonly<Record<string, unknown>>> {
  let body: unknown;
  try {
    body = JSON.parse(await bodyText(request));
  } catch (error) {
    // Also when the client went away before it had sent all of it.
    throw error instanceof Refusal ? error : badJson();
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badJson();
  return body as Readonly<Record<string, unknown>>;
}

async function bodyText({ body }: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MAX_BODY) throw tooLarge();
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** Bounds of `per_page` at one endpoint. */
export interface PageSize {
  readonly min: number;
  readonly max: number;
  readonly usual: number;
}

/**
 * Cuts the page that a call asks for out of a list, and shows its items.
 * @throws Refusal 400 when `page` or `per_page` is out of bounds
 */
export function paged<T>(call: Call, items: readonly T[], size: PageSize, view: (item: T) => object): Answer {
  const page = integer(call, 'page', 1, { min: 1, max: Number.MAX_SAFE_INTEGER });
  const perPage = integer(call, 'per_page', size.usual, size);
  const result = items.slice((page - 1) * perPage, page * perPage).map((item) => view(item));
  const total = call.settings.totalPages ? { total_pages: Math.ceil(items.length / perPage) } : {};
  return {
    result,
    resultInfo: { page, per_page: perPage, count: result.length, total_count: items.length, ...total },
  };
}

/**
 * A whole number of the query.
 * @throws Refusal 400 when it is none or out of bounds
 */
export function integer(
  { query }: Call,
  name: string,
  usual: number,
  { min, max }: Omit<PageSize, 'usual'>,
): number {
  const text = query.get(name);
  if (text === null || text === '') return usual;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw badQuery(
    max === Number.MAX_SAFE_INTEGER
      ? `${name} must be at least ${min}`
      : `${name} must be between ${min} and ${max}`,
  );
}

/**
 * One of a few words of the query, in either case.
 * @throws Refusal 400 for any other word
 */
export function choice<T extends string>({ query }: Call, name: string, words: readonly T[]): T | undefined {
  const text = query.get(name)?.toLowerCase();
  if (text === undefined || text === '') return undefined;
  const found = words.find((word) => word.toLowerCase() === text);
  if (found === undefined) throw badQuery(`${name} must be one of ${words.join(', ')}`);
  return found;
}
