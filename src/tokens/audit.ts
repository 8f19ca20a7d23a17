// Warnings about a draft or a token: what a security reviewer would ask about, with the reason and the place to act.
import { type Catalogue, entryOf } from './catalogue.ts';
import type { Draft, DraftPart } from './draft.ts';
import { draftOf } from './draftOf.ts';
import { type AuditFinding, type AuditThresholds, DEFAULT_THRESHOLDS } from './finding.ts';
import { onlyReads } from './levels.ts';
import type { Names } from './names.ts';
import {
  type AuditedGrant,
  deniedFindings,
  type Denial,
  type GrantSurroundings,
  mintingFindings,
  needlessReadFindings,
  privilegeFindings,
  reachFindings,
  supportFindings,
  surplusFindings,
  userDetailFindings,
} from './permissionRules.ts';
import { policiesOf } from './policies.ts';
import { isPrivileged } from './privileges.ts';
import { parseResources } from './resources.ts';
import { addressFindings, expiryFindings, nameFindings } from './restrictionRules.ts';
import { namesWithDraft, SOME_USER } from './sentences.ts';
import type { StartingPoint } from './startingPoint.ts';
import { parseTime } from './times.ts';
import type { Policy, Token } from './token.ts';

export {
  type AuditField,
  type AuditFinding,
  type AuditRule,
  type AuditThresholds,
  DEFAULT_THRESHOLDS,
} from './finding.ts';

export interface AuditOptions {
  readonly thresholds?: AuditThresholds;
  /** For the words; ids are shown where it is absent. */
  readonly names?: Names;
  /** What the draft was started from, to tell what goes beyond it. */
  readonly from?: StartingPoint;
  /** The names of the owner's other tokens. */
  readonly otherNames?: readonly string[];
}

const NO_NAMES: Names = { zone: () => undefined, account: () => undefined };
const WEIGHT: Readonly<Record<AuditFinding['severity'], number>> = { high: 0, warning: 1, info: 2 };

/**
 * Judges a draft, or a token as the draft that it opens as: fields point into that draft's parts. The gravest
 * findings come first.
 */
export function auditOf(
  subject: Draft | Token,
  catalogue: Catalogue,
  now: Date,
  { thresholds = DEFAULT_THRESHOLDS, names = NO_NAMES, from, otherNames = [] }: AuditOptions = {},
): AuditFinding[] {
  const draft = 'parts' in subject ? subject : draftOf(subject, catalogue, names);
  const grants = grantsOf(draft, catalogue);
  const { owner, condition, expiresOn } = draft;
  const surroundings: GrantSurroundings = {
    owner,
    names: {
      ...namesWithDraft(draft, names),
      ...(owner.kind === 'account' ? { accountOfZone: () => owner.accountId } : {}),
    },
    isRestricted: (condition?.allow ?? []).length > 0 || expiresOn !== undefined,
  };
  const made = ('issuedOn' in subject ? parseTime(subject.issuedOn) : undefined) ?? now;
  const power = {
    writes: grants.some(({ entry }) => !onlyReads(entry.level)),
    isPrivileged: grants.some(({ entry }) => isPrivileged(entry.id)),
  };
  const findings = [
    ...mintingFindings(grants, surroundings),
    ...reachFindings(grants, surroundings),
    ...privilegeFindings(grants),
    ...deniedFindings(grants, denialsOf(draft), surroundings),
    ...supportFindings(grants, surroundings),
    ...needlessReadFindings(grants, surroundings),
    ...userDetailFindings(grants),
    ...(from === undefined ? [] : surplusFindings(grants, from, surroundings, catalogue)),
    ...expiryFindings(expiresOn, made, thresholds),
    ...addressFindings(condition, power, thresholds),
    ...nameFindings(draft.name, otherNames),
  ];
  return findings.sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
}

/** One for each permission of each part, and for each that is carried over. */
function grantsOf(draft: Draft, catalogue: Catalogue): AuditedGrant[] {
  const ofParts = draft.parts.flatMap((part, index) => {
    const [allow, deny] = policiesOfPart(draft, part);
    return grantsIn(part.groups, allow, deny, catalogue).map((grant) => ({ ...grant, part: index }));
  });
  const ofCarried = draft.carried
    .filter(({ effect }) => effect === 'allow')
    .flatMap((policy) => grantsIn(policy.groups, policy, undefined, catalogue));
  return [...ofParts, ...ofCarried];
}

/** The exclusions of the parts, and the deny policies that are carried over. */
function denialsOf(draft: Draft): Denial[] {
  const denialOf = ({ groups, resources }: Policy): Denial => ({
    groups: new Set(groups.map(({ id }) => id)),
    resources: parseResources(resources),
  });
  const ofParts = draft.parts.flatMap((part) => {
    const [, deny] = policiesOfPart(draft, part);
    return deny === undefined ? [] : [denialOf(deny)];
  });
  return [...ofParts, ...draft.carried.filter(({ effect }) => effect === 'deny').map(denialOf)];
}

/** What a part allows, and what it excludes. */
function policiesOfPart(
  draft: Draft,
  part: DraftPart,
): readonly [allow: Policy | undefined, deny: Policy | undefined] {
  const policies = policiesOf({ ...draft, parts: [part], carried: [] }, { userId: SOME_USER });
  const of = (effect: string) => policies.find((policy) => policy.effect === effect);
  return [of('allow'), of('deny')];
}

function grantsIn(
  groups: Policy['groups'],
  allow: Policy | undefined,
  deny: Policy | undefined,
  catalogue: Catalogue,
): AuditedGrant[] {
  return groups.map((group) => ({
    entry: entryOf(catalogue, group),
    resources: allow === undefined ? [] : parseResources(allow.resources),
    excepted: deny === undefined ? [] : parseResources(deny.resources),
  }));
}
