// How the wizard's state changes: one pure function, so that it is tested without a browser.
import type { Catalogue, CatalogueEntry } from '../../src/tokens/catalogueEntry.ts';
import type { Named, Target } from '../../src/tokens/draft.ts';
import { sameOwner } from '../../src/tokens/owner.ts';
import { canonicalJson } from '../../src/tokens/samePolicies.ts';
import { parseTime } from '../../src/tokens/times.ts';
import type { IpCondition } from '../../src/tokens/token.ts';
import { endOfLife, type Lifetime } from '../../src/tokens/ttl.ts';
import type {
  Creation,
  OpenedToken,
  OwnerChoice,
  OwnerRef,
  Problem,
  Start,
} from '../../src/wizard/messages.ts';
import type { OwnTemplate } from '../../src/wizard/messages-draft.ts';
import {
  blankDraft,
  withAddresses,
  withExpiry,
  withGroup,
  withoutGroup,
  withStart,
  withTarget,
} from './draft-edit.ts';
import { hasChanges, onTopOf, opened } from './edit.ts';
import type { Edit, Work } from './kept.ts';
import {
  type Destination,
  withGroupsMoved,
  withoutCarried,
  withoutPart,
  withPartRepeated,
} from './part-edit.ts';
import { CUSTOM } from './starting-points.ts';
import { currentOwner, isOwnerOf, onlyAccount, refKey, type Remote, type WizardState } from './state.ts';
import { placeOfRefusal } from './places.ts';
import { problemsAt, stepOfRefusal } from './step-problems.ts';
import { neighbour, type Step } from './steps.ts';
import { applyTemplate, broughtBack, chosen, likened, moved, withOwnTemplates } from './template-choice.ts';
import { without } from './without.ts';
import { newWorkId } from './work-id.ts';

export type Action =
  | {
      readonly type: 'greeted';
      readonly owners: readonly OwnerChoice[];
      readonly start: Start;
      readonly creation: Creation;
    }
  | { readonly type: 'ownersChanged'; readonly owners: readonly OwnerChoice[] }
  | { readonly type: 'templatesCame'; readonly templates: readonly OwnTemplate[] }
  | { readonly type: 'likeChosen'; readonly of: OwnerRef; readonly tokenId: string }
  | { readonly type: 'tokenOpened'; readonly opened: OpenedToken }
  | { readonly type: 'openingFailed'; readonly problem: Problem }
  | { readonly type: 'openedAgain' }
  | { readonly type: 'tookTheirs'; readonly theirs: OpenedToken; readonly keepMine: boolean }
  | { readonly type: 'madeAnew' }
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
  | {
      readonly type: 'addressesTyped';
      readonly list: keyof IpCondition;
      readonly entries: readonly string[];
    }
  | { readonly type: 'lifetimeChosen'; readonly lifetime: Lifetime }
  | { readonly type: 'endTyped'; readonly expiresOn: string }
  | { readonly type: 'startTyped'; readonly notBefore?: string }
  | { readonly type: 'wentOn' }
  | { readonly type: 'wentTo'; readonly step: Step; readonly place?: string }
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
    case 'templatesCame':
      return withOwnTemplates(state, action.templates);
    case 'likeChosen':
      return { ...state, opening: { of: action.of, tokenId: action.tokenId, for: 'like' } };
    case 'tokenOpened':
      return tokenOpened(state, action.opened);
    case 'openingFailed':
      return state.opening === undefined
        ? state
        : { ...state, opening: { ...state.opening, problem: action.problem } };
    case 'openedAgain':
      return openedAgain(state);
    case 'tookTheirs':
      return withoutRefusal(
        action.keepMine ? onTopOf(state, action.theirs) : takenUp(state, action.theirs, { state: 'idle' }),
      );
    case 'madeAnew':
      return withWork({ ...withoutRefusal(state), creation: { state: 'idle' } }, (work) => ({
        ...without(work, 'edit'),
        template: CUSTOM,
        edited: true,
        sent: false,
      }));
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
    case 'addressesTyped':
      return withWork(withoutRefusal(state, 'restrictions'), (work) => ({
        ...work,
        draft: withAddresses(work.draft, action.list, action.entries),
      }));
    case 'lifetimeChosen':
      return withWork(withoutRefusal(state, 'restrictions'), (work) =>
        counted({ ...work, lifetime: action.lifetime }),
      );
    case 'endTyped':
      return withWork(withoutRefusal(state, 'restrictions'), (work) => ({
        ...without(work, 'lifetime'),
        draft: withExpiry(work.draft, action.expiresOn),
      }));
    case 'startTyped':
      return withWork(withoutRefusal(state, 'restrictions'), (work) =>
        counted({ ...work, draft: withStart(work.draft, action.notBefore) }),
      );
    case 'wentOn':
      return wentOn(state);
    case 'wentTo':
      return withPlace(
        withWork(state, (work) => at(work, action.step)),
        action.place,
      );
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

/** A token was read to be edited. What somebody has begun to change meanwhile is not thrown away. */
function tokenOpened(state: WizardState, token: OpenedToken): WizardState {
  if (state.opening === undefined) return state;
  const rest = without(state, 'opening');
  if (state.opening.for === 'like') return startedLike(rest, state.opening.of, token);
  if (state.work !== undefined && hasChanges(state)) return rest;
  return { ...rest, work: opened(state.opening.of.connectionId, token), creation: { state: 'idle' } };
}

/** A token was read to start another one like it; for its own owner, where tokens can be made for that one. */
function startedLike(state: WizardState, of: OwnerRef, token: OpenedToken): WizardState {
  const work = likened(state.work ?? blankWork(of), of.connectionId, token);
  const isCreatable = state.owners.some((choice) => choice.canCreate && isOwnerOf(work, choice));
  const instead = currentOwner(state) ?? ownerToStartWith(state.owners, of);
  return { ...state, work: isCreatable || instead === undefined ? work : moved(work, instead) };
}

/** Reads the token once more: the first time failed, or nothing was changed here yet. */
function openedAgain(state: WizardState): WizardState {
  const { work, opening } = state;
  if (opening !== undefined) return { ...state, opening: without(opening, 'problem') };
  if (work?.edit === undefined || hasChanges(state)) return state;
  const of = { connectionId: work.connectionId, owner: work.draft.owner };
  return { ...state, opening: { of, tokenId: work.edit.base.id, for: 'edit' } };
}

/** The token as it is at Cloudflare takes the place of what was changed here. */
function takenUp(state: WizardState, token: OpenedToken, creation: Creation): WizardState {
  return withWork({ ...state, creation }, ({ connectionId }) => opened(connectionId, token));
}

/** Makes sure that there is work as soon as there is an owner to do it for. */
function withOwner(state: WizardState, start: Start): WizardState {
  if (state.work !== undefined || state.opening !== undefined) return state;
  const { connectionId, owner: ofToken, edit, like } = start;
  const tokenId = edit ?? like;
  if (connectionId !== undefined && ofToken !== undefined && tokenId !== undefined) {
    const of = { connectionId, owner: ofToken };
    return { ...state, opening: { of, tokenId, for: edit === undefined ? 'like' : 'edit' } };
  }
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
    id: newWorkId(),
    step: 'start',
    connectionId,
    draft: blankDraft(owner),
    edited: false,
    omitted: [],
    dropped: [],
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
  const moved = { ...work, step, passed: added(work.passed, work.step) };
  return step === 'summary' ? counted(moved) : moved;
}

/** The end of a chosen lifetime, from the start of the token or from now: what is reviewed is what is sent. */
function counted(work: Work): Work {
  const { lifetime, draft } = work;
  if (lifetime === undefined) return work;
  return { ...work, draft: withExpiry(draft, endOfLife(lifetime, parseTime(draft.notBefore) ?? new Date())) };
}

/** What the end, or the loss, of a create means for the work. */
function settled(state: WizardState): WizardState {
  const { work, creation } = state;
  if (work === undefined) return state;
  if (creation.state === 'created') {
    return {
      ...withoutRefusal(state),
      work: { ...work, step: 'secret', sent: false, created: creation.token },
    };
  }
  if (creation.state === 'refused') {
    if (!work.sent) return state;
    const step = stepOfRefusal(work.draft, creation.problem);
    return {
      ...withPlace(state, placeOfRefusal(work.draft, creation.problem)),
      work: { ...at(work, step), sent: false },
      refusal: { step, problem: creation.problem },
    };
  }
  return work.edit === undefined ? state : editSettled(state, work.edit, creation);
}

/** What the end of a save means. The host remembers it for a page that comes back, perhaps long after. */
function editSettled(state: WizardState, { base }: Edit, creation: Creation): WizardState {
  if (creation.state === 'saved')
    return state.work?.sent === true ? takenUp(state, creation.opened, creation) : state;
  if (creation.state === 'conflict') {
    const isSettled = canonicalJson(creation.theirs.token) === canonicalJson(base);
    return isSettled ? { ...state, creation: { state: 'idle' } } : withoutSent(state);
  }
  return creation.state === 'idle' || creation.state === 'gone' ? withoutSent(state) : state;
}

function withoutSent(state: WizardState): WizardState {
  return withWork(state, (work) => ({ ...work, sent: false }));
}

function startedOver(state: WizardState): WizardState {
  const { work } = state;
  if (work === undefined) return state;
  const fresh = blankWork({ connectionId: work.connectionId, owner: work.draft.owner });
  return { ...withoutRefusal(state), work: fresh, creation: { state: 'idle' }, tried: [], nameLeft: false };
}

function withPlace(state: WizardState, place: string | undefined): WizardState {
  return place === undefined ? without(state, 'place') : { ...state, place };
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
