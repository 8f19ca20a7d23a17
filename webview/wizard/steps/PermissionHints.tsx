// What a person may want to know of the permissions they chose, while they choose: Read that Edit includes, and
// products that may not take an account-owned token.
import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { auditOf } from '../../../src/tokens/audit.ts';
import type { Catalogue } from '../../../src/tokens/catalogueEntry.ts';
import { entryOf } from '../../../src/tokens/catalogue.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { listed } from '../../../src/tokens/sentences.ts';
import { timeFormat } from '../language.ts';
import { Notice } from '../view/Notice.tsx';
import { useWork } from '../wizard-context.ts';
import { doubtfulOnAccount } from './account-support.ts';

const NAMED = 3;

export function PermissionHints({ catalogue }: { readonly catalogue: Catalogue }) {
  return (
    <>
      <NeedlessReads catalogue={catalogue} />
      <DoubtfulProducts catalogue={catalogue} />
    </>
  );
}

function NeedlessReads({ catalogue }: { readonly catalogue: Catalogue }) {
  const { work, dispatch, announce } = useWork();
  const { draft } = work;
  const needless = useMemo(
    () =>
      auditOf(draft, catalogue, new Date()).flatMap(({ rule, message, field }) =>
        rule === 'needless-read' && field.kind === 'permissions' && field.group !== undefined
          ? [{ message, id: field.group, ...(field.part === undefined ? {} : { part: field.part }) }]
          : [],
      ),
    [draft.parts, catalogue],
  );
  const removable = needless.filter(({ part }) => part !== undefined);
  if (removable.length === 0) return null;

  function remove(): void {
    // From the last part on: a part left without permissions goes, and the ones after it move up.
    const order = removable.toSorted((a, b) => (b.part ?? 0) - (a.part ?? 0));
    for (const { id, part } of order)
      dispatch({ type: 'groupRemoved', id, ...(part === undefined ? {} : { part }) });
    announce(l10n.t('Removed what is not needed'));
  }

  return (
    <Notice
      kind="info"
      testId="needless"
      actions={
        <vscode-button appearance="secondary" onClick={remove} data-testid="remove-needless">
          {removable.length === 1 ? l10n.t('Remove It') : l10n.t('Remove All {0}', removable.length)}
        </vscode-button>
      }
    >
      {[
        ...removable.slice(0, NAMED).map(({ message }) => message),
        ...(removable.length > NAMED ? [l10n.t('And {0} more.', removable.length - NAMED)] : []),
        l10n.t('Edit includes Read.'),
      ].join(' ')}
    </Notice>
  );
}

function DoubtfulProducts({ catalogue }: { readonly catalogue: Catalogue }) {
  const { work } = useWork();
  const { owner, parts } = work.draft;
  if (owner.kind !== 'account') return null;
  const labels = doubtfulOnAccount(
    parts.flatMap(({ groups }) => groups.map((group) => entryOf(catalogue, group))),
  );
  if (labels.length === 0) return null;
  return (
    <Notice kind="info" testId="doubtful">
      {l10n.t(
        'Cloudflare has listed {0} as not supporting account-owned tokens. Try the token before you rely on it, or make it your own.',
        listed(labels.map(plain), timeFormat()),
      )}
    </Notice>
  );
}
