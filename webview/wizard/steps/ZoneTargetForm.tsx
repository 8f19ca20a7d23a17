// Which zones a set of zone permissions applies to: some by name, or all of a kind but for some.
import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { Named, ZoneTarget } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { ownAccount } from '../draft-edit.ts';
import { onlyAccount } from '../state.ts';
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
  const { zones, except } = target;
  const own = owner && ownAccount(owner);
  const only = own ?? onlyAccount(state);

  // What was chosen stays at hand while the person looks at another kind.
  const last = useRef<{
    chosen: readonly Named[];
    ofAccounts: readonly Named[];
    except: readonly Named[];
  }>({ chosen: [], ofAccounts: [], except: [] });
  if (zones !== 'all') last.current = { ...last.current, ...zones };
  if (except.length > 0) last.current = { ...last.current, except };

  const kind = kindOf(target, own);
  const choose = (next: ZoneTarget['zones']) => onChoose({ ...target, zones: next });

  function chooseKind(next: Kind): void {
    // What is chosen one by one needs no exceptions.
    if (next === 'chosen') onChoose({ ...target, zones: { chosen: last.current.chosen }, except: [] });
    else {
      const { ofAccounts } = last.current;
      const wide = next === 'all' ? next : { ofAccounts: only === undefined ? ofAccounts : [only] };
      onChoose({ ...target, zones: wide, except: last.current.except });
    }
  }

  function exclude(zones: readonly Named[]): void {
    last.current = { ...last.current, except: zones };
    onChoose({ ...target, except: zones });
  }

  const exceptions = <ZoneExceptions except={except} onChoose={exclude} />;
  const options: Option<Kind>[] = [
    {
      key: 'chosen',
      name: l10n.t('Specific zones'),
      content: (
        <>
          <ZonePicker chosen={last.current.chosen} onChoose={(chosen) => choose({ chosen })} />
          {except.length > 0 && exceptions}
        </>
      ),
    },
    {
      key: 'ofAccounts',
      name:
        only === undefined
          ? l10n.t('All zones of an account')
          : l10n.t('All zones of {0}', plain(only.name ?? only.id)),
      line: l10n.t('Also zones added later'),
      content: (
        <>
          {(only === undefined || !isOnly(zones, only)) && (
            <AccountPicker
              chosen={last.current.ofAccounts}
              onChoose={(ofAccounts) => choose({ ofAccounts })}
            />
          )}
          {exceptions}
        </>
      ),
    },
    ...(own === undefined
      ? [
          {
            key: 'all' as const,
            name: l10n.t('All zones'),
            line: l10n.t('In every account, also zones added later'),
            content: exceptions,
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

/** Zones taken out again; asked for when the person wants to. */
function ZoneExceptions({
  except,
  onChoose,
}: {
  readonly except: readonly Named[];
  readonly onChoose: (zones: readonly Named[]) => void;
}) {
  const [open, setOpen] = useState(except.length > 0);
  if (!open) {
    return (
      <button type="button" class="text-button" data-testid="exclude" onClick={() => setOpen(true)}>
        {l10n.t('Exclude Zones…')}
      </button>
    );
  }
  return (
    <fieldset class="exceptions" data-testid="exceptions">
      <legend class="label">{l10n.t('Except')}</legend>
      <ZonePicker chosen={except} onChoose={onChoose} isException />
    </fieldset>
  );
}

/** On an account-owned token, all zones are those of its account. */
function kindOf({ zones }: ZoneTarget, own: Named | undefined): Kind {
  if (zones === 'all') return own === undefined ? 'all' : 'ofAccounts';
  return 'chosen' in zones ? 'chosen' : 'ofAccounts';
}

/** Is it the one account that there is? A draft may come with others, which must not be hidden. */
function isOnly(zones: ZoneTarget['zones'], only: Named): boolean {
  return zones === 'all' || 'chosen' in zones || zones.ofAccounts.every(({ id }) => id === only.id);
}
