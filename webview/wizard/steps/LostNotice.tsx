// What to do when nobody knows whether Cloudflare made the token: its answer was lost, or the window was reloaded.
import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { plain } from '../../../src/tokens/markdown.ts';
import type { CreatedToken } from '../../../src/wizard/messages.ts';
import { Notice } from '../view/Notice.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';

export function LostNotice() {
  const { state, work } = useWork();
  const { creation } = state;
  if (work.step === 'secret') return null;
  if (creation.state === 'lost') {
    const { found, problem } = creation;
    return (
      <Notice
        kind="warning"
        testId="lost"
        title={
          found === undefined
            ? l10n.t('It is not known whether the token was created')
            : l10n.t('The token was created, but its secret was lost on the way')
        }
        actions={found === undefined ? <LookAgain /> : <FoundActions found={found} />}
      >
        {problem.message}
      </Notice>
    );
  }
  if (work.edit === undefined && work.sent && creation.state === 'idle') {
    return (
      <Notice kind="warning" testId="lost" title={l10n.t('It is not known whether the token was created')}>
        {l10n.t(
          'The window was closed or reloaded while the token was being created. Look for “{0}” in the list of tokens before you create it again.',
          plain(work.draft.name),
        )}
      </Notice>
    );
  }
  return null;
}

function LookAgain() {
  const { work, ask } = useWork();
  return (
    <vscode-button
      appearance="secondary"
      data-testid="look-again"
      onClick={() => void ask({ ask: 'lookAgain', work: work.id })}
    >
      {l10n.t('Look Again')}
    </vscode-button>
  );
}

function FoundActions({ found }: { readonly found: CreatedToken }) {
  const { ask, dispatch } = useWork();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function run(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(problemFrom(error).message);
    } finally {
      setBusy(false);
    }
  }

  const roll = () =>
    run(async () => {
      await ask({ ask: 'rollFound', token: found });
    });
  const remove = () =>
    run(async () => {
      const { outcome } = await ask({ ask: 'deleteFound', token: found });
      if (outcome === 'done') dispatch({ type: 'lossSettled' });
    });

  return (
    <>
      <vscode-button data-testid="roll-found" disabled={busy} onClick={() => void roll()}>
        {l10n.t('Roll It to Get a Secret')}
      </vscode-button>
      <vscode-button
        appearance="secondary"
        data-testid="delete-found"
        disabled={busy}
        onClick={() => void remove()}
      >
        {l10n.t('Delete It')}
      </vscode-button>
      {problem !== undefined && <p class="problem">{problem}</p>}
    </>
  );
}
