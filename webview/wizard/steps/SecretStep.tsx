// The page after Create: where the secret is, and everything a person does with it next.
import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { plain } from '../../../src/tokens/markdown.ts';
import { policiesOf } from '../../../src/tokens/policies.ts';
import { s3EndpointsOf } from '../../../src/tokens/r2.ts';
import { SOME_USER } from '../../../src/tokens/sentences.ts';
import type { AnswerTo, CreatedToken } from '../../../src/wizard/messages.ts';
import { Icon } from '../view/Icon.tsx';
import { Loading } from '../view/Loading.tsx';
import { Notice } from '../view/Notice.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';
import { useRevealed } from './revealed.ts';
import { S3Pair } from './S3Pair.tsx';
import { TestSecret } from './TestSecret.tsx';
import { VerifyCommand } from './VerifyCommand.tsx';

export function SecretStep() {
  const { work } = useWork();
  return work.created === undefined ? null : <SecretPage key={work.created.tokenId} token={work.created} />;
}

function SecretPage({ token }: { readonly token: CreatedToken }) {
  const { ask, announce, work } = useWork();
  const preset = work.template === undefined ? {} : { preset: work.template };
  const endpoints = s3EndpointsOf(policiesOf(work.draft, { userId: SOME_USER }));
  const [about, setAbout] = useState<AnswerTo<'secretState'>>();
  const [problem, setProblem] = useState<string>();
  const [done, setDone] = useState<string>();
  const { tokenId } = token;
  const { secret, reveal, hide } = useRevealed(tokenId);

  async function run(work: () => Promise<string | undefined>): Promise<void> {
    setProblem(undefined);
    setDone(undefined);
    try {
      const words = await work();
      setDone(words);
      if (words !== undefined) announce(words);
    } catch (error) {
      setProblem(problemFrom(error).message);
    }
  }

  const look = () =>
    run(async () => {
      setAbout(await ask({ ask: 'secretState', token, ...preset }));
      return undefined;
    });
  const copy = () =>
    run(async () => {
      const { clearsAfter } = await ask({ ask: 'copySecret', tokenId });
      return clearsAfter > 0
        ? l10n.t('Copied. It leaves the clipboard in {0} seconds.', clearsAfter)
        : l10n.t('Copied.');
    });
  const insert = () =>
    run(async () => {
      await ask({ ask: 'insertSecret', tokenId, holds: 'token', ...preset });
      return undefined;
    });
  const openTerminal = () =>
    run(async () => {
      const { opened, variable } = await ask({ ask: 'openTerminal', tokenId, ...preset });
      if (opened) return l10n.t('In the new terminal, ${0} holds the secret until it is closed.', variable);
      setProblem(l10n.t('Trust this workspace first: a terminal may run what the workspace brings along.'));
      return undefined;
    });
  const show = () =>
    run(async () => {
      await reveal();
      return l10n.t('The secret is shown.');
    });
  const store = () =>
    run(async () => {
      const { where, problem: why } = await ask({ ask: 'retryStore', tokenId });
      setAbout((before) => before && { ...before, where });
      if (why !== undefined) setProblem(why.message);
      return where === 'stored' ? l10n.t('The secret is now stored.') : undefined;
    });

  useEffect(() => void look(), [tokenId]);

  if (about === undefined) {
    if (problem === undefined) return <Loading>{l10n.t('Looking for the secret…')}</Loading>;
    return (
      <Notice
        kind="error"
        title={l10n.t('The secret could not be read')}
        actions={<vscode-button onClick={() => void look()}>{l10n.t('Try Again')}</vscode-button>}
      >
        {problem}
      </Notice>
    );
  }
  return (
    <>
      <Whereabouts
        token={token}
        where={about.where}
        onStore={() => void store()}
        onCopy={() => void copy()}
      />
      {about.where !== 'none' && (
        <>
          <section class="secret" aria-labelledby="secret-title">
            <h3 class="part-title" id="secret-title">
              {l10n.t('Secret')}
            </h3>
            <div class="secret-row">
              <code class={secret === undefined ? 'secret-text masked' : 'secret-text'} data-testid="secret">
                {secret ?? <Mask />}
              </code>
              <vscode-button
                appearance="secondary"
                data-testid={secret === undefined ? 'reveal' : 'hide'}
                onClick={() => (secret === undefined ? void show() : hide())}
              >
                <Icon name="eye" slot="start" />
                {secret === undefined ? l10n.t('Reveal') : l10n.t('Hide')}
              </vscode-button>
            </div>
            <div class="buttons">
              <vscode-button
                appearance={about.where === 'stored' ? 'primary' : 'secondary'}
                data-testid="insert"
                onClick={() => void insert()}
              >
                <Icon name="file" slot="start" />
                {l10n.t('Insert into .env…')}
              </vscode-button>
              <vscode-button appearance="secondary" data-testid="copy" onClick={() => void copy()}>
                <Icon name="copy" slot="start" />
                {l10n.t('Copy')}
              </vscode-button>
              <vscode-button
                appearance="secondary"
                data-testid="open-terminal"
                onClick={() => void openTerminal()}
              >
                <Icon name="terminal" slot="start" />
                {l10n.t('Open Terminal with It')}
              </vscode-button>
            </div>
            {done !== undefined && (
              <p class="done" data-testid="done">
                <Icon name="check" />
                {done}
              </p>
            )}
            {problem !== undefined && (
              <p class="problem" role="alert">
                <Icon name="error" />
                <span>{problem}</span>
              </p>
            )}
          </section>
          {endpoints.length > 0 && <S3Pair token={token} endpoints={endpoints} />}
          <TestSecret token={token} />
          <VerifyCommand
            command={about.command}
            variable={about.variable}
            {...(secret !== undefined && { secret })}
          />
        </>
      )}
    </>
  );
}

/** What stands for the hidden secret; tells nothing of its length. */
function Mask() {
  return (
    <>
      <span aria-hidden="true">{'•'.repeat(40)}</span>
      <span class="unseen">{l10n.t('hidden')}</span>
    </>
  );
}

interface WhereaboutsProps {
  readonly token: CreatedToken;
  readonly where: AnswerTo<'secretState'>['where'];
  readonly onStore: () => void;
  readonly onCopy: () => void;
}

function Whereabouts({ token, where, onStore, onCopy }: WhereaboutsProps) {
  const name = plain(token.name);
  switch (where) {
    case 'stored':
      return (
        <Notice kind="success" testId="stored" title={l10n.t('“{0}” was created', name)}>
          {l10n.t(
            'Its secret is stored in VS Code’s secret storage, encrypted on this computer; you find it again in the sidebar. Cloudflare shows it to nobody again.',
          )}
        </Notice>
      );
    case 'memory':
      return (
        <Notice
          kind="warning"
          testId="unstored"
          title={l10n.t('“{0}” was created, but its secret could not be stored', name)}
          actions={
            <>
              <vscode-button onClick={onStore} data-testid="store-again">
                {l10n.t('Store Again')}
              </vscode-button>
              <vscode-button appearance="secondary" onClick={onCopy}>
                {l10n.t('Copy Secret')}
              </vscode-button>
            </>
          }
        >
          {l10n.t(
            'VS Code’s secret storage refused it. The secret is in the memory of this window only: store it again, or copy it to a safe place before you close the window.',
          )}
        </Notice>
      );
    case 'none':
      return (
        <Notice
          kind="warning"
          testId="gone"
          title={l10n.t('The secret of “{0}” is not stored in VS Code', name)}
        >
          {l10n.t('Cloudflare shows a secret once only. Roll the token in the sidebar to get a new one.')}
        </Notice>
      );
  }
}
