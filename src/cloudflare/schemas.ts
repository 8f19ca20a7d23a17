// The shapes of Cloudflare's answers, as far as we rely on them. Tolerant on purpose: unknown fields stay, lists
// of known values stay open, and null means absent. zod/mini, because it is a quarter of zod's size in the bundle.
import * as z from 'zod/mini';
import type { ResourceValue } from '../tokens/token.ts';

const optionalText = z.nullish(z.string());
const optionalNumber = z.nullish(z.number());

const problem = z.looseObject({
  code: z.catch(optionalNumber, undefined),
  message: z.catch(z.string(), ''),
  error_chain: z.catch(
    z.nullish(z.array(z.looseObject({ code: optionalNumber, message: z.catch(z.string(), '') }))),
    undefined,
  ),
  source: z.catch(z.nullish(z.looseObject({ pointer: optionalText })), undefined),
});
/** One entry of an answer's `errors`. */
export type Problem = z.infer<typeof problem>;

const pageInfo = z.looseObject({
  page: optionalNumber,
  per_page: optionalNumber,
  total_count: optionalNumber,
  total_pages: optionalNumber,
  cursor: optionalText,
});
/** An answer's `result_info`. */
export type PageInfo = z.infer<typeof pageInfo>;

/** What every answer is wrapped in. `messages` is left out: it says nothing that `result` does not. */
export const envelope = z.looseObject({
  success: z.optional(z.boolean()),
  errors: z.catch(z.nullish(z.array(problem)), undefined),
  result: z.optional(z.unknown()),
  result_info: z.catch(z.nullish(pageInfo), undefined),
});

const resourceValue: z.ZodMiniType<ResourceValue> = z.union([
  z.string(),
  z.record(
    z.string(),
    z.lazy(() => resourceValue),
  ),
]);

const policy = z.looseObject({
  id: optionalText,
  effect: z.string(),
  resources: z.record(z.string(), resourceValue),
  permission_groups: z.array(z.looseObject({ id: z.string(), name: optionalText })),
});
export type PolicyAnswer = z.infer<typeof policy>;

const ipLists = z.nullish(
  z.looseObject({ in: z.nullish(z.array(z.string())), not_in: z.nullish(z.array(z.string())) }),
);
// The API answers `request_ip`; its older documentation and clients spell it `request.ip`.
const condition = z.looseObject({ request_ip: ipLists, 'request.ip': ipLists });
export type ConditionAnswer = z.infer<typeof condition>;

export const token = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  policies: z.nullish(z.array(policy)),
  condition: z.nullish(condition),
  issued_on: optionalText,
  modified_on: optionalText,
  last_used_on: optionalText,
  not_before: optionalText,
  expires_on: optionalText,
  creator_email_at_creation: optionalText,
});
export type TokenAnswer = z.infer<typeof token>;

/** The least that a created token must say so that its secret is not lost. */
export const createdToken = z.looseObject({ id: z.string(), value: z.string().check(z.minLength(1)) });

/** Reads the rest of a created token; undefined when it does not have the expected shape. */
export function readToken(answer: unknown): TokenAnswer | undefined {
  const result = z.safeParse(token, answer);
  return result.success ? result.data : undefined;
}

/** The answer to a roll is the new secret, bare. */
export const rolledSecret = z.string().check(z.minLength(1));

export const verification = z.looseObject({
  id: z.string(),
  status: z.string(),
  not_before: optionalText,
  expires_on: optionalText,
});
export type VerificationAnswer = z.infer<typeof verification>;

export const permissionGroup = z.looseObject({
  id: z.string(),
  name: z.string(),
  scopes: z.nullish(z.array(z.string())),
  category: optionalText,
  description: optionalText,
  is_selectable: z.nullish(z.boolean()),
});
export type PermissionGroupAnswer = z.infer<typeof permissionGroup>;

export const account = z.looseObject({ id: z.string(), name: z.string() });
export type AccountAnswer = z.infer<typeof account>;

export const zone = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: optionalText,
  account: z.looseObject({ id: z.string(), name: optionalText }),
});
export type ZoneAnswer = z.infer<typeof zone>;

export const user = z.looseObject({ id: z.string(), email: optionalText });

export const buckets = z.looseObject({
  buckets: z.nullish(z.array(z.looseObject({ name: z.string(), jurisdiction: optionalText }))),
});

/** A list of anything above. */
export const listOf = <T extends z.ZodMiniType>(item: T) => z.array(item);
/** What is taken as it comes. */
export const anything = z.unknown();
