// An edit in the wizard: how it begins, what it has changed so far, and how it goes on when somebody else was faster.
import { conflictOf, type FieldConflict } from '../../src/tokens/conflict.ts';
import { diffOf, type TokenDiff } from '../../src/tokens/diff.ts';
import { rebased } from '../../src/tokens/rebase.ts';
import { requestForEdit } from '../../src/tokens/request.ts';
import { type SentenceFormat, SOME_USER } from '../../src/tokens/sentences.ts';
import type { OpenedToken } from '../../src/wizard/messages.ts';
import type { Edit, Work } from './kept.ts';
import { namesIn } from './names.ts';
import { knownCatalogue, currentOwner, type WizardState } from './state.ts';
import { STEPS } from './steps.ts';
import { newWorkId } from './work-id.ts';

/** The work of a token that was just opened: everything is filled in, so it begins with the summary. */
export function opened(connectionId: string, { token, draft, mentioned }: OpenedToken): Work {
  return {
    id: newWorkId(),
    step: 'summary',
    connectionId,
    draft,
    edited: false,
    omitted: [],
    dropped: [],
    passed: STEPS.filter((step) => step !== 'secret'),
    sent: false,
    edit: { base: token, mentioned },
  };
}

/** What the edit changes, in words; undefined where nothing is edited. */
export function changesOf(state: WizardState, format: SentenceFormat = {}): TokenDiff | undefined {
  const { work } = state;
  if (work?.edit === undefined) return undefined;
  return diffOf(work.edit.base, work.draft, knownCatalogue(state), namesIn(state), new Date(), format);
}

/** Is there something to save? A draft that is no edit always is. */
export function hasChanges(state: WizardState): boolean {
  return changesOf(state)?.changes.length !== 0;
}

/** Then, theirs and yours, for the fields that somebody changed. */
export function conflictIn(
  state: WizardState,
  edit: Edit,
  theirs: OpenedToken,
  format: SentenceFormat,
): FieldConflict[] {
  const { work } = state;
  if (work === undefined) return [];
  const userId = currentOwner(state)?.userId ?? SOME_USER;
  return conflictOf(
    edit.base,
    theirs.token,
    requestForEdit(work.draft, edit.base, { userId }),
    knownCatalogue(state),
    namesIn(withMentioned(state, theirs)),
    new Date(),
    format,
  );
}

/** Takes the token as somebody else left it, with what was changed here on top of it. */
export function onTopOf(state: WizardState, theirs: OpenedToken): WizardState {
  const { work } = state;
  if (work?.edit === undefined) return state;
  const names = namesIn(withMentioned(state, theirs));
  const draft = rebased(work.edit.base, theirs.token, work.draft, knownCatalogue(state), names);
  return { ...withMentioned(state, theirs, draft), creation: { state: 'idle' } };
}

/** The state with the other token as what the edit began with. */
function withMentioned(
  state: WizardState,
  { token, mentioned }: OpenedToken,
  draft = state.work?.draft,
): WizardState {
  if (state.work?.edit === undefined || draft === undefined) return state;
  const before = state.work.edit.mentioned;
  const both = {
    zones: [...before.zones, ...mentioned.zones],
    accounts: [...before.accounts, ...mentioned.accounts],
  };
  return { ...state, work: { ...state.work, draft, edit: { base: token, mentioned: both } } };
}
