// Fetches what the steps need of the current owner: its permission groups and the accounts its connection sees.
import { useEffect } from 'preact/hooks';
import type { OwnerRef } from '../../src/wizard/messages.ts';
import type { Host } from './host.ts';
import type { Action } from './reduce.ts';
import { currentOwner, refKey } from './state.ts';
import { problemFrom, useWizard, type Wizard } from './wizard-context.ts';

type Send = (action: Action) => void;

async function fetchCatalogue(ask: Host['ask'], dispatch: Send, of: OwnerRef): Promise<void> {
  dispatch({ type: 'catalogueCame', of, catalogue: { state: 'loading' } });
  try {
    const { entries } = await ask({ ask: 'catalogue', of });
    const catalogue = { entries, byId: new Map(entries.map((entry) => [entry.id, entry])) };
    dispatch({ type: 'catalogueCame', of, catalogue: { state: 'loaded', value: catalogue } });
  } catch (error) {
    dispatch({ type: 'catalogueCame', of, catalogue: { state: 'failed', problem: problemFrom(error) } });
  }
}

async function fetchAccounts(ask: Host['ask'], dispatch: Send, of: OwnerRef): Promise<void> {
  dispatch({ type: 'accountsCame', of, accounts: { state: 'loading' } });
  try {
    const { accounts } = await ask({ ask: 'accounts', of });
    dispatch({ type: 'accountsCame', of, accounts: { state: 'loaded', value: accounts } });
  } catch (error) {
    dispatch({ type: 'accountsCame', of, accounts: { state: 'failed', problem: problemFrom(error) } });
  }
}

/** The part of an owner that the host needs to know it by. */
export function refOf({ connectionId, owner }: OwnerRef): OwnerRef {
  return { connectionId, owner };
}

/** Fetches for each owner once, when it becomes the current one. */
export function useOwnerData({ state, ask, dispatch }: Pick<Wizard, 'state' | 'ask' | 'dispatch'>): void {
  const owner = currentOwner(state);
  const key = owner === undefined ? undefined : refKey(owner);
  useEffect(() => {
    if (owner === undefined || key === undefined) return;
    if (state.catalogues[key] === undefined) void fetchCatalogue(ask, dispatch, refOf(owner));
    if (state.accounts[key] === undefined) void fetchAccounts(ask, dispatch, refOf(owner));
  }, [key]);
}

/** Reads the token that is to be edited. */
export function useOpening({ state, ask, dispatch }: Pick<Wizard, 'state' | 'ask' | 'dispatch'>): void {
  const { opening } = state;
  useEffect(() => {
    if (opening === undefined || opening.problem !== undefined) return;
    ask({ ask: 'openToken', of: opening.of, tokenId: opening.tokenId }).then(
      ({ opened }) => dispatch({ type: 'tokenOpened', opened }),
      (error: unknown) => dispatch({ type: 'openingFailed', problem: problemFrom(error) }),
    );
  }, [opening]);
}

/** What "Try Again" does after a fetch failed. */
export function useRetry(): { readonly catalogue: () => void; readonly accounts: () => void } {
  const { state, ask, dispatch } = useWizard();
  const owner = currentOwner(state);
  const again = (fetch: typeof fetchCatalogue) => () => {
    if (owner !== undefined) void fetch(ask, dispatch, refOf(owner));
  };
  return { catalogue: again(fetchCatalogue), accounts: again(fetchAccounts) };
}
