// Which accounts a set of account permissions applies to.
import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { AccountTarget } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { Choice } from '../view/Choice.tsx';
import { AccountPicker } from './AccountPicker.tsx';

export interface AccountTargetFormProps {
  readonly target: AccountTarget;
  readonly owner: OwnerChoice | undefined;
  readonly onChoose: (target: AccountTarget) => void;
}

export function AccountTargetForm({ target, owner, onChoose }: AccountTargetFormProps) {
  const lastChosen = useRef(target.accounts === 'all' ? [] : target.accounts);
  if (owner?.owner.kind === 'account') {
    return (
      <p class="fixed-target">
        {l10n.t('Applies to {0}. An account-owned token reaches its own account only.', plain(owner.name))}
      </p>
    );
  }
  const { accounts } = target;
  if (accounts !== 'all') lastChosen.current = accounts;
  return (
    <Choice
      label={l10n.t('Accounts')}
      testId="account-target"
      chosen={accounts === 'all' ? 'all' : 'chosen'}
      onChoose={(key) => onChoose({ scope: 'account', accounts: key === 'all' ? 'all' : lastChosen.current })}
      options={[
        {
          key: 'chosen',
          name: l10n.t('Specific accounts'),
          content: (
            <AccountPicker
              chosen={accounts === 'all' ? [] : accounts}
              onChoose={(chosen) => onChoose({ scope: 'account', accounts: chosen })}
            />
          ),
        },
        { key: 'all', name: l10n.t('All accounts'), line: l10n.t('Also those that you join later') },
      ]}
    />
  );
}
