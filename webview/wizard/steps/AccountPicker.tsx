// Chooses accounts: those that the connection sees, or one by its id.
import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Named } from '../../../src/tokens/draft.ts';
import { currentAccounts } from '../state.ts';
import { CheckList } from '../view/CheckList.tsx';
import { Chips } from '../view/Chips.tsx';
import { Icon } from '../view/Icon.tsx';
import { Loading } from '../view/Loading.tsx';
import { Notice } from '../view/Notice.tsx';
import { TextField } from '../view/TextField.tsx';
import { useRetry } from '../remote.ts';
import { useWork } from '../wizard-context.ts';
import { idIn, nameOf, toggled } from './named-list.ts';

/** Up to this many, a list is read faster than searched. */
const WITHOUT_SEARCH = 8;

export interface AccountPickerProps {
  readonly chosen: readonly Named[];
  readonly onChoose: (accounts: readonly Named[]) => void;
}

export function AccountPicker({ chosen, onChoose }: AccountPickerProps) {
  const { state } = useWork();
  const retry = useRetry();
  const [text, setText] = useState('');
  const accounts = currentAccounts(state);
  if (accounts.state === 'loading') return <Loading>{l10n.t('Loading the accounts…')}</Loading>;

  const listed = accounts.state === 'loaded' ? accounts.value : [];
  const typed = idIn(text);
  const wanted = text.trim().toLowerCase();
  const matching = listed.filter(({ id, name = '' }) => name.toLowerCase().includes(wanted) || id === typed);
  const unlisted = typed !== undefined && !listed.some(({ id }) => id === typed) ? [{ id: typed }] : [];
  const items = [...matching, ...unlisted].map((account) => ({
    id: account.id,
    name: 'name' in account ? nameOf(account) : l10n.t('Account with this ID'),
    note: account.id,
  }));
  const missing = chosen.filter(({ id }) => !listed.some((account) => account.id === id));

  return (
    <div class="picker">
      {accounts.state === 'failed' && (
        <Notice
          kind="warning"
          title={l10n.t('The accounts could not be listed')}
          actions={
            <vscode-button appearance="secondary" onClick={retry.accounts}>
              {l10n.t('Try Again')}
            </vscode-button>
          }
        >
          {accounts.problem.message}
        </Notice>
      )}
      {accounts.state === 'loaded' && listed.length === 0 && (
        <Notice kind="info">
          {l10n.t(
            'No account is listed: perhaps the management token lacks Account Settings Read. An account can be chosen by its ID.',
          )}
        </Notice>
      )}
      {missing.length > 0 && (
        <Chips
          label={l10n.t('Chosen accounts that are not listed')}
          testId="unlisted-accounts"
          lines={3}
          chips={missing.map((account) => ({
            key: account.id,
            text: nameOf(account),
            onRemove: () => onChoose(toggled(chosen, account, false)),
          }))}
        />
      )}
      {(listed.length > WITHOUT_SEARCH || listed.length === 0) && (
        <TextField
          label={l10n.t('Search accounts')}
          labelHidden
          value={text}
          placeholder={listed.length === 0 ? l10n.t('Account ID') : l10n.t('Search by name or ID')}
          testId="account-search"
          icon={<Icon name="search" slot="start" />}
          onInput={setText}
        />
      )}
      {items.length > 0 && (
        <CheckList
          label={l10n.t('Accounts')}
          items={items}
          chosen={new Set(chosen.map(({ id }) => id))}
          testId="accounts"
          onToggle={({ id }, on) =>
            onChoose(toggled(chosen, listed.find((one) => one.id === id) ?? { id }, on))
          }
        />
      )}
    </div>
  );
}
