// A person's own templates: files that hold a draft without its owner, to be kept, shared and started from.
import { type Catalogue, entryOf } from './catalogue.ts';
import type { BucketName, Draft, DraftPart, Named, Target } from './draft.ts';
import { readDuration, writeDuration } from './duration.ts';
import { groupOf, resolvePermissions, type StartedDraft } from './startingPoint.ts';
import { parseTime, wholeSeconds } from './times.ts';
import type { GroupRef, IpCondition, OtherConditions, Owner, Policy } from './token.ts';

/** The version of the format that this version writes, and the newest that it reads. */
export const TEMPLATE_VERSION = 1;

/** What a template file says. */
export interface TemplateFile {
  /** Empty where the file has none: its file name has to do. */
  readonly name: string;
  readonly description?: string;
  readonly grants: readonly TemplateGrant[];
  /** Policies that no draft can express, as the API has them. */
  readonly carried: readonly Policy[];
  readonly condition?: IpCondition;
  readonly otherConditions?: OtherConditions;
  /** How long its tokens live, `P30D`. */
  readonly ttl?: string;
}

/** Permissions of the target's scope, by the API's name and perhaps an id as a hint. */
export interface TemplateGrant {
  readonly permissions: readonly { readonly name: string; readonly id?: string }[];
  /** An empty list of chosen things: they are chosen when a token is made. */
  readonly target: Target;
}

/** What the file says beside the draft. */
export interface TemplateHead {
  readonly name: string;
  readonly description?: string;
}

/** The text of a template file for a draft. It holds no secret, as a draft has none. */
export function writeTemplateFile(
  draft: Draft,
  { name, description }: TemplateHead,
  catalogue: Catalogue,
  now: Date,
): string {
  const { allow = [], deny = [] } = draft.condition ?? {};
  const condition = {
    ...(allow.length === 0 ? {} : { allow }),
    ...(deny.length === 0 ? {} : { deny }),
    ...(draft.otherConditions === undefined ? {} : { other: draft.otherConditions }),
  };
  const expires = parseTime(draft.expiresOn);
  const starts = parseTime(draft.notBefore) ?? now;
  const file = {
    schemaVersion: TEMPLATE_VERSION,
    name,
    ...(description === undefined || description === '' ? {} : { description }),
    grants: draft.parts
      .filter(({ groups }) => groups.length > 0)
      .map(({ groups, target }) => ({
        scope: target.scope,
        permissions: groups.map((group) => permissionOf(group, catalogue)),
        ...resourcesOf(target),
      })),
    ...(draft.carried.length === 0 ? {} : { policies: draft.carried }),
    ...(Object.keys(condition).length === 0 ? {} : { condition }),
    ...(expires === undefined ? {} : { ttl: writeDuration(expires.getTime() - starts.getTime()) }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function permissionOf(group: GroupRef, catalogue: Catalogue): { name: string; id: string } {
  return { name: entryOf(catalogue, group).name, id: group.id };
}

/** The fields of a target in the file. */
function resourcesOf(target: Target): object {
  switch (target.scope) {
    case 'user':
      return {};
    case 'account':
      return { accounts: target.accounts === 'all' ? 'all' : listOrChoose(target.accounts) };
    case 'zone': {
      const { zones, except } = target;
      const which =
        zones === 'all'
          ? { zones }
          : 'chosen' in zones
            ? { zones: listOrChoose(zones.chosen) }
            : { zonesOf: listOrChoose(zones.ofAccounts) };
      return { ...which, ...(except.length === 0 ? {} : { except }) };
    }
    case 'bucket':
      return 'chosen' in target.buckets
        ? { buckets: listOrChoose(target.buckets.chosen) }
        : { bucketsOf: listOrChoose(target.buckets.ofAccounts) };
  }
}

function listOrChoose<T extends Named | BucketName>(list: readonly T[]): readonly T[] | 'choose' {
  return list.length === 0 ? 'choose' : list;
}

/**
 * Starts a draft from a template file. On an account-owned token user permissions fall away, and other accounts
 * become its own.
 */
export function draftFromTemplateFile(
  template: TemplateFile,
  owner: Owner,
  catalogue: Catalogue,
  now: Date,
): StartedDraft {
  const started = template.grants.map(({ permissions, target }) => {
    const wanted = permissions.map((permission) => ({ ...permission, scope: target.scope }));
    return { target: adapted(target, owner), ...resolvePermissions(wanted, owner, catalogue) };
  });
  const parts = started.flatMap(({ entries, target }): DraftPart[] =>
    entries.length === 0 ? [] : [{ groups: entries.map(groupOf), target }],
  );
  const life = template.ttl === undefined ? undefined : readDuration(template.ttl);
  return {
    draft: {
      name: template.name,
      owner,
      parts,
      ...(template.condition === undefined ? {} : { condition: template.condition }),
      ...(template.otherConditions === undefined ? {} : { otherConditions: template.otherConditions }),
      ...(life === undefined ? {} : { expiresOn: wholeSeconds(new Date(now.getTime() + life)) }),
      carried: template.carried,
    },
    missing: unique(started.flatMap(({ missing }) => missing)),
    dropped: unique(started.flatMap(({ dropped }) => dropped)),
  };
}

function adapted(target: Target, owner: Owner): Target {
  if (owner.kind === 'user') return target;
  const own: readonly Named[] = [{ id: owner.accountId }];
  switch (target.scope) {
    case 'user':
      return target;
    case 'account':
      return { ...target, accounts: own };
    case 'zone': {
      const isOfAccounts = target.zones !== 'all' && 'ofAccounts' in target.zones;
      return isOfAccounts ? { ...target, zones: { ofAccounts: own } } : target;
    }
    case 'bucket':
      return 'ofAccounts' in target.buckets ? { ...target, buckets: { ofAccounts: own } } : target;
  }
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
