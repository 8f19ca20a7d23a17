// Chooses R2 buckets of an account and jurisdiction: from R2's list, or by a name that the list does not have.
import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { BucketName, Named } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { refOf } from '../remote.ts';
import { currentAccounts, currentOwner } from '../state.ts';
import { CheckList } from '../view/CheckList.tsx';
import { Chips } from '../view/Chips.tsx';
import { Loading } from '../view/Loading.tsx';
import { Notice } from '../view/Notice.tsx';
import { SearchField, useListSearch } from '../view/SearchField.tsx';
import { TextField } from '../view/TextField.tsx';
import { useWork } from '../wizard-context.ts';
import { type BucketList, useBuckets } from './bucket-list.ts';
import { idIn, nameOf } from './named-list.ts';

/** Source: the header `cf-r2-jurisdiction` of Cloudflare's TypeScript SDK; developers.cloudflare.com/r2/reference/data-location/. */
const JURISDICTIONS = ['default', 'eu', 'us', 'fedramp', 'fedramp-high'] as const;
/** Source: developers.cloudflare.com/r2/buckets/create-buckets/. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/** An account may have a million buckets; nobody reads so many, and searching is quicker. */
const SHOWN = 200;

export interface BucketPickerProps {
  readonly chosen: readonly BucketName[];
  /** The account of an account-owned token. */
  readonly own: Named | undefined;
  readonly onChoose: (buckets: readonly BucketName[]) => void;
}

export function BucketPicker({ chosen, own, onChoose }: BucketPickerProps) {
  const { state } = useWork();
  const remote = currentAccounts(state);
  const accounts = own === undefined ? (remote.state === 'loaded' ? remote.value : []) : [own];
  const [account, setAccount] = useState<string>();
  const [jurisdiction, setJurisdiction] = useState<string>('default');
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const { field, search } = useListSearch(setText);
  const accountId = account ?? accounts[0]?.id;
  const owner = currentOwner(state);
  const buckets = useBuckets(owner && refOf(owner), accountId, jurisdiction);

  if (own === undefined && remote.state === 'loading')
    return <Loading>{l10n.t('Loading the accounts…')}</Loading>;

  const listed = buckets.names.state === 'loaded' ? buckets.names.value : [];
  const wanted = text.trim().toLowerCase();
  const matching = listed.filter((name) => name.includes(wanted));
  const isTyped = BUCKET_NAME.test(wanted) && !listed.includes(wanted) && accountId !== undefined;
  const items = [
    ...(isTyped ? [{ id: wanted, name: wanted, note: l10n.t('Bucket with this name') }] : []),
    ...matching.slice(0, SHOWN).map((name) => ({ id: name, name: plain(name) })),
  ];
  const isHere = (bucket: BucketName) =>
    bucket.accountId === accountId && bucket.jurisdiction === jurisdiction;

  function toggle(name: string, on: boolean): void {
    if (accountId === undefined) return;
    const others = chosen.filter((bucket) => !(isHere(bucket) && bucket.name === name));
    onChoose(on ? [...others, { accountId, jurisdiction, name }] : others);
  }

  return (
    <div class="picker">
      {chosen.length > 0 && (
        <Chips
          label={l10n.t('Chosen buckets')}
          testId="chosen-buckets"
          lines={3}
          chips={chosen.map((bucket) => ({
            key: `${bucket.accountId} ${bucket.jurisdiction} ${bucket.name}`,
            text: bucketWords(bucket, accounts),
            onRemove: () => onChoose(chosen.filter((one) => one !== bucket)),
          }))}
        />
      )}
      <div class="bucket-fields">
        <AccountField accounts={accounts} chosen={accountId} onChoose={setAccount} />
        <label class="field">
          <span class="label">{l10n.t('Jurisdiction')}</span>
          <select
            class="select"
            value={jurisdiction}
            data-testid="jurisdiction"
            onChange={(event) => setJurisdiction(event.currentTarget.value)}
          >
            {JURISDICTIONS.map((one) => (
              <option key={one} value={one}>
                {jurisdictionName(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <SearchField
        label={l10n.t('Search buckets, or type a name')}
        value={text}
        placeholder={l10n.t('Search buckets, or type a name')}
        testId="bucket-search"
        onInput={setText}
        list={list}
        field={field}
      />
      {accountId !== undefined && <Trouble buckets={buckets} text={wanted} empty={items.length === 0} />}
      {items.length > 0 && (
        <CheckList
          label={l10n.t('Buckets')}
          items={items}
          chosen={new Set(chosen.filter(isHere).map(({ name }) => name))}
          onToggle={({ id }, on) => toggle(id, on)}
          testId="buckets"
          list={list}
          search={search}
        />
      )}
      {matching.length > SHOWN && (
        <p class="help">{l10n.t('{0} more: search to find them.', matching.length - SHOWN)}</p>
      )}
    </div>
  );
}

/** Which account; by its id where the connection cannot list any. */
function AccountField({
  accounts,
  chosen,
  onChoose,
}: {
  readonly accounts: readonly Named[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}) {
  const [text, setText] = useState('');
  const [first] = accounts;
  if (first === undefined) {
    return (
      <TextField
        label={l10n.t('Account ID')}
        value={text}
        testId="bucket-account"
        help={l10n.t('32 characters, at the end of the dashboard’s address')}
        onInput={(typed) => {
          setText(typed);
          onChoose(idIn(typed));
        }}
      />
    );
  }
  return (
    <label class="field">
      <span class="label">{l10n.t('Account')}</span>
      {accounts.length === 1 ? (
        <span class="static-value">{nameOf(first)}</span>
      ) : (
        <select
          class="select"
          value={chosen ?? ''}
          data-testid="bucket-account"
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {accounts.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}

function Trouble({
  buckets: { names, again },
  text,
  empty,
}: {
  readonly buckets: BucketList;
  readonly text: string;
  readonly empty: boolean;
}) {
  if (names.state === 'failed') {
    return (
      <Notice
        kind="warning"
        title={l10n.t('The buckets could not be listed')}
        actions={
          <vscode-button appearance="secondary" onClick={again}>
            {l10n.t('Try Again')}
          </vscode-button>
        }
      >
        {l10n.t(
          '{0} Listing them needs Workers R2 Storage Read. Type a bucket’s name to choose it.',
          names.problem.message,
        )}
      </Notice>
    );
  }
  if (names.state === 'loading') return <Loading>{l10n.t('Loading the buckets…')}</Loading>;
  if (!empty) return null;
  if (text !== '' && names.value.length > 0) {
    return (
      <p class="empty">
        {l10n.t(
          'No bucket has “{0}” in its name. A name has 3 to 63 lower-case letters, digits and hyphens.',
          text,
        )}
      </p>
    );
  }
  return (
    <p class="empty" data-testid="no-buckets">
      {l10n.t('No bucket is listed in this jurisdiction. Type a bucket’s name to choose it.')}
    </p>
  );
}

function bucketWords({ accountId, jurisdiction, name }: BucketName, accounts: readonly Named[]): string {
  const account = accounts.length > 1 ? accounts.find(({ id }) => id === accountId) : undefined;
  const notes = [
    ...(jurisdiction === 'default' ? [] : [jurisdiction]),
    ...(account === undefined ? [] : [nameOf(account)]),
  ];
  return plain(notes.length === 0 ? name : l10n.t('{0} ({1})', name, notes.join(', ')));
}

function jurisdictionName(jurisdiction: (typeof JURISDICTIONS)[number]): string {
  switch (jurisdiction) {
    case 'default':
      return l10n.t('None (default)');
    case 'eu':
      return l10n.t('European Union (eu)');
    case 'us':
      return l10n.t('United States (us)');
    case 'fedramp':
      return 'FedRAMP (fedramp)';
    case 'fedramp-high':
      return 'FedRAMP High (fedramp-high)';
  }
}
