// A request as the API takes it: what is sent on create and update, and what is shown before.
import { escapeDisruptive } from './markdown.ts';
import { parseTime, wholeSeconds } from './times.ts';
import type { Policy, TokenRequest } from './token.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The body of a create or update: the whole part that a person decides, without what Cloudflare decides itself (names
 * of groups, ids of policies). An empty condition is left out: Cloudflare takes it and then refuses the token from
 * everywhere (cloudflare/terraform-provider-cloudflare#897).
 * Source: the API's schema of tokens; `request_ip` is the spelling that answers have.
 * @throws RangeError naming the field when a time is not a time
 */
export function bodyOf(request: TokenRequest): Fields {
  const condition = conditionBody(request);
  return {
    ...request.unknown,
    name: request.name,
    policies: request.policies.map(policyBody),
    ...(condition === undefined ? {} : { condition }),
    ...timeBody('not_before', request.notBefore),
    ...timeBody('expires_on', request.expiresOn),
    ...(request.status === undefined ? {} : { status: request.status }),
  };
}

/**
 * Indented JSON to read or to copy. Invisible and reordering characters of names are written as escapes, so that what
 * is read is what is sent.
 */
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

function conditionBody({ condition, otherConditions }: TokenRequest): Fields | undefined {
  const { allow = [], deny = [] } = condition ?? {};
  const { request_ip: otherOfAddresses, ...others } = otherConditions ?? {};
  const addresses = {
    ...(otherOfAddresses as Fields | undefined),
    ...(allow.length === 0 ? {} : { in: allow }),
    ...(deny.length === 0 ? {} : { not_in: deny }),
  };
  const body = { ...others, ...(isEmpty(addresses) ? {} : { request_ip: addresses }) };
  return isEmpty(body) ? undefined : body;
}

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0;
}

function policyBody({ effect, groups, resources, unknown }: Policy): Fields {
  return {
    ...unknown,
    effect,
    resources,
    permission_groups: groups.map((group) => ({ ...group.unknown, id: group.id })),
  };
}

/** Cloudflare's times are UTC in whole seconds; `2026-01-01T01:00:00.500+01:00` becomes `2026-01-01T00:00:00Z`. */
function timeBody(field: string, text: string | undefined): Fields {
  if (text === undefined) return {};
  const time = parseTime(text);
  if (time === undefined) throw new RangeError(field);
  return { [field]: wholeSeconds(time) };
}
