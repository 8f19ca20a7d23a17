// What an edit changes: the difference in the words of the summary, and what it may break.
import * as l10n from '@vscode/l10n';
import type { Change, TokenDiff } from '../../../src/tokens/diff.ts';
import { Notice } from '../view/Notice.tsx';

/** Signs say at a glance what words say, too. */
const SIGNS: Readonly<Record<Change['kind'], string>> = {
  added: '+',
  removed: '−',
  widened: '↑',
  narrowed: '↓',
  changed: '~',
};

export function Changes({ diff }: { readonly diff: TokenDiff }) {
  if (diff.changes.length === 0) {
    return (
      <p class="unchanged" data-testid="unchanged">
        {l10n.t('Nothing has changed, so there is nothing to save.')}
      </p>
    );
  }
  return (
    <>
      <section class="changes" aria-labelledby="changes-title" data-testid="changes">
        <h3 class="part-title" id="changes-title">
          {l10n.t('What changes')}
        </h3>
        <ChangeList changes={diff.changes} />
        <p class="help">
          {l10n.t('The secret stays the same: nothing that uses the token needs a new one.')}
        </p>
      </section>
      {diff.breaks.length > 0 && (
        <Notice kind="warning" testId="breaks" title={l10n.t('This may break what uses the token')}>
          <ul class="grants">
            {diff.breaks.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

/** Changes, one line each. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <ul class="change-list">
      {changes.map(({ kind, message }) => (
        <li key={`${kind} ${message}`} class={`change change-${kind}`}>
          <span class="change-sign" aria-hidden="true">
            {SIGNS[kind]}
          </span>
          <span class="change-kind">{kindName(kind)}</span>
          <span class="change-words">{message}</span>
        </li>
      ))}
    </ul>
  );
}

function kindName(kind: Change['kind']): string {
  switch (kind) {
    case 'added':
      return l10n.t('Added');
    case 'removed':
      return l10n.t('Removed');
    case 'widened':
      return l10n.t('Widened');
    case 'narrowed':
      return l10n.t('Narrowed');
    case 'changed':
      return l10n.t('Changed');
  }
}
