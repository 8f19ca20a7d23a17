// A token as a resource of Cloudflare's Terraform provider, version 5.
// Source: the provider's schemas of cloudflare_api_token and cloudflare_account_token; since 5.13 the resources of a
// policy are a JSON text (cloudflare/terraform-provider-cloudflare#6794).
import * as l10n from '@vscode/l10n';
import { type Hcl, hclAttributes, hclComment, hclString, jsonencode } from './hcl.ts';
import { listed } from './sentences.ts';
import { wholeSeconds } from './times.ts';
import type { GroupRef, IpCondition, Owner, Policy, TokenRequest } from './token.ts';

/**
 * The resource block, formatted as `terraform fmt` would. What the provider has no attribute for is named in a
 * comment above it.
 * @throws RangeError when a time of the request is not a time
 */
export function asTerraform(request: TokenRequest, owner: Owner): string {
  const type = owner.kind === 'user' ? 'cloudflare_api_token' : 'cloudflare_account_token';
  const short: Record<string, Hcl> = {
    ...(owner.kind === 'user' ? {} : { account_id: owner.accountId }),
    name: request.name,
    ...(request.status === 'disabled' ? { status: 'disabled' } : {}),
    ...(request.notBefore === undefined ? {} : { not_before: wholeSeconds(new Date(request.notBefore)) }),
    ...(request.expiresOn === undefined ? {} : { expires_on: wholeSeconds(new Date(request.expiresOn)) }),
  };
  const blocks: Record<string, Hcl>[] = [
    short,
    { policies: request.policies.map(policyOf) },
    ...conditionOf(request.condition),
  ];
  const body = blocks.map((block) => hclAttributes(block, '  ')).join('\n');
  return `${lostComment(request)}resource ${hclString(type)} ${hclString(labelOf(request.name))} {\n${body}}\n`;
}

/** A name for the resource: lower-case letters, digits and underscores, made from the token's name. */
export function labelOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (words === '') return 'token';
  return /^[0-9]/.test(words) ? `token_${words}` : words;
}

function policyOf({ effect, groups, resources }: Policy): Hcl {
  return {
    effect,
    permission_groups: groupList(groups),
    resources: jsonencode(resources),
  };
}

/** One group to a line, with its name as a comment: the id alone says nothing to a reader. */
function groupList(groups: readonly GroupRef[]): Hcl {
  if (groups.length === 0) return [];
  const line = ({ id, name }: GroupRef) =>
    `{ id = ${hclString(id)} },${name === undefined ? '' : ` ${hclComment(name)}`}`;
  return {
    code: (indent) => `[\n${groups.map((group) => `${indent}  ${line(group)}\n`).join('')}${indent}]`,
  };
}

function conditionOf({ allow = [], deny = [] }: IpCondition = {}): Record<string, Hcl>[] {
  if (allow.length === 0 && deny.length === 0) return [];
  const lists: Record<string, Hcl> = {
    ...(allow.length === 0 ? {} : { in: allow }),
    ...(deny.length === 0 ? {} : { not_in: deny }),
  };
  return [{ condition: { request_ip: lists } }];
}

function lostComment({ policies, otherConditions, unknown }: TokenRequest): string {
  const unknowns = [
    unknown,
    otherConditions,
    ...policies.flatMap((policy) => [policy.unknown, ...policy.groups.map((group) => group.unknown)]),
  ];
  const names = new Set(unknowns.flatMap((fields) => Object.keys(fields ?? {})));
  if (names.size === 0) return '';
  return `${hclComment(l10n.t('Left out, because the provider has no attribute for it: {0}', listed([...names], {})))}\n`;
}
