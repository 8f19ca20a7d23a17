// Back, Continue and Create, always in reach at the bottom.
import * as l10n from '@vscode/l10n';
import { neighbour } from '../steps.ts';
import { useWork } from '../wizard-context.ts';

export interface FooterProps {
  /** Goes on, or creates; also the Ctrl+Enter key. */
  readonly onContinue: () => void;
}

export function Footer({ onContinue }: FooterProps) {
  const { state, work, dispatch } = useWork();
  const running = state.creation.state === 'running';
  const isLast = work.step === 'summary';
  const back = neighbour(work.step, -1);
  const again = state.creation.state === 'lost' || (work.sent && !running);

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
        <span class="footer-hint">
          {running ? '' : isLast ? l10n.t('{0} creates', keys()) : l10n.t('{0} goes on', keys())}
        </span>
        {running && (
          <span class="busy" role="status">
            <vscode-progress-ring aria-hidden="true" />
            {l10n.t('Creating the token…')}
          </span>
        )}
        <vscode-button
          appearance={again ? 'secondary' : 'primary'}
          data-testid={isLast ? 'create' : 'continue'}
          disabled={running}
          onClick={onContinue}
        >
          {isLast ? (again ? l10n.t('Create Again Anyway') : l10n.t('Create Token')) : l10n.t('Continue')}
        </vscode-button>
      </div>
    </footer>
  );
}

/** What the person calls the keys that go on. */
function keys(): string {
  return navigator.platform.startsWith('Mac') ? '⌘ Enter' : 'Ctrl+Enter';
}
