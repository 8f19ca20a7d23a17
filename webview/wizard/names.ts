// The names that the page knows: those of the owners, of an edited token, and of what was chosen.
import type { Names } from '../../src/tokens/names.ts';
import { namesWithDraft } from '../../src/tokens/sentences.ts';
import { currentAccounts, type WizardState } from './state.ts';

/** Looks names up for words about the draft, or about the token that it edits. */
export function namesIn(state: WizardState): Names {
  const { owners, work } = state;
  const accounts = new Map<string, string>();
  const zones = new Map<string, string>();
  const accountsOfZones = new Map<string, string>();
  const { zones: edited = [], accounts: editedAccounts = [] } = work?.edit?.mentioned ?? {};
  for (const { id, name } of editedAccounts) if (name !== undefined) accounts.set(id, name);
  for (const { id, name, accountId } of edited) {
    if (name !== undefined) zones.set(id, name);
    if (accountId !== undefined) accountsOfZones.set(id, accountId);
  }
  const listed = currentAccounts(state);
  for (const { id, name } of listed.state === 'loaded' ? listed.value : [])
    if (name !== undefined) accounts.set(id, name);
  for (const { owner, name } of owners) if (owner.kind === 'account') accounts.set(owner.accountId, name);
  const names: Names = {
    zone: (id) => zones.get(id),
    account: (id) => accounts.get(id),
    accountOfZone: (id) => accountsOfZones.get(id),
  };
  return work === undefined ? names : namesWithDraft(work.draft, names);
}
