// Which zones a set of zone permissions applies to.
import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { Named, ZoneTarget } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { ownAccount } from '../draft-edit.ts';
import { currentAccounts } from '../state.ts';
import { Choice, type Option } from '../view/Choice.tsx';
import { useWork } from '../wizard-context.ts';
import { AccountPicker } from './AccountPicker.tsx';
import { ZonePicker } from './ZonePicker.tsx';

type Kind = 'chosen' | 'ofAccounts' | 'all';

export interface ZoneTargetFormProps {
  readonly target: ZoneTarget;
  readonly owner: OwnerChoice | undefined;
  readonly onChoose: (target: ZoneTarget) => void;
}

export function ZoneTargetForm({ target, owner, onChoose }: ZoneTargetFormProps) {
  const { state } = useWork();
  const { zones } = target;
  const own = owner && ownAccount(owner);
  const accounts = currentAccounts(state);
  const only =
    own ?? (accounts.state === 'loaded' && accounts.value.length === 1 ? accounts.value[0] : undefined);

  // What was chosen stays at hand while the person looks at another kind.
  const last = useRef<{ chosen: readonly Named[]; ofAccounts: readonly Named[] }>({
    chosen: [],
    ofAccounts: [],
  });
  if (zones !== 'all') last.current = { ...last.current, ...zones };

  const kind = kindOf(target, own);
  const choose = (next: ZoneTarget['zones']) => onChoose({ ...target, zones: next });

  function chooseKind(next: Kind): void {
    if (next === 'all') choose('all');
    else if (next === 'chosen') choose({ chosen: last.current.chosen });
    else choose({ ofAccounts: only === undefined ? last.current.ofAccounts : [only] });
  }

  const options: Option<Kind>[] = [
    {
      key: 'chosen',
      name: l10n.t('Specific zones'),
      content: <ZonePicker chosen={last.current.chosen} onChoose={(chosen) => choose({ chosen })} />,
    },
    {
      key: 'ofAccounts',
      name:
        only === undefined
          ? l10n.t('All zones of an account')
          : l10n.t('All zones of {0}', plain(only.name ?? only.id)),
      line: l10n.t('Also zones added later'),
      ...(only === undefined && {
        content: (
          <AccountPicker chosen={last.current.ofAccounts} onChoose={(ofAccounts) => choose({ ofAccounts })} />
        ),
      }),
    },
    ...(own === undefined
      ? [
          {
            key: 'all' as const,
            name: l10n.t('All zones'),
            line: l10n.t('In every account, also zones added later'),
          },
        ]
      : []),
  ];
  return (
    <Choice
      label={l10n.t('Zones')}
      testId="zone-target"
      chosen={kind}
      onChoose={chooseKind}
      options={options}
    />
  );
}

/** On an account-owned token, all zones are those of its account. */
function kindOf({ zones }: ZoneTarget, own: Named | undefined): Kind {
  if (zones === 'all') return own === undefined ? 'all' : 'ofAccounts';
  return 'chosen' in zones ? 'chosen' : 'ofAccounts';
}
