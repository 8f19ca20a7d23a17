// Nobody to make a token for: no connection, none that may create tokens, or not any more the one that was chosen.
import * as l10n from '@vscode/l10n';
import { useWizard } from '../wizard-context.ts';
import { Notice } from './Notice.tsx';

export function NoOwner() {
  const { state, ask } = useWizard();
  return (
    <Notice
      kind="info"
      testId="no-owner"
      title={
        state.owners.length === 0
          ? l10n.t('Connect to Cloudflare first')
          : l10n.t('None of your connections may create tokens')
      }
      actions={
        <vscode-button onClick={() => void ask({ ask: 'connect' })}>
          {l10n.t('Connect to Cloudflare')}
        </vscode-button>
      }
    >
      {state.owners.length === 0
        ? l10n.t(
            'The wizard creates tokens through a management token. Connect with one, and the wizard goes on here.',
          )
        : l10n.t(
            'Connect with a management token that has API Tokens Edit, or Account API Tokens Edit for an account.',
          )}
    </Notice>
  );
}

/** The owner of the draft is out of reach: its connection was closed. Nothing of the draft is lost. */
export function OwnerGone() {
  const { ask } = useWizard();
  return (
    <Notice
      kind="warning"
      testId="owner-gone"
      title={l10n.t('The connection for this token was closed')}
      actions={
        <vscode-button onClick={() => void ask({ ask: 'connect' })}>
          {l10n.t('Connect to Cloudflare')}
        </vscode-button>
      }
    >
      {l10n.t(
        'Connect with the same management token again, or choose another owner on Start. What you have chosen is kept.',
      )}
    </Notice>
  );
}
