// The buttons of the last page: close the wizard, or make another token.
import * as l10n from '@vscode/l10n';
import { useWork } from '../wizard-context.ts';

export function DoneFooter() {
  const { dispatch, ask } = useWork();
  return (
    <footer class="footer">
      <div class="footer-column">
        <vscode-button
          appearance="secondary"
          data-testid="another"
          onClick={() => dispatch({ type: 'startedOver' })}
        >
          {l10n.t('Create Another')}
        </vscode-button>
        <span class="footer-hint" />
        <vscode-button data-testid="close" onClick={() => void ask({ ask: 'close' })}>
          {l10n.t('Done')}
        </vscode-button>
      </div>
    </footer>
  );
}
