// The wizard's state: plain data, and what is read off it.
import type { Catalogue } from '../../src/tokens/catalogueEntry.ts';
import type { Named } from '../../src/tokens/draft.ts';
import { ownerKey, sameOwner } from '../../src/tokens/owner.ts';
import type { Creation, OwnerChoice, OwnerRef, Problem } from '../../src/wizard/messages.ts';
import type { OwnTemplate } from '../../src/wizard/messages-draft.ts';
import { ownAccount } from './draft-edit.ts';
import type { Work } from './kept.ts';
import type { Step } from './steps.ts';

/** Something that is fetched: on its way, failed with a reason, or there. */
export type Remote<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'loaded'; readonly value: T };

/** A token that is being read. */
export interface Opening {
  readonly of: OwnerRef;
  readonly tokenId: string;
  /** To be edited, or to start another one like it. */
  readonly for: 'edit' | 'like';
  /** Why it could not be read. */
  readonly problem?: Problem;
}

export interface WizardState {
  /** The host has said what there is. */
  readonly ready: boolean;
  readonly owners: readonly OwnerChoice[];
  /** What survives a hidden tab. Absent until there is an owner to make a token for. */
  readonly work?: Work;
  /** The token that is being read. */
  readonly opening?: Opening;
  /** The person's own templates; absent until the host has told them. */
  readonly templates?: readonly OwnTemplate[];
  /** By owner; see refKey. */
  readonly catalogues: Readonly<Record<string, Remote<Catalogue>>>;
  readonly accounts: Readonly<Record<string, Remote<readonly Named[]>>>;
  readonly creation: Creation;
  /** The step that the refusal of a create belongs to, while the person has not acted on it. */
  readonly refusal?: { readonly step: Step; readonly problem: Problem };
  /** The id of the element that the current step was opened for. */
  readonly place?: string;
  /** Steps whose problems are shown: the person tried to go on from there. */
  readonly tried: readonly Step[];
  /** How often the person tried to go on in vain; each time, the first problem gets the focus. */
  readonly attempts: number;
  /** The name's problem is shown: the person typed a name and left the field. */
  readonly nameLeft: boolean;
}

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

/** A catalogue that offers nothing. Words for permissions come from the bundled data then (see entryOf). */
export const NO_CATALOGUE: Catalogue = { entries: [], byId: new Map() };

/** The catalogue of the current owner as far as it is known, for words. */
export function knownCatalogue(state: WizardState): Catalogue {
  const catalogue = currentCatalogue(state);
  return catalogue.state === 'loaded' ? catalogue.value : NO_CATALOGUE;
}

/** The accounts that the current connection sees. */
export function currentAccounts(state: WizardState): Remote<readonly Named[]> {
  return remoteOf(state, state.accounts);
}

function remoteOf<T>(state: WizardState, all: Readonly<Record<string, Remote<T>>>): Remote<T> {
  const owner = currentOwner(state);
  return (owner && all[refKey(owner)]) ?? { state: 'loading' };
}

/** The one account that account permissions can be about; undefined where there is a choice. */
export function onlyAccount(state: WizardState): Named | undefined {
  const owner = currentOwner(state);
  if (owner === undefined) return undefined;
  const accounts = currentAccounts(state);
  const [first, second] = accounts.state === 'loaded' ? accounts.value : [];
  return ownAccount(owner) ?? (second === undefined ? first : undefined);
}

/** Is this the owner that the work is for? */
export function isOwnerOf(work: Work, { connectionId, owner }: OwnerRef): boolean {
  return connectionId === work.connectionId && sameOwner(owner, work.draft.owner);
}
