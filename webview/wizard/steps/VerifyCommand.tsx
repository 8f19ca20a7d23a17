// The command that verifies the secret in a terminal. It names a variable; only a revealed secret stands in for it.
import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { Icon } from '../view/Icon.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';

export interface VerifyCommandProps {
  /** With `$VARIABLE` where the secret belongs. */
  readonly command: string;
  readonly variable: string;
  /** Present while the secret is revealed. */
  readonly secret?: string;
}

export function VerifyCommand({ command, variable, secret }: VerifyCommandProps) {
  const { ask, announce } = useWork();
  const [said, setSaid] = useState<string>();
  const shown = secret === undefined ? command : command.replaceAll(`$${variable}`, () => secret);

  // What is copied never holds the secret: pasted into a shell, it would stay in its history.
  async function copy(): Promise<void> {
    try {
      await ask({ ask: 'copyText', text: command });
      setSaid(l10n.t('Copied, with ${0} in place of the secret.', variable));
      announce(l10n.t('Copied.'));
    } catch (error) {
      setSaid(problemFrom(error).message);
    }
  }

  return (
    <section class="secret" aria-labelledby="command-title">
      <h3 class="part-title" id="command-title">
        {l10n.t('Verify in a terminal')}
      </h3>
      <p class="help">{l10n.t('Takes the secret from the environment variable {0}.', variable)}</p>
      <pre class="code" role="region" tabIndex={0} aria-label={l10n.t('Command')} data-testid="command">
        {shown}
      </pre>
      <div class="buttons">
        <vscode-button appearance="secondary" data-testid="copy-command" onClick={() => void copy()}>
          <Icon name="copy" slot="start" />
          {l10n.t('Copy Command')}
        </vscode-button>
        {said !== undefined && <span class="help">{said}</span>}
      </div>
    </section>
  );
}
