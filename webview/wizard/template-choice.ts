// Templates in the draft: choosing one, filling the draft from it, and taking that back.
import { entryOf, entryWords } from '../../src/tokens/catalogue.ts';
import { draftFromTemplate, TEMPLATES } from '../../src/tokens/templates.ts';
import type { DraftPart, Named, Target } from '../../src/tokens/draft.ts';
import type { StartingPoint } from '../../src/tokens/startingPoint.ts';
import type { OwnerChoice } from '../../src/wizard/messages.ts';
import { forOwner } from './draft-edit.ts';
import type { Work } from './kept.ts';
import { CUSTOM, currentCatalogue, isOwnerOf, NO_CATALOGUE, onlyAccount, type WizardState } from './state.ts';
import { without } from './without.ts';

/**
 * Another owner: what the template gave is made anew for it, what was chosen by hand moves over, but for what such
 * an owner cannot hold.
 */
export function moved(work: Work, to: OwnerChoice): Work {
  if (isOwnerOf(work, to)) return work;
  const { draft, dropped } = forOwner(work.draft, to);
  const isFresh = !work.edited && work.template !== undefined;
  return {
    ...work,
    connectionId: to.connectionId,
    draft,
    omitted: isFresh ? [] : dropped.map((group) => entryWords(entryOf(NO_CATALOGUE, group))),
    ...(isFresh ? { unapplied: true } : {}),
  };
}

/** Another template: its permissions replace what is there; what was made by hand is set aside for Undo. */
export function chosen(work: Work, key: string): Work {
  if (work.template === key) return work;
  const setAside = work.edited && work.draft.parts.length > 0 ? { setAside: work.draft.parts } : {};
  return { ...work, template: key, unapplied: true, edited: false, ...setAside };
}

export function broughtBack(work: Work): Work {
  const { setAside } = work;
  if (setAside === undefined) return work;
  const rest = without(without(work, 'setAside'), 'unapplied');
  return { ...rest, template: CUSTOM, edited: true, omitted: [], draft: { ...work.draft, parts: setAside } };
}

/** What a template asks for; undefined for what is none of them. */
export function startingPointOf(key: string): StartingPoint | undefined {
  return TEMPLATES.find((template) => template.key === key);
}

/** Fills the draft from the chosen template, as soon as the owner's catalogue is there. */
export function applyTemplate(state: WizardState): WizardState {
  const { work } = state;
  if (work?.unapplied !== true) return state;
  const template = TEMPLATES.find(({ key }) => key === work.template);
  if (template === undefined) return { ...state, work: filled(work, [], '', []) };
  const catalogue = currentCatalogue(state);
  if (catalogue.state !== 'loaded') return state;
  const { draft, missing, dropped } = draftFromTemplate(template, work.draft.owner, catalogue.value);
  const only = onlyAccount(state);
  const parts = draft.parts.map((part) => ({ ...part, target: withOnlyAccount(part.target, only) }));
  return { ...state, work: filled(work, parts, draft.name, [...missing, ...dropped]) };
}

function filled(work: Work, parts: readonly DraftPart[], proposal: string, omitted: readonly string[]): Work {
  const rest = without(work, 'unapplied');
  const { name } = work.draft;
  const isProposal = name === '' || name === work.proposedName;
  const draft = { ...work.draft, parts, name: isProposal ? proposal : name };
  return { ...rest, draft, omitted, ...(isProposal ? { proposedName: proposal } : {}) };
}

/** Where there is but one account, nobody needs to choose it. */
function withOnlyAccount(target: Target, only: Named | undefined): Target {
  if (only === undefined || target.scope !== 'account' || target.accounts === 'all') return target;
  return { ...target, accounts: [only] };
}
