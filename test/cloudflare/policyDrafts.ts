// Policies in few words, for seeds and tests: groups by name, and what they apply to.
import { groupId, groupIds } from './catalogue.ts';
import type { ScopeName } from './catalogue.ts';
import { seededId } from './identifiers.ts';
import type { Account, Bucket, Policy, ResourceMap, User, Zone } from './model.ts';

/** A policy in few words: groups of one scope by name, and what they apply to. */
export interface PolicyDraft {
  readonly effect?: 'allow' | 'deny';
  readonly scope?: ScopeName;
  /** API names such as `DNS Write`, looked up in `scope`. */
  readonly groups?: readonly string[];
  /** More groups, by id. */
  readonly groupIds?: readonly string[];
  readonly on: ResourceMap;
}

/** The policies of a token or membership. Their ids follow from the holder's. */
export function policiesFrom(holderId: string, drafts: readonly PolicyDraft[]): Policy[] {
  return drafts.map(({ effect = 'allow', scope = 'zone', groups = [], groupIds: more = [], on }, index) => ({
    id: seededId(`${holderId}/policy ${index}`),
    effect,
    groupIds: [...groupIds(scope, groups), ...more],
    resources: on,
  }));
}

/** Keys of resource maps, for policies in few words. */
export const on = {
  user: ({ id }: User): ResourceMap => ({ [`com.cloudflare.api.user.${id}`]: '*' }),
  accounts: (...accounts: readonly Account[]): ResourceMap =>
    Object.fromEntries(accounts.map(({ id }) => [`com.cloudflare.api.account.${id}`, '*'])),
  everyAccount: { 'com.cloudflare.api.account.*': '*' } as ResourceMap,
  zones: (...zones: readonly Zone[]): ResourceMap =>
    Object.fromEntries(zones.map(({ id }) => [`com.cloudflare.api.account.zone.${id}`, '*'])),
  everyZone: { 'com.cloudflare.api.account.zone.*': '*' } as ResourceMap,
  zonesOf: ({ id }: Account): ResourceMap => ({
    [`com.cloudflare.api.account.${id}`]: { 'com.cloudflare.api.account.zone.*': '*' },
  }),
  buckets: (...buckets: readonly Bucket[]): ResourceMap =>
    Object.fromEntries(
      buckets.map(({ accountId, jurisdiction, name }) => [
        `com.cloudflare.edge.r2.bucket.${accountId}_${jurisdiction}_${name}`,
        '*',
      ]),
    ),
  bucketsOf: ({ id }: Account): ResourceMap => ({
    [`com.cloudflare.api.account.${id}`]: { 'com.cloudflare.edge.r2.bucket.*': '*' },
  }),
};

/** The policies of a user-owned token that manages tokens and reads what names need. */
export function managementPolicies(user: User): PolicyDraft[] {
  return [
    {
      scope: 'user',
      groups: ['API Tokens Write', 'User Details Read', 'Memberships Read'],
      on: on.user(user),
    },
    {
      scope: 'account',
      groups: ['Account API Tokens Write', 'Account Settings Read', 'Workers R2 Storage Read'],
      on: on.everyAccount,
    },
    { scope: 'zone', groups: ['Zone Read'], on: on.everyZone },
  ];
}

/** The policies of an account-owned token that manages the account's tokens and reads what names need. */
export function accountManagementPolicies(account: Account): PolicyDraft[] {
  return [
    {
      scope: 'account',
      groups: ['Account API Tokens Write', 'Account Settings Read', 'Workers R2 Storage Read'],
      on: on.accounts(account),
    },
    { groupIds: [groupId('zone', 'Zone Read')], on: on.zonesOf(account) },
  ];
}
