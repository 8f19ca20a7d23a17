// The whole wizard: heading, bar of steps, the current step, and the buttons at the bottom.
import * as l10n from '@vscode/l10n';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { Host } from './host.ts';
import type { Work } from './kept.ts';
import { hasChanges } from './edit.ts';
import { refOf, useOpening, useOwnerData } from './remote.ts';
import { reduce } from './reduce.ts';
import { currentOwner, firstState } from './state.ts';
import { problemsAt } from './step-problems.ts';
import { LostNotice } from './steps/LostNotice.tsx';
import { DoneFooter } from './view/DoneFooter.tsx';
import { Footer, isStopped } from './view/Footer.tsx';
import { Loading } from './view/Loading.tsx';
import { NoOwner, OwnerGone } from './view/NoOwner.tsx';
import { Opening } from './view/Opening.tsx';
import { SaveAsTemplate } from './view/SaveAsTemplate.tsx';
import { StepBar } from './view/StepBar.tsx';
import { StepView } from './view/StepView.tsx';
import { problemFrom, type Wizard, WizardContext } from './wizard-context.ts';

export interface AppProps {
  readonly host: Host;
  readonly kept: Work | undefined;
  /** Keeps the work where a hidden tab and a reload of the window leave it. */
  readonly keep: (work: Work) => void;
  /** Takes the texts of the display language. */
  readonly speak: (texts: Record<string, string>) => void;
}

export function App({ host, kept, keep, speak }: AppProps) {
  const [state, dispatch] = useReducer(reduce, firstState(kept));
  const ear = useRef<HTMLDivElement>(null);
  const announce = useCallback((text: string) => ear.current?.replaceChildren(text), []);
  const wizard = useMemo<Wizard>(() => ({ state, dispatch, ask: host.ask, announce }), [state]);
  const { work } = state;

  useEffect(() => {
    host.start((told) => {
      switch (told.type) {
        case 'init':
          if (told.texts !== undefined) speak(told.texts);
          dispatch({ ...told, type: 'greeted' });
          break;
        case 'templates':
          dispatch({ type: 'templatesCame', templates: told.templates });
          break;
        case 'owners':
          dispatch({ type: 'ownersChanged', owners: told.owners });
          break;
        case 'creation':
          dispatch({ type: 'creationChanged', creation: told.creation });
          break;
        case 'askedAgain':
          dispatch({ type: 'openedAgain' });
          break;
      }
    }, kept);
  }, []);

  useEffect(() => {
    if (work !== undefined) keep(work);
  }, [work]);

  useOwnerData(wizard);
  useOpening(wizard);

  const goOn = useCallback(() => {
    const owner = currentOwner(state);
    if (work === undefined || work.step === 'secret' || state.creation.state === 'running') return;
    const isReady =
      work.step === 'summary' && owner !== undefined && problemsAt(state, 'summary').length === 0;
    if (!isReady) {
      dispatch({ type: 'wentOn' });
      return;
    }
    if (isStopped(state)) return;
    if (!hasChanges(state)) {
      announce(l10n.t('Nothing has changed, so there is nothing to save.'));
      return;
    }
    dispatch({ type: 'sent' });
    const { draft, edit } = work;
    const of = refOf(owner);
    const sending =
      edit === undefined
        ? host.ask({ ask: 'create', of, draft, work: work.id })
        : host.ask({ ask: 'save', of, draft, base: edit.base });
    sending.catch((error: unknown) => {
      dispatch({ type: 'creationChanged', creation: { state: 'refused', problem: problemFrom(error) } });
    });
  }, [state]);

  useCtrlEnter(goOn);

  return (
    <WizardContext.Provider value={wizard}>
      <div class="page">
        <main class="column">
          <div class="title-row">
            <h1 class="title">
              {work?.edit === undefined && state.opening?.for !== 'edit'
                ? l10n.t('Create API Token')
                : l10n.t('Edit API Token')}
            </h1>
            {state.ready && work !== undefined && <SaveAsTemplate />}
          </div>
          {!state.ready ? (
            <Loading>{l10n.t('Starting…')}</Loading>
          ) : work === undefined && state.opening !== undefined ? (
            <Opening {...(state.opening.problem !== undefined && { problem: state.opening.problem })} />
          ) : work === undefined ? (
            <NoOwner />
          ) : (
            <>
              <StepBar />
              {currentOwner(state) === undefined && work.step !== 'secret' && <OwnerGone />}
              <LostNotice />
              <StepView step={work.step} />
            </>
          )}
        </main>
        {state.ready &&
          work !== undefined &&
          (work.step === 'secret' ? <DoneFooter /> : <Footer onContinue={goOn} />)}
      </div>
      <div class="unseen announcement" role="status" ref={ear} data-testid="announcement" />
    </WizardContext.Provider>
  );
}

function useCtrlEnter(goOn: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      goOn();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [goOn]);
}
