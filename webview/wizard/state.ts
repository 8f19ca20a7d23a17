// The wizard's state and how it changes: plain data and one pure function, so that it is tested without a browser.
import type { Catalogue, CatalogueEntry } from '../../src/tokens/catalogueEntry.ts';
import type { DraftPart, Named, Target } from '../../src/tokens/draft.ts';
import { ownerKey, sameOwner } from '../../src/tokens/owner.ts';
import { draftFromTemplate, TEMPLATES } from '../../src/tokens/templates.ts';
import type { Creation, OwnerChoice, OwnerRef, Problem, Start } from '../../src/wizard/messages.ts';
import { blankDraft, forOwner, ownAccount, withExpiry, withGroup, withoutGroup, withTarget } from './draft-edit.ts';
import type { Work } from './kept.ts';
import { neighbour, type Step } from './steps.ts';
import { stepOfRefusal, problemsAt } from './step-problems.ts';

/** Something that is fetched: on its way, failed with a reason, or there. */
export type Remote<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'loaded'; readonly value: T };

/** The template key of a token that starts empty. */
export const CUSTOM = 'custom';

export interface WizardState {
  /** The host has said what there is. */
  readonly ready: boolean;
  readonly owners: readonly OwnerChoice[];
  /** What survives a hidden tab. Absent until there is an owner to make a token for. */
  readonly work?: Work;
  /** By owner; see refKey. */
  readonly catalogues: Readonly<Record<string, Remote<Catalogue>>>;
  readonly accounts: Readonly<Record<string, Remote<readonly Named[]>>>;
  readonly creation: Creation;
  /** The step that the refusal of a create belongs to, while the person has not acted on it. */
  readonly refusal?: { readonly step: Step; readonly problem: Problem };
  /** Steps whose problems are shown: the person tried to go on from there. */
  readonly tried: readonly Step[];
  /** How often the person tried to go on in vain; each time, the first problem gets the focus. */
  readonly attempts: number;
  /** The name's problem is shown: the person typed a name and left the field. */
  readonly nameLeft: boolean;
}

export type Action =
  | { readonly type: 'greeted'; readonly owners: readonly OwnerChoice[]; readonly start: Start; readonly creation: Creation }
  | { readonly type: 'ownersChanged'; readonly owners: readonly OwnerChoice[] }
  | { readonly type: 'ownerChosen'; readonly choice: OwnerChoice }
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'nameLeft' }
  | { readonly type: 'templateChosen'; readonly key: string }
  | { readonly type: 'partsBroughtBack' }
  | { readonly type: 'catalogueCame'; readonly of: OwnerRef; readonly catalogue: Remote<Catalogue> }
  | { readonly type: 'accountsCame'; readonly of: OwnerRef; readonly accounts: Remote<readonly Named[]> }
  | { readonly type: 'groupAdded'; readonly entry: CatalogueEntry }
  | { readonly type: 'groupRemoved'; readonly id: string; readonly part?: number }
  | { readonly type: 'groupsCleared' }
  | { readonly type: 'targetChosen'; readonly part: number; readonly target: Target }
  | { readonly type: 'expiryChosen'; readonly expiresOn?: string }
  | { readonly type: 'wentOn' }
  | { readonly type: 'wentTo'; readonly step: Step }
  | { readonly type: 'sent' }
  | { readonly type: 'creationChanged'; readonly creation: Creation }
  | { readonly type: 'refusalDismissed' }
  | { readonly type: 'lossSettled' }
  | { readonly type: 'startedOver' };

/** The state of a page that has just loaded. @param kept what an earlier page left behind */
export function firstState(kept: Work | undefined): WizardState {
  return {
    ready: false,
    owners: [],
    ...(kept === undefined ? {} : { work: kept }),
    catalogues: {},
    accounts: {},
    creation: { state: 'idle' },
    tried: [],
    attempts: 0,
    nameLeft: false,
  };
}

/** A text that is the same for the same owner seen through the same connection. */
export function refKey({ connectionId, owner }: OwnerRef): string {
  return `${connectionId} ${ownerKey(owner)}`;
}

/** The owner that the token is made for, as the host described it; undefined when its connection is gone. */
export function currentOwner({ owners, work }: WizardState): OwnerChoice | undefined {
  return work && owners.find((choice) => isOwnerOf(work, choice));
}

/** The catalogue of the current owner. */
export function currentCatalogue(state: WizardState): Remote<Catalogue> {
  return remoteOf(state, state.catalogues);
}

/** The accounts that the current connection sees. */
export function currentAccounts(state: WizardState): Remote<readonly Named[]> {
  return remoteOf(state, state.accounts);
}

function remoteOf<T>(state: WizardState, all: Readonly<Record<string, Remote<T>>>): Remote<T> {
  const owner = currentOwner(state);
  return (owner && all[refKey(owner)]) ?? { state: 'loading' };
}

/** The next state. */
export function reduce(state: WizardState, action: Action): WizardState {
  return applyTemplate(change(state, action));
}

function change(state: WizardState, action: Action): WizardState {
  switch (action.type) {
    case 'greeted':
      return greeted(state, action);
    case 'ownersChanged':
      return withOwner({ ...state, owners: action.owners }, {});
    case 'ownerChosen':
      return withWork(state, (work) => moved(work, action.choice));
    case 'named':
      return withWork(withoutRefusal(state, 'start'), (work) => ({ ...work, draft: { ...work.draft, name: action.name } }));
    case 'nameLeft':
      return state.work?.draft.name === '' ? state : { ...state, nameLeft: true };
    case 'templateChosen':
      return withWork(state, (work) => chosen(work, action.key));
    case 'partsBroughtBack':
      return withWork(state, broughtBack);
    case 'catalogueCame':
      return { ...state, catalogues: { ...state.catalogues, [refKey(action.of)]: action.catalogue } };
    case 'accountsCame':
      return { ...state, accounts: { ...state.accounts, [refKey(action.of)]: action.accounts } };
    case 'groupAdded':
      return edited(state, (work) => withGroup(work.draft, action.entry, onlyAccount(state)));
    case 'groupRemoved':
      return edited(state, (work) => withoutGroup(work.draft, action.id, action.part));
    case 'groupsCleared':
      return edited(state, (work) => ({ ...work.draft, parts: [] }));
    case 'targetChosen':
      return edited(state, (work) => withTarget(work.draft, action.part, action.target));
    case 'expiryChosen':
      return withWork(state, (work) => ({ ...work, draft: withExpiry(work.draft, action.expiresOn) }));
    case 'wentOn':
      return wentOn(state);
    case 'wentTo':
      return withWork(state, (work) => at(work, action.step));
    case 'sent':
      return withWork({ ...withoutRefusal(state), creation: { state: 'running' } }, (work) => ({ ...work, sent: true }));
    case 'creationChanged':
      return settled({ ...state, creation: action.creation });
    case 'refusalDismissed':
      return withoutRefusal(state);
    case 'lossSettled':
      return withWork({ ...state, creation: { state: 'idle' } }, (work) => ({ ...work, sent: false }));
    case 'startedOver':
      return startedOver(state);
  }
}

function greeted(state: WizardState, { owners, start, creation }: Extract<Action, { type: 'greeted' }>): WizardState {
  return settled(withOwner({ ...state, ready: true, owners, creation }, start));
}

/** Makes sure that there is work as soon as there is an owner to do it for. */
function withOwner(state: WizardState, start: Start): WizardState {
  if (state.work !== undefined) return state;
  const owner = ownerToStartWith(state.owners, start);
  if (owner === undefined) return state;
  const work: Work = { ...blankWork(owner), ...(start.template === undefined ? {} : { template: start.template, unapplied: true }) };
  return { ...state, work };
}

function ownerToStartWith(owners: readonly OwnerChoice[], start: Start): OwnerChoice | undefined {
  const creatable = owners.filter(({ canCreate }) => canCreate);
  const ofConnection = creatable.filter(({ connectionId }) => connectionId === start.connectionId);
  const { owner } = start;
  return (
    ofConnection.find((choice) => owner !== undefined && sameOwner(choice.owner, owner)) ?? ofConnection[0] ?? creatable[0]
  );
}

function blankWork({ connectionId, owner }: OwnerRef): Work {
  return { step: 'start', connectionId, draft: blankDraft(owner), edited: false, omitted: [], passed: [], sent: false };
}

/** Another owner: what the template gave is made anew for it, what was chosen by hand moves over. */
function moved(work: Work, to: OwnerChoice): Work {
  if (isOwnerOf(work, to)) return work;
  const draft = forOwner(work.draft, to);
  const isFresh = !work.edited && work.template !== undefined;
  return { ...work, connectionId: to.connectionId, draft, omitted: [], ...(isFresh ? { unapplied: true } : {}) };
}

/** Another template: its permissions replace what is there; what was made by hand is set aside for Undo. */
function chosen(work: Work, key: string): Work {
  if (work.template === key) return work;
  const setAside = work.edited && work.draft.parts.length > 0 ? { setAside: work.draft.parts } : {};
  return { ...work, template: key, unapplied: true, edited: false, ...setAside };
}

function broughtBack(work: Work): Work {
  const { setAside, unapplied: _unapplied, ...rest } = work;
  if (setAside === undefined) return work;
  return { ...rest, template: CUSTOM, edited: true, omitted: [], draft: { ...work.draft, parts: setAside } };
}

/** Fills the draft from the chosen template, as soon as the owner's catalogue is there. */
function applyTemplate(state: WizardState): WizardState {
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
  const { unapplied: _unapplied, ...rest } = work;
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

function onlyAccount(state: WizardState): Named | undefined {
  const owner = currentOwner(state);
  if (owner === undefined) return undefined;
  const accounts = currentAccounts(state);
  const [first, second] = accounts.state === 'loaded' ? accounts.value : [];
  return ownAccount(owner) ?? (second === undefined ? first : undefined);
}

/** A change by hand: Undo of a template would throw it away, so that is no longer offered. */
function edited(state: WizardState, change: (work: Work) => Work['draft']): WizardState {
  return withWork(state, (work) => {
    const { setAside: _setAside, ...rest } = work;
    return { ...rest, draft: change(work), edited: true };
  });
}

function wentOn(state: WizardState): WizardState {
  const { work } = state;
  if (work === undefined) return state;
  if (problemsAt(state, work.step).length > 0) {
    return { ...state, tried: added(state.tried, work.step), attempts: state.attempts + 1 };
  }
  const to = neighbour(work.step, 1);
  // A token is only made by Create, so nothing goes on by itself to the page that shows its secret.
  if (to === undefined || to === 'secret') return state;
  return { ...state, work: at(work, to) };
}

function at(work: Work, step: Step): Work {
  return { ...work, step, passed: added(work.passed, work.step) };
}

/** What the end, or the loss, of a create means for the work. */
function settled(state: WizardState): WizardState {
  const { work, creation } = state;
  if (work === undefined) return state;
  if (creation.state === 'created') {
    if (!work.sent) return state;
    return { ...withoutRefusal(state), work: { ...work, step: 'secret', sent: false, created: creation.token } };
  }
  if (creation.state === 'refused') {
    if (!work.sent) return state;
    const step = stepOfRefusal(work.draft, creation.problem);
    return { ...state, work: { ...work, sent: false, step }, refusal: { step, problem: creation.problem } };
  }
  return state;
}

function startedOver(state: WizardState): WizardState {
  const { work } = state;
  if (work === undefined) return state;
  const fresh = blankWork({ connectionId: work.connectionId, owner: work.draft.owner });
  return { ...withoutRefusal(state), work: fresh, creation: { state: 'idle' }, tried: [], nameLeft: false };
}

function withoutRefusal(state: WizardState, step?: Step): WizardState {
  if (step !== undefined && state.refusal?.step !== step) return state;
  const { refusal: _refusal, ...rest } = state;
  return rest;
}

function withWork(state: WizardState, change: (work: Work) => Work): WizardState {
  return state.work === undefined ? state : { ...state, work: change(state.work) };
}

function isOwnerOf(work: Work, { connectionId, owner }: OwnerRef): boolean {
  return connectionId === work.connectionId && sameOwner(owner, work.draft.owner);
}

function added<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list : [...list, item];
}
