// A request as the API takes it: what is sent on create and update, and what is shown before.
import { escapeDisruptive } from './markdown.ts';
import { wholeSeconds } from './times.ts';
import type { Policy, TokenRequest } from './token.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The body of a create or update, without empty lists and without what Cloudflare decides itself (names of groups).
 * Source: the API's schema of tokens; `request_ip` is the spelling that answers have.
 * @throws RangeError when a time is not a time
 */
export function bodyOf(request: TokenRequest): Fields {
  const { condition: otherConditions, ...unknown } = request.unknown ?? {};
  const { allow = [], deny = [] } = request.condition ?? {};
  const addresses = {
    ...(allow.length === 0 ? {} : { in: allow }),
    ...(deny.length === 0 ? {} : { not_in: deny }),
  };
  const condition = {
    ...(otherConditions as Fields | undefined),
    ...(Object.keys(addresses).length === 0 ? {} : { request_ip: addresses }),
  };
  return {
    ...unknown,
    name: request.name,
    policies: request.policies.map(policyBody),
    ...(Object.keys(condition).length === 0 ? {} : { condition }),
    ...(request.notBefore === undefined ? {} : { not_before: wholeSeconds(new Date(request.notBefore)) }),
    ...(request.expiresOn === undefined ? {} : { expires_on: wholeSeconds(new Date(request.expiresOn)) }),
    ...(request.status === undefined ? {} : { status: request.status }),
  };
}

/**
 * The body as JSON to read or to copy. Invisible and reordering characters of names are written as escapes, so that
 * what is read is what is sent.
 * @throws RangeError see bodyOf
 */
export function bodyText(request: TokenRequest): string {
  return jsonText(bodyOf(request));
}

/** Indented JSON in which nothing is hidden. */
export function jsonText(value: unknown): string {
  const escaped = (character: string) =>
    Array.from({ length: character.length }, (_, index) => {
      const code = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${code}`;
    }).join('');
  // Between the strings of JSON there are no such characters but line breaks.
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => escapeDisruptive(line, escaped))
    .join('\n');
}

function policyBody({ effect, groups, resources, unknown }: Policy): Fields {
  return { ...unknown, effect, resources, permission_groups: groups.map(({ id }) => ({ id })) };
}
