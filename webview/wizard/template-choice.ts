// Starting points in the draft: choosing one, filling the draft from it, and taking that back.
import { entryOf, entryWords } from '../../src/tokens/catalogue.ts';
import type { Draft, Named, Target } from '../../src/tokens/draft.ts';
import { duplicateOf } from '../../src/tokens/duplicate.ts';
import type { StartedDraft } from '../../src/tokens/startingPoint.ts';
import type { OpenedToken, OwnerChoice } from '../../src/wizard/messages.ts';
import type { OwnTemplate } from '../../src/wizard/messages-draft.ts';
import { forOwner } from './draft-edit.ts';
import type { Restrictions, Work } from './kept.ts';
import { isRepeatable, LIKE, CUSTOM, startFrom } from './starting-points.ts';
import { currentCatalogue, isOwnerOf, NO_CATALOGUE, onlyAccount, type WizardState } from './state.ts';
import { without } from './without.ts';

/**
 * Another owner: what the template gave is made anew for it, what was chosen by hand moves over, but for what such
 * an owner cannot hold.
 */
export function moved(work: Work, to: OwnerChoice): Work {
  if (isOwnerOf(work, to)) return work;
  const { draft, dropped } = forOwner(work.draft, to);
  const isFresh = !work.edited && isRepeatable(work.template);
  return {
    ...work,
    connectionId: to.connectionId,
    draft,
    omitted: [],
    dropped: isFresh ? [] : dropped.map((group) => entryWords(entryOf(NO_CATALOGUE, group))),
    ...(isFresh ? { unapplied: true } : {}),
  };
}

/** Another starting point: what it has replaces what is there; what was made by hand is set aside for Undo. */
export function chosen(work: Work, key: string): Work {
  if (work.template === key) return work;
  return { ...without(aside(work), 'like'), template: key, unapplied: true, edited: false };
}

/** Starts like a token that was just read. */
export function likened(work: Work, connectionId: string, { token, draft }: OpenedToken): Work {
  const before = aside(work);
  const copy = duplicateOf(token, draft, new Date());
  const isNamed = work.draft.name !== '' && work.draft.name !== work.proposedName;
  return {
    ...without(without(before, 'unapplied'), 'given'),
    step: 'start',
    connectionId,
    template: LIKE,
    like: {
      name: token.name,
      saysMore: token.otherConditions !== undefined || token.unknown !== undefined,
    },
    draft: isNamed ? { ...copy, name: work.draft.name } : copy,
    ...(isNamed ? {} : { proposedName: copy.name }),
    edited: true,
    omitted: [],
    dropped: [],
  };
}

/** The work with what was made by hand set aside. */
function aside(work: Work): Work {
  const { parts, carried } = work.draft;
  return work.edited && parts.length + carried.length > 0 ? { ...work, setAside: work.draft } : work;
}

/** Undo: the draft as it was before a starting point replaced it, with the name that it has now. */
export function broughtBack(work: Work): Work {
  const { setAside, draft } = work;
  if (setAside === undefined) return work;
  const rest = without(without(without(work, 'setAside'), 'unapplied'), 'like');
  const { owner, name } = draft;
  return {
    ...rest,
    template: CUSTOM,
    edited: true,
    omitted: [],
    dropped: [],
    draft: { ...setAside, owner, name },
  };
}

/** The files changed: what the draft started from may say something else now. */
export function withOwnTemplates(state: WizardState, templates: readonly OwnTemplate[]): WizardState {
  const { work } = state;
  const next = { ...state, templates };
  const isChosen = templates.some(({ key, template }) => key === work?.template && template !== undefined);
  return work === undefined || work.edited || !isChosen
    ? next
    : { ...next, work: { ...work, unapplied: true } };
}

/** Fills the draft from the chosen starting point, as soon as the owner's catalogue is there. */
export function applyTemplate(state: WizardState): WizardState {
  const { work, templates } = state;
  if (work?.unapplied !== true || work.template === undefined) return state;
  const { owner } = work.draft;
  if (!isRepeatable(work.template)) {
    const blank = { name: '', owner, parts: [], carried: [] };
    return { ...state, work: filled(work, { draft: blank, missing: [], dropped: [] }) };
  }
  const catalogue = currentCatalogue(state);
  if (catalogue.state !== 'loaded') return state;
  const started = startFrom(work.template, templates, owner, catalogue.value);
  if (started === undefined) return state;
  const only = onlyAccount(state);
  const parts = started.draft.parts.map((part) => ({ ...part, target: withOnlyAccount(part.target, only) }));
  return { ...state, work: filled(work, { ...started, draft: { ...started.draft, parts } }) };
}

/** The restrictions that a starting point gives take the place of what is there; what an earlier one gave goes. */
function filled(work: Work, { draft: started, missing, dropped }: StartedDraft): Work {
  const rest = without(without(work, 'unapplied'), 'given');
  const { name } = work.draft;
  const isProposal = name === '' || name === work.proposedName;
  const given = restrictionsOf(started);
  const own = restrictionsOf(work.draft);
  const isGiven = Object.keys(given).length > 0;
  const restrictions = isGiven ? given : same(own, work.given ?? {}) ? {} : own;
  const { owner } = work.draft;
  return {
    ...rest,
    draft: {
      name: isProposal ? started.name : name,
      owner,
      parts: started.parts,
      ...restrictions,
      carried: started.carried,
    },
    ...(isGiven ? { given } : {}),
    omitted: missing,
    dropped,
    ...(isProposal ? { proposedName: started.name } : {}),
  };
}

function restrictionsOf({ condition, notBefore, expiresOn }: Draft): Restrictions {
  return {
    ...(condition === undefined ? {} : { condition }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

function same(a: Restrictions, b: Restrictions): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Where there is but one account, nobody needs to choose it; and it has a name. */
function withOnlyAccount(target: Target, only: Named | undefined): Target {
  if (only === undefined) return target;
  const named = (list: readonly Named[]) => list.map((one) => (one.id === only.id ? only : one));
  switch (target.scope) {
    case 'account': {
      if (target.accounts === 'all') return target;
      return { ...target, accounts: target.accounts.length === 0 ? [only] : named(target.accounts) };
    }
    case 'zone': {
      if (target.zones === 'all' || 'chosen' in target.zones) return target;
      return { ...target, zones: { ofAccounts: named(target.zones.ofAccounts) } };
    }
    case 'bucket':
      if ('chosen' in target.buckets) return target;
      return { ...target, buckets: { ofAccounts: named(target.buckets.ofAccounts) } };
    case 'user':
      return target;
  }
}
