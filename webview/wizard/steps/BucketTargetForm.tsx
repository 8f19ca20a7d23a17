// Which R2 buckets a set of bucket permissions applies to: all of an account, or some by name.
import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { BucketName, BucketTarget, Named } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { ownAccount } from '../draft-edit.ts';
import { currentAccounts } from '../state.ts';
import { Chips } from '../view/Chips.tsx';
import { Choice } from '../view/Choice.tsx';
import { TextField } from '../view/TextField.tsx';
import { useWork } from '../wizard-context.ts';
import { AccountPicker } from './AccountPicker.tsx';
import { nameOf } from './named-list.ts';

/** Source: developers.cloudflare.com/r2/reference/data-location/. */
const JURISDICTIONS = ['default', 'eu', 'fedramp'] as const;

export interface BucketTargetFormProps {
  readonly target: BucketTarget;
  readonly owner: OwnerChoice | undefined;
  readonly onChoose: (target: BucketTarget) => void;
}

export function BucketTargetForm({ target, owner, onChoose }: BucketTargetFormProps) {
  const { buckets } = target;
  const own = owner && ownAccount(owner);
  const last = useRef<{ chosen: readonly BucketName[]; ofAccounts: readonly Named[] }>({
    chosen: [],
    ofAccounts: [],
  });
  last.current = { ...last.current, ...buckets };
  const choose = (next: BucketTarget['buckets']) => onChoose({ scope: 'bucket', buckets: next });
  return (
    <Choice
      label={l10n.t('Buckets')}
      testId="bucket-target"
      chosen={'chosen' in buckets ? 'chosen' : 'ofAccounts'}
      onChoose={(kind) =>
        choose(
          kind === 'chosen'
            ? { chosen: last.current.chosen }
            : { ofAccounts: own === undefined ? last.current.ofAccounts : [own] },
        )
      }
      options={[
        {
          key: 'chosen',
          name: l10n.t('Specific buckets'),
          content: (
            <BucketNames chosen={last.current.chosen} own={own} onChoose={(chosen) => choose({ chosen })} />
          ),
        },
        {
          key: 'ofAccounts',
          name:
            own === undefined
              ? l10n.t('All buckets of an account')
              : l10n.t('All buckets of {0}', nameOf(own)),
          line: l10n.t('Also buckets added later'),
          ...(own === undefined && {
            content: (
              <AccountPicker
                chosen={last.current.ofAccounts}
                onChoose={(ofAccounts) => choose({ ofAccounts })}
              />
            ),
          }),
        },
      ]}
    />
  );
}

interface BucketNamesProps {
  readonly chosen: readonly BucketName[];
  readonly own: Named | undefined;
  readonly onChoose: (buckets: readonly BucketName[]) => void;
}

function BucketNames({ chosen, own, onChoose }: BucketNamesProps) {
  const { state } = useWork();
  const remote = currentAccounts(state);
  const accounts = own === undefined ? (remote.state === 'loaded' ? remote.value : []) : [own];
  const [name, setName] = useState('');
  const [account, setAccount] = useState<string>();
  const [jurisdiction, setJurisdiction] = useState<string>('default');
  const accountId = account ?? accounts[0]?.id;
  const ready = name.trim() !== '' && accountId !== undefined;

  function add(): void {
    if (!ready) return;
    const bucket = { accountId, jurisdiction, name: name.trim() };
    onChoose([...chosen.filter((one) => keyOf(one) !== keyOf(bucket)), bucket]);
    setName('');
  }

  return (
    <div class="picker">
      {chosen.length > 0 && (
        <Chips
          label={l10n.t('Chosen buckets')}
          testId="chosen-buckets"
          chips={chosen.map((bucket) => ({
            key: keyOf(bucket),
            text:
              bucket.jurisdiction === 'default'
                ? plain(bucket.name)
                : plain(`${bucket.name} (${bucket.jurisdiction})`),
            onRemove: () => onChoose(chosen.filter((one) => one !== bucket)),
          }))}
        />
      )}
      <div class="bucket-fields">
        <TextField
          label={l10n.t('Bucket name')}
          value={name}
          testId="bucket-name"
          onInput={setName}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) add();
          }}
        />
        <label class="field">
          <span class="label">{l10n.t('Account')}</span>
          <select
            class="select"
            value={accountId ?? ''}
            onChange={(event) => setAccount(event.currentTarget.value)}
          >
            {accounts.map((one) => (
              <option key={one.id} value={one.id}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="label">{l10n.t('Jurisdiction')}</span>
          <select
            class="select"
            value={jurisdiction}
            onChange={(event) => setJurisdiction(event.currentTarget.value)}
          >
            {JURISDICTIONS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <vscode-button appearance="secondary" disabled={!ready} onClick={add} data-testid="add-bucket">
          {l10n.t('Add')}
        </vscode-button>
      </div>
    </div>
  );
}

function keyOf({ accountId, jurisdiction, name }: BucketName): string {
  return `${accountId} ${jurisdiction} ${name}`;
}
