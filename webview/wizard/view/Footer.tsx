// Back, Continue and Create, always in reach at the bottom.
import * as l10n from '@vscode/l10n';
import { hasChanges } from '../edit.ts';
import type { WizardState } from '../state.ts';
import { neighbour } from '../steps.ts';
import { useWork } from '../wizard-context.ts';

export interface FooterProps {
  /** Goes on, or creates; also the Ctrl+Enter key. */
  readonly onContinue: () => void;
}

export function Footer({ onContinue }: FooterProps) {
  const { state, work, dispatch, ask } = useWork();
  const running = state.creation.state === 'running';
  const isLast = work.step === 'summary';
  const back = neighbour(work.step, -1);
  const isEdit = work.edit !== undefined;
  const again = !isEdit && (state.creation.state === 'lost' || (work.sent && !running));
  const isUnchanged = isLast && !hasChanges(state);
  const isDone = isUnchanged && state.creation.state === 'saved';

  return (
    <footer class="footer">
      <div class="footer-column">
        {back !== undefined && (
          <vscode-button
            appearance="secondary"
            data-testid="back"
            disabled={running}
            onClick={() => dispatch({ type: 'wentTo', step: back })}
          >
            {l10n.t('Back')}
          </vscode-button>
        )}
        <span class="footer-hint">{running ? '' : hintOf({ isLast, isEdit, isUnchanged })}</span>
        {running && (
          <span class="busy" role="status">
            <vscode-progress-ring aria-hidden="true" />
            {isEdit ? l10n.t('Saving the changes…') : l10n.t('Creating the token…')}
          </span>
        )}
        {isDone ? (
          <vscode-button key="done" data-testid="close" onClick={() => void ask({ ask: 'close' })}>
            {l10n.t('Done')}
          </vscode-button>
        ) : (
          <vscode-button
            key="on"
            appearance={again ? 'secondary' : 'primary'}
            data-testid={isLast ? (isEdit ? 'save' : 'create') : 'continue'}
            disabled={running || isUnchanged || (isLast && isStopped(state))}
            onClick={onContinue}
          >
            {isLast ? lastWords(isEdit, again) : l10n.t('Continue')}
          </vscode-button>
        )}
      </div>
    </footer>
  );
}

/** Is there something to decide before saving makes sense? */
export function isStopped({ creation }: WizardState): boolean {
  return creation.state === 'conflict' || creation.state === 'gone';
}

function lastWords(isEdit: boolean, again: boolean): string {
  if (isEdit) return l10n.t('Save Changes');
  return again ? l10n.t('Create Again Anyway') : l10n.t('Create Token');
}

function hintOf(at: {
  readonly isLast: boolean;
  readonly isEdit: boolean;
  readonly isUnchanged: boolean;
}): string {
  if (at.isUnchanged) return l10n.t('Nothing to save');
  if (!at.isLast) return l10n.t('{0} goes on', keys());
  return at.isEdit ? l10n.t('{0} saves', keys()) : l10n.t('{0} creates', keys());
}

/** What the person calls the keys that go on. */
function keys(): string {
  return navigator.platform.startsWith('Mac') ? '⌘ Enter' : 'Ctrl+Enter';
}
