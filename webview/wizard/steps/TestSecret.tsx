// Tests at a click whether the secret works, with patience: Cloudflare may need some seconds to know a new token.
import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { CreatedToken } from '../../../src/wizard/messages.ts';
import { Icon } from '../view/Icon.tsx';
import { Loading } from '../view/Loading.tsx';
import { Notice } from '../view/Notice.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';

interface Verdict {
  readonly works: boolean;
  readonly message: string;
}

export function TestSecret({ token }: { readonly token: CreatedToken }) {
  const { ask } = useWork();
  const [busy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState<Verdict>();

  async function test(): Promise<void> {
    setBusy(true);
    setVerdict(undefined);
    try {
      setVerdict(await ask({ ask: 'testSecret', token }));
    } catch (error) {
      setVerdict({ works: false, message: problemFrom(error).message });
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class="secret" aria-labelledby="test-title">
      <h3 class="part-title" id="test-title">
        {l10n.t('Test')}
      </h3>
      <p class="help">
        {l10n.t(
          'Asks Cloudflare whether the secret works. A new token may take some seconds to be known everywhere.',
        )}
      </p>
      <div class="buttons">
        <vscode-button appearance="secondary" data-testid="test" disabled={busy} onClick={() => void test()}>
          <Icon name="play" slot="start" />
          {l10n.t('Test Secret')}
        </vscode-button>
      </div>
      {busy && <Loading>{l10n.t('Asking Cloudflare…')}</Loading>}
      {verdict !== undefined && (
        <Notice kind={verdict.works ? 'success' : 'warning'} testId="verdict">
          {verdict.message}
        </Notice>
      )}
    </section>
  );
}
