// The rules of the audit that are about permissions and what they are given on.
import * as l10n from '@vscode/l10n';
import { isDoubtfulOnAccount } from './accountSupport.ts';
import { type Catalogue, type CatalogueEntry, entryWords } from './catalogue.ts';
import type { AuditField, AuditFinding } from './finding.ts';
import { onlyReads } from './levels.ts';
import { plain } from './markdown.ts';
import type { Names } from './names.ts';
import { isPrivileged, makesTokens } from './privileges.ts';
import { coverageOf, isWide } from './reach.ts';
import { type Resource, resourceWords } from './resources.ts';
import { listed } from './sentences.ts';
import { resolvePermissions, type StartingPoint, wantedOf } from './startingPoint.ts';
import type { Owner } from './token.ts';

/** A permission that is allowed on some resources, and where it stands in the draft. */
export interface AuditedGrant {
  readonly entry: CatalogueEntry;
  readonly resources: readonly Resource[];
  readonly excepted: readonly Resource[];
  /** The part of the draft; absent for what the draft only carries over. */
  readonly part?: number;
}

/** What a policy denies. */
export interface Denial {
  /** The ids of the permissions. */
  readonly groups: ReadonlySet<string>;
  readonly resources: readonly Resource[];
}

/** What the rules need to know beside the grants. */
export interface GrantSurroundings {
  readonly owner: Owner;
  readonly names: Names;
  /** Is there an allow list, or an end? */
  readonly isRestricted: boolean;
}

/** H12: a token that can make tokens should do nothing else, and not from anywhere for ever. */
export function mintingFindings(
  grants: readonly AuditedGrant[],
  { isRestricted }: GrantSurroundings,
): AuditFinding[] {
  const minting = grants.find(({ entry }) => makesTokens(entry.id));
  if (minting === undefined) return [];
  const hasMore = grants.some(({ entry }) => !makesTokens(entry.id));
  const reason = hasMore
    ? l10n.t(
        'Whoever has it can make tokens with more rights than it has itself. Cloudflare advises to give such a token nothing else.',
      )
    : isRestricted
      ? l10n.t('Whoever has it can make tokens with more rights than it has itself. Guard it well.')
      : l10n.t(
          'Whoever has it can make tokens with more rights than it has itself. Give it an address filter or an end.',
        );
  return [
    {
      rule: 'mints-tokens',
      severity: hasMore || !isRestricted ? 'high' : 'info',
      message: hasMore
        ? l10n.t('The token can make other tokens, and more.')
        : l10n.t('The token can make other tokens.'),
      reason,
      field: hasMore || isRestricted ? fieldOf(minting) : { kind: 'condition' },
    },
  ];
}

/** H11: changing things everywhere. All of one account's is milder than all there is. */
export function reachFindings(grants: readonly AuditedGrant[], { names }: GrantSurroundings): AuditFinding[] {
  const found = new Map<string, { readonly resource: Resource; grants: AuditedGrant[] }>();
  for (const grant of grants) {
    if (onlyReads(grant.entry.level)) continue;
    for (const resource of grant.resources.filter(isWide)) {
      const key = `${grant.part ?? 'carried'} ${resource.kind}`;
      const before = found.get(key);
      if (before === undefined) found.set(key, { resource, grants: [grant] });
      else if (!before.grants.includes(grant)) before.grants.push(grant);
    }
  }
  return [...found.values()].map(({ resource, grants: wide }) => {
    const [{ part }] = wide as [AuditedGrant, ...AuditedGrant[]];
    const isEverywhere = resource.kind === 'all-zones' || resource.kind === 'all-accounts';
    return {
      rule: 'write-everywhere',
      severity: isEverywhere ? 'high' : 'warning',
      message: l10n.t(
        'The token can change things on {0}: {1}.',
        resourceWords(resource, names),
        wordsOf(wide),
      ),
      reason: l10n.t('It also reaches what is added there later. Choose only what it is needed for.'),
      field: part === undefined ? { kind: 'permissions' } : { kind: 'resources', part },
    };
  });
}

/** H13, without the permissions that mintingFindings is about. */
export function privilegeFindings(grants: readonly AuditedGrant[]): AuditFinding[] {
  return once(grants)
    .filter(({ entry }) => isPrivileged(entry.id) && !makesTokens(entry.id))
    .map((grant) => ({
      rule: 'privileged',
      severity: 'warning',
      message: l10n.t('{0} reaches members, sign-in or payment.', wordsOf([grant])),
      reason: l10n.t('Few tools need it. Keep it to a token of its own, with an address filter and an end.'),
      field: fieldOf(grant),
    }));
}

/** H14: Edit includes Read on the same resources. Source: developers.cloudflare.com/fundamentals/api/get-started/create-token/. */
export function needlessReadFindings(
  grants: readonly AuditedGrant[],
  { names }: GrantSurroundings,
): AuditFinding[] {
  return grants.flatMap((read): AuditFinding[] => {
    if (read.entry.level !== 'Read') return [];
    const edit = grants.find(
      ({ entry, resources, excepted, part }) =>
        (read.resources.length > 0 || part === read.part) &&
        entry.level === 'Edit' &&
        entry.label === read.entry.label &&
        entry.apiScope === read.entry.apiScope &&
        read.resources.every(coverageOf(resources, names)) &&
        excepted.every(coverageOf(read.excepted, names)),
    );
    if (edit === undefined) return [];
    return [
      {
        rule: 'needless-read',
        severity: 'info',
        message: l10n.t('{0} is not needed beside {1}.', wordsOf([read]), wordsOf([edit])),
        reason: l10n.t('Edit includes Read on the same resources.'),
        field: fieldOf(read),
      },
    ];
  });
}

/** Cloudflare's own list of products that do not take account-owned tokens. */
export function supportFindings(
  grants: readonly AuditedGrant[],
  { owner }: GrantSurroundings,
): AuditFinding[] {
  const doubtful =
    owner.kind === 'account' ? once(grants).filter(({ entry }) => isDoubtfulOnAccount(entry)) : [];
  const [first] = doubtful;
  if (first === undefined) return [];
  return [
    {
      rule: 'account-support',
      severity: 'warning',
      message: l10n.t('{0} may not work with an account-owned token.', wordsOf(doubtful)),
      reason: l10n.t(
        'Cloudflare has listed the product as not supporting account-owned tokens. Try the token before you rely on it, or make it one of your user.',
      ),
      field: fieldOf(first),
    },
  ];
}

/**
 * What is given in vain, because a policy denies it, or a part excludes it: an explicit deny wins.
 * Source: developers.cloudflare.com/fundamentals/api/how-to/create-via-api/.
 */
export function deniedFindings(
  grants: readonly AuditedGrant[],
  denials: readonly Denial[],
  { names }: GrantSurroundings,
): AuditFinding[] {
  return grants.flatMap((grant): AuditFinding[] => {
    const { entry, part, resources } = grant;
    const against = denials.filter((denial) => denial.groups.has(entry.id));
    const vain = resources.filter(
      coverageOf(
        against.flatMap((denial) => denial.resources),
        names,
      ),
    );
    if (vain.length === 0) return [];
    const words = listed(
      vain.map((resource) => resourceWords(resource, names)),
      { most: NAMED },
    );
    return [
      {
        rule: 'denied',
        severity: 'warning',
        message: l10n.t('{0} is denied on {1}, although it is also given there.', wordsOf([grant]), words),
        reason: l10n.t('What a policy denies stays denied, whatever another one allows.'),
        field: part === undefined ? fieldOf(grant) : { kind: 'resources', part },
      },
    ];
  });
}

const WHO_AM_I: ReadonlySet<string> = new Set(['Memberships Read', 'User Details Read']);

/** H20: tools read the user's details only to find out the account. */
export function userDetailFindings(grants: readonly AuditedGrant[]): AuditFinding[] {
  const details = once(grants).filter(({ entry }) => entry.scope === 'user' && WHO_AM_I.has(entry.name));
  const namesAnAccount = grants.some(({ resources }) =>
    resources.some(({ kind }) => kind === 'account' || kind === 'zones-of-account'),
  );
  const [first] = details;
  if (first === undefined || !namesAnAccount) return [];
  return [
    {
      rule: 'user-details',
      severity: 'info',
      message: l10n.t('{0} may not be needed.', wordsOf(details)),
      reason: l10n.t(
        'Tools such as Wrangler look up the account with it. Where the account id is set, for instance in CLOUDFLARE_ACCOUNT_ID, they do without.',
      ),
      field: fieldOf(first),
    },
  ];
}

/** More than the starting point asks for, its optional permissions included. */
export function surplusFindings(
  grants: readonly AuditedGrant[],
  from: StartingPoint,
  { owner }: GrantSurroundings,
  catalogue: Catalogue,
): AuditFinding[] {
  const wanted = wantedOf(from, owner.kind);
  const asked = wanted && new Set(resolvePermissions(wanted, owner, catalogue).entries.map(({ id }) => id));
  const isAsked = ({ entry }: AuditedGrant) =>
    asked === undefined ? onlyReads(entry.level) : asked.has(entry.id);
  const surplus = once(grants).filter((grant) => !isAsked(grant));
  const [first] = surplus;
  if (first === undefined) return [];
  return [
    {
      rule: 'more-than-template',
      severity: 'info',
      message: l10n.t('“{0}” does not need {1}.', plain(from.name), wordsOf(surplus)),
      reason: l10n.t('Every permission that is not needed is one more that can be misused.'),
      field: fieldOf(first),
    },
  ];
}

/** Each permission where it stands first. */
function once(grants: readonly AuditedGrant[]): AuditedGrant[] {
  const firsts = new Map<string, AuditedGrant>();
  for (const grant of grants) if (!firsts.has(grant.entry.id)) firsts.set(grant.entry.id, grant);
  return [...firsts.values()];
}

function fieldOf({ entry, part }: AuditedGrant): AuditField {
  return { kind: 'permissions', ...(part === undefined ? {} : { part }), group: entry.id };
}

const NAMED = 4;

function wordsOf(grants: readonly AuditedGrant[]): string {
  return listed(
    once(grants).map(({ entry }) => plain(entryWords(entry))),
    { most: NAMED },
  );
}
