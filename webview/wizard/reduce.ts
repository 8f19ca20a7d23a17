// How the wizard's state changes: one pure function, so that it is tested without a browser.
import type { Catalogue, CatalogueEntry } from '../../src/tokens/catalogueEntry.ts';
import type { Named, Target } from '../../src/tokens/draft.ts';
import { sameOwner } from '../../src/tokens/owner.ts';
import type { Creation, OwnerChoice, OwnerRef, Start } from '../../src/wizard/messages.ts';
import { blankDraft, withExpiry, withGroup, withoutGroup, withTarget } from './draft-edit.ts';
import type { Work } from './kept.ts';
import {
  type Destination,
  withGroupsMoved,
  withoutCarried,
  withoutPart,
  withPartRepeated,
} from './part-edit.ts';
import { onlyAccount, refKey, type Remote, type WizardState } from './state.ts';
import { problemsAt, stepOfRefusal } from './step-problems.ts';
import { neighbour, type Step } from './steps.ts';
import { applyTemplate, broughtBack, chosen, moved } from './template-choice.ts';
import { without } from './without.ts';

export type Action =
  | {
      readonly type: 'greeted';
      readonly owners: readonly OwnerChoice[];
      readonly start: Start;
      readonly creation: Creation;
    }
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
  | {
      readonly type: 'groupsMoved';
      readonly part: number;
      readonly ids: ReadonlySet<string>;
      readonly to: Destination;
    }
  | { readonly type: 'partRepeated'; readonly part: number }
  | { readonly type: 'partRemoved'; readonly part: number }
  | { readonly type: 'carriedRemoved'; readonly index: number }
  | { readonly type: 'targetChosen'; readonly part: number; readonly target: Target }
  | { readonly type: 'expiryChosen'; readonly expiresOn?: string }
  | { readonly type: 'wentOn' }
  | { readonly type: 'wentTo'; readonly step: Step }
  | { readonly type: 'sent' }
  | { readonly type: 'creationChanged'; readonly creation: Creation }
  | { readonly type: 'refusalDismissed' }
  | { readonly type: 'lossSettled' }
  | { readonly type: 'startedOver' };

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
      return withWork(withoutRefusal(state, 'start'), (work) => ({
        ...work,
        draft: { ...work.draft, name: action.name },
      }));
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
    case 'groupsMoved':
      return edited(state, ({ draft }) =>
        withGroupsMoved(draft, action.part, action.ids, action.to, onlyAccount(state)),
      );
    case 'partRepeated':
      return edited(state, ({ draft }) => withPartRepeated(draft, action.part, onlyAccount(state)));
    case 'partRemoved':
      return edited(state, ({ draft }) => withoutPart(draft, action.part));
    case 'carriedRemoved':
      return edited(state, ({ draft }) => withoutCarried(draft, action.index));
    case 'targetChosen':
      return edited(state, (work) => withTarget(work.draft, action.part, action.target));
    case 'expiryChosen':
      return withWork(state, (work) => ({ ...work, draft: withExpiry(work.draft, action.expiresOn) }));
    case 'wentOn':
      return wentOn(state);
    case 'wentTo':
      return withWork(state, (work) => at(work, action.step));
    case 'sent':
      return withWork({ ...withoutRefusal(state), creation: { state: 'running' } }, (work) => ({
        ...work,
        sent: true,
      }));
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

function greeted(
  state: WizardState,
  { owners, start, creation }: Extract<Action, { type: 'greeted' }>,
): WizardState {
  return settled(withOwner({ ...state, ready: true, owners, creation }, start));
}

/** Makes sure that there is work as soon as there is an owner to do it for. */
function withOwner(state: WizardState, start: Start): WizardState {
  if (state.work !== undefined) return state;
  const owner = ownerToStartWith(state.owners, start);
  if (owner === undefined) return state;
  const work: Work = {
    ...blankWork(owner),
    ...(start.template === undefined ? {} : { template: start.template, unapplied: true }),
  };
  return { ...state, work };
}

function ownerToStartWith(owners: readonly OwnerChoice[], start: Start): OwnerChoice | undefined {
  const creatable = owners.filter(({ canCreate }) => canCreate);
  const ofConnection = creatable.filter(({ connectionId }) => connectionId === start.connectionId);
  const { owner } = start;
  return (
    ofConnection.find((choice) => owner !== undefined && sameOwner(choice.owner, owner)) ??
    ofConnection[0] ??
    creatable[0]
  );
}

function blankWork({ connectionId, owner }: OwnerRef): Work {
  return {
    step: 'start',
    connectionId,
    draft: blankDraft(owner),
    edited: false,
    omitted: [],
    passed: [],
    sent: false,
  };
}

/** A change by hand: Undo of a template would throw it away, so that is no longer offered. */
function edited(state: WizardState, change: (work: Work) => Work['draft']): WizardState {
  return withWork(state, (work) => {
    return { ...without(work, 'setAside'), draft: change(work), edited: true };
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
    return {
      ...withoutRefusal(state),
      work: { ...work, step: 'secret', sent: false, created: creation.token },
    };
  }
  if (creation.state === 'refused') {
    if (!work.sent) return state;
    const step = stepOfRefusal(work.draft, creation.problem);
    return {
      ...state,
      work: { ...at(work, step), sent: false },
      refusal: { step, problem: creation.problem },
    };
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
  return without(state, 'refusal');
}

function withWork(state: WizardState, change: (work: Work) => Work): WizardState {
  return state.work === undefined ? state : { ...state, work: change(state.work) };
}

function added<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list : [...list, item];
}
