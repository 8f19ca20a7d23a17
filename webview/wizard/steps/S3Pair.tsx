// What S3 clients need to use R2 with the token: where it is, and the pair of keys that is made of the token.
import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { S3Endpoint } from '../../../src/tokens/r2.ts';
import type { CreatedToken } from '../../../src/wizard/messages.ts';
import { Icon } from '../view/Icon.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';

export interface S3PairProps {
  readonly token: CreatedToken;
  readonly endpoints: readonly S3Endpoint[];
}

export function S3Pair({ token, endpoints }: S3PairProps) {
  const { ask, announce, work } = useWork();
  const { tokenId } = token;
  const [said, setSaid] = useState<string>();

  async function run(work: () => Promise<string | undefined>): Promise<void> {
    setSaid(undefined);
    try {
      const words = await work();
      setSaid(words);
      if (words !== undefined) announce(words);
    } catch (error) {
      setSaid(problemFrom(error).message);
    }
  }

  const copyText = (text: string) =>
    run(async () => {
      await ask({ ask: 'copyText', text });
      return l10n.t('Copied.');
    });
  const copySecret = () =>
    run(async () => {
      const { clearsAfter } = await ask({ ask: 'copyS3Secret', tokenId });
      return clearsAfter > 0
        ? l10n.t('Copied. It leaves the clipboard in {0} seconds.', clearsAfter)
        : l10n.t('Copied.');
    });
  const insert = () =>
    run(async () => {
      const preset = work.template === undefined ? {} : { preset: work.template };
      await ask({ ask: 'insertSecret', tokenId, holds: 's3-secret', ...preset });
      return undefined;
    });

  return (
    <section class="secret" aria-labelledby="s3-title" data-testid="s3">
      <h3 class="part-title" id="s3-title">
        {l10n.t('For S3 clients of R2')}
      </h3>
      <p class="help">
        {l10n.t(
          'The secret access key is made of the secret, so it changes when the token is rolled. The region is “auto”.',
        )}
      </p>
      <dl class="s3">
        <Row term={l10n.t('Access Key ID')} onCopy={() => void copyText(tokenId)} testId="s3-id">
          <code>{tokenId}</code>
        </Row>
        <Row
          term={l10n.t('Secret Access Key')}
          onCopy={() => void copySecret()}
          testId="s3-secret"
          more={
            <vscode-button appearance="secondary" data-testid="s3-insert" onClick={() => void insert()}>
              <Icon name="file" slot="start" />
              {l10n.t('Insert into .env…')}
            </vscode-button>
          }
        >
          <span aria-hidden="true">{'•'.repeat(24)}</span>
          <span class="unseen">{l10n.t('hidden')}</span>
        </Row>
        {endpoints.map(({ url, jurisdiction }) => (
          <Row
            key={url}
            term={jurisdiction === 'default' ? l10n.t('Endpoint') : l10n.t('Endpoint ({0})', jurisdiction)}
            onCopy={() => void copyText(url)}
            testId={`s3-endpoint-${jurisdiction}`}
          >
            <code>{url}</code>
          </Row>
        ))}
      </dl>
      {said !== undefined && <p class="help">{said}</p>}
    </section>
  );
}

interface RowProps {
  readonly term: string;
  readonly children: ComponentChildren;
  readonly more?: ComponentChildren;
  readonly onCopy: () => void;
  readonly testId: string;
}

function Row({ term, children, more, onCopy, testId }: RowProps) {
  return (
    <div class="s3-row" data-testid={testId}>
      <dt>{term}</dt>
      <dd class="s3-value">{children}</dd>
      <dd class="s3-buttons">
        <vscode-button appearance="secondary" aria-label={l10n.t('Copy {0}', term)} onClick={onCopy}>
          <Icon name="copy" slot="start" />
          {l10n.t('Copy')}
        </vscode-button>
        {more}
      </dd>
    </div>
  );
}
