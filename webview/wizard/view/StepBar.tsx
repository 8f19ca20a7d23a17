// The bar of steps: where the person is, what is done, what is still to come, and the way back.
import * as l10n from '@vscode/l10n';
import { firstObstacle, problemsAt } from '../step-problems.ts';
import { isBefore, type Step, stepName, stepsOf } from '../steps.ts';
import { useWork } from '../wizard-context.ts';
import { Icon } from './Icon.tsx';

type StepState = 'current' | 'done' | 'attention' | 'open' | 'later';

export function StepBar() {
  const { state, work, dispatch } = useWork();
  const locked = work.created !== undefined || state.creation.state === 'running';

  function stateOf(step: Step): StepState {
    if (step === work.step) return 'current';
    if (work.created !== undefined) return isBefore(step, 'secret') ? 'done' : 'later';
    if (step === 'secret') return 'later';
    // The summary is never done with: it is there to be read again before Create.
    if (work.passed.includes(step) && step !== 'summary')
      return problemsAt(state, step).length > 0 ? 'attention' : 'done';
    return firstObstacle(state, step) === undefined ? 'open' : 'later';
  }

  return (
    <nav class="steps" aria-label={l10n.t('Steps')}>
      <ol>
        {stepsOf(work).map((step, index) => {
          const now = stateOf(step);
          return (
            <li key={step} class={`step step-${now}`}>
              <button
                type="button"
                class="step-button"
                data-testid={`step-${step}`}
                aria-current={now === 'current' ? 'step' : undefined}
                disabled={now === 'later' || (locked && now !== 'current')}
                onClick={() => dispatch({ type: 'wentTo', step })}
              >
                <span class="step-mark" aria-hidden="true">
                  {now === 'done' ? <Icon name="check" /> : now === 'attention' ? '!' : index + 1}
                </span>
                <span class="step-name">
                  {step === 'start' && work.edit !== undefined ? l10n.t('Name') : stepName(step)}
                </span>
                <span class="unseen">{wordsOf(now)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function wordsOf(state: StepState): string {
  switch (state) {
    case 'current':
      return '';
    case 'done':
      return l10n.t('(done)');
    case 'attention':
      return l10n.t('(needs attention)');
    case 'open':
    case 'later':
      return l10n.t('(to do)');
  }
}
