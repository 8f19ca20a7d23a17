// What every part of the page can reach: the state, a way to change it, the host, and the ear of a screen reader.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import * as l10n from '@vscode/l10n';
import type { Problem } from '../../src/wizard/messages.ts';
import { type Host, RequestFailed } from './host.ts';
import type { Work } from './kept.ts';
import type { Action } from './reduce.ts';
import type { WizardState } from './state.ts';

export interface Wizard {
  readonly state: WizardState;
  readonly dispatch: (action: Action) => void;
  readonly ask: Host['ask'];
  /** Says something to a screen reader, politely. */
  readonly announce: (text: string) => void;
}

export const WizardContext = createContext<Wizard | undefined>(undefined);

/** The wizard around the component. */
export function useWizard(): Wizard {
  const wizard = useContext(WizardContext);
  if (wizard === undefined) throw new Error('rendered outside of the wizard');
  return wizard;
}

/** The wizard, on a step: there is work then. */
export function useWork(): Wizard & { readonly work: Work } {
  const wizard = useWizard();
  const { work } = wizard.state;
  if (work === undefined) throw new Error('no step without work');
  return { ...wizard, work };
}

/** A failed request in words. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem;
  return { message: l10n.t('The wizard could not understand the answer. Close it and open it again.') };
}
