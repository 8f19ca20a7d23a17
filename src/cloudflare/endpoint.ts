// Names one call of the API: the template that logs and errors show, and the path that is really asked.
import { ApiError } from './errors.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** e.g. `/accounts/{account_id}/tokens/{id}` */
  readonly template: string;
  /** Values for the template's names. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly query?: Query;
}

/** e.g. `GET /user/tokens/{id}`: the call without ids or query. */
export function nameOf({ method, template }: Endpoint): string {
  return `${method} ${template}`;
}

/**
 * The path with its ids and query filled in.
 * @throws ApiError `not-found` for an id that cannot be one. An empty id would turn "this token" into "all tokens",
 *   and dots would climb to another endpoint.
 */
export function pathOf(endpoint: Endpoint): string {
  const path = endpoint.template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = endpoint.ids?.[name] ?? '';
    if (/^[\w-]+$/.test(id)) return id;
    throw new ApiError({
      kind: 'not-found',
      endpoint: nameOf(endpoint),
      message: `${nameOf(endpoint)} was not sent: its ${name} is not an id.`,
    });
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(endpoint.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Does the call concern tokens themselves? Some codes mean something else there than on other products' endpoints. */
export function concernsTokens({ template }: Endpoint): boolean {
  return /\/tokens(\/|$)/.test(template);
}
