// What is shown while a token is being read to be edited, and when it could not be.
import * as l10n from '@vscode/l10n';
import type { Problem } from '../../../src/wizard/messages.ts';
import { useWizard } from '../wizard-context.ts';
import { Loading } from './Loading.tsx';
import { Notice } from './Notice.tsx';

export function Opening({ problem }: { readonly problem?: Problem }) {
  const { dispatch } = useWizard();
  if (problem === undefined) return <Loading>{l10n.t('Reading the token…')}</Loading>;
  return (
    <Notice
      kind="error"
      testId="not-opened"
      title={l10n.t('The token could not be read')}
      actions={
        <vscode-button onClick={() => dispatch({ type: 'openedAgain' })}>{l10n.t('Try Again')}</vscode-button>
      }
    >
      {problem.message}
    </Notice>
  );
}
