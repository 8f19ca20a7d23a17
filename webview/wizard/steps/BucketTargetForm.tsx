// Which R2 buckets a set of bucket permissions applies to: all of an account, or some by name.
import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { BucketName, BucketTarget, Named } from '../../../src/tokens/draft.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { ownAccount } from '../draft-edit.ts';
import { Choice } from '../view/Choice.tsx';
import { AccountPicker } from './AccountPicker.tsx';
import { BucketPicker } from './BucketPicker.tsx';
import { nameOf } from './named-list.ts';

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
            <BucketPicker chosen={last.current.chosen} own={own} onChoose={(chosen) => choose({ chosen })} />
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
