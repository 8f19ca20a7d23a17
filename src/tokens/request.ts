// What is sent to Cloudflare: the part of a token that a person decides.
import { parseCidr } from './cidr.ts';
import type { Draft } from './draft.ts';
import { policiesOf, type PolicyContext } from './policies.ts';
import { wholeSeconds } from './times.ts';
import type { IpCondition, Token, TokenRequest } from './token.ts';

/**
 * The request for a draft. Empty address lists are left out (an empty condition makes Cloudflare refuse the token
 * from everywhere, cloudflare/terraform-provider-cloudflare#897), addresses are ranges in CIDR notation, each once, and
 * times are whole seconds in UTC.
 * @throws UserIdUnknownError see policiesOf
 * @throws RangeError when a time of the draft is not a time
 */
export function requestOf(draft: Draft, context: PolicyContext): TokenRequest {
  return {
    name: draft.name.trim(),
    policies: policiesOf(draft, context),
    ...addressFields(asRanges(draft.condition)),
    ...otherConditionFields(draft),
    ...timeFields(draft),
  };
}

/**
 * The request that leaves a token as it is, but for the changes. PUT replaces everything, so a change of status
 * alone still has to send the whole token, read afresh. Without a status among the changes, the token's own is
 * sent where it is one that can be set; `expired` and `revoked (exposed)` cannot.
 */
export function requestFromToken(token: Token, changes: Pick<TokenRequest, 'status'>): TokenRequest {
  const status = changes.status ?? settable(token.status);
  return {
    name: token.name,
    policies: token.policies,
    ...addressFields(token.condition),
    ...otherConditionFields(token),
    ...timeFields(token),
    ...(status === undefined ? {} : { status }),
    ...(token.unknown === undefined ? {} : { unknown: token.unknown }),
  };
}

/**
 * The request that turns a token into what the draft says. What a draft has no place for is sent back as it is on
 * the token: its status, where that can be set, conditions and fields that this version does not know.
 * @param current the token, read afresh
 * @throws UserIdUnknownError see policiesOf
 * @throws RangeError when a time of the draft is not a time
 */
export function requestForEdit(draft: Draft, current: Token, context: PolicyContext): TokenRequest {
  const { status, unknown } = requestFromToken(current, {});
  return {
    name: draft.name.trim(),
    policies: policiesOf(draft, context),
    ...addressFields(asRanges(draft.condition)),
    ...otherConditionFields(current),
    ...timeFields(draft),
    ...(status === undefined ? {} : { status }),
    ...(unknown === undefined ? {} : { unknown }),
  };
}

function settable(status: string): TokenRequest['status'] {
  return status === 'active' || status === 'disabled' ? status : undefined;
}

/** What is no address stays as it was typed: without it a filter would let more through. */
function asRanges({ allow = [], deny = [] }: IpCondition = {}): IpCondition {
  const ranges = (list: readonly string[]) => {
    const texts = list.map((text) => {
      const cidr = parseCidr(text);
      return cidr.outcome === 'valid' ? cidr.text : text.trim();
    });
    return [...new Set(texts)].filter((text) => text !== '');
  };
  return { allow: ranges(allow), deny: ranges(deny) };
}

function addressFields({ allow = [], deny = [] }: IpCondition = {}): Pick<TokenRequest, 'condition'> {
  if (allow.length === 0 && deny.length === 0) return {};
  return { condition: { ...(allow.length === 0 ? {} : { allow }), ...(deny.length === 0 ? {} : { deny }) } };
}

type Others = Pick<TokenRequest, 'otherConditions'>;

function otherConditionFields({ otherConditions }: Others): Others {
  return otherConditions === undefined ? {} : { otherConditions };
}

type Times = Pick<TokenRequest, 'notBefore' | 'expiresOn'>;

function timeFields({ notBefore, expiresOn }: Times): Times {
  return {
    ...(notBefore === undefined ? {} : { notBefore: wholeSeconds(new Date(notBefore)) }),
    ...(expiresOn === undefined ? {} : { expiresOn: wholeSeconds(new Date(expiresOn)) }),
  };
}
