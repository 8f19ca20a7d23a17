// Chooses zones: searched on the server, so that five thousand are as quick as five; or one by its id.
import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Named } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { refOf } from '../remote.ts';
import { currentOwner } from '../state.ts';
import { type CheckItem, CheckList } from '../view/CheckList.tsx';
import { Chips } from '../view/Chips.tsx';
import { Loading } from '../view/Loading.tsx';
import { Notice } from '../view/Notice.tsx';
import { SearchField, useListSearch } from '../view/SearchField.tsx';
import { useWork } from '../wizard-context.ts';
import { idIn, nameOf, toggled } from './named-list.ts';
import { useZoneSearch, type ZoneSearch } from './zone-search.ts';

export interface ZonePickerProps {
  readonly chosen: readonly Named[];
  readonly onChoose: (zones: readonly Named[]) => void;
  /** They are taken out rather than put in. */
  readonly isException?: boolean;
}

export function ZonePicker({ chosen, onChoose, isException = false }: ZonePickerProps) {
  const { state, announce } = useWork();
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const { field, search } = useListSearch(setText);
  const owner = currentOwner(state);
  const found = useZoneSearch(owner && refOf(owner), text);
  const items = itemsOf(found, text);

  useEffect(() => {
    if (!found.busy) announce(foundWords(found));
  }, [found.busy, found.searched]);

  function toggle({ id }: CheckItem, on: boolean): void {
    const name = found.zones.find((zone) => zone.id === id)?.name;
    onChoose(toggled(chosen, { id, ...(name === undefined ? {} : { name }) }, on));
  }

  return (
    <div class="picker">
      {chosen.length > 0 && (
        <Chips
          label={isException ? l10n.t('Excluded zones') : l10n.t('Chosen zones')}
          testId={isException ? 'excluded-zones' : 'chosen-zones'}
          lines={3}
          chips={chosen.map((zone) => ({
            key: zone.id,
            text: nameOf(zone),
            onRemove: () => onChoose(toggled(chosen, zone, false)),
          }))}
        />
      )}
      <SearchField
        label={isException ? l10n.t('Search zones to exclude') : l10n.t('Search zones')}
        value={text}
        placeholder={l10n.t('Search by name, or paste a zone ID')}
        testId="zone-search"
        onInput={setText}
        list={list}
        field={field}
      />
      <Results search={found} text={text} empty={items.length === 0} />
      {items.length > 0 && (
        <CheckList
          label={isException ? l10n.t('Zones to exclude') : l10n.t('Zones')}
          items={items}
          chosen={new Set(chosen.map(({ id }) => id))}
          onToggle={toggle}
          testId="zones"
          list={list}
          search={search}
        />
      )}
      <div class="picker-foot">
        {found.total !== undefined && found.zones.length > 0 && (
          <span class="help">{l10n.t('{0} of {1} zones', found.zones.length, found.total)}</span>
        )}
        {found.hasMore && (
          <vscode-button
            appearance="secondary"
            disabled={found.busy}
            onClick={found.more}
            data-testid="more-zones"
          >
            {l10n.t('Show More')}
          </vscode-button>
        )}
        {found.busy && found.zones.length > 0 && (
          <vscode-progress-ring aria-hidden="true" class="small-ring" />
        )}
      </div>
    </div>
  );
}

/** The zones that were found; and one that a pasted id names, which Cloudflare's search by name cannot find. */
function itemsOf({ zones }: ZoneSearch, text: string): CheckItem[] {
  const id = idIn(text);
  const pasted =
    id === undefined || zones.some((zone) => zone.id === id)
      ? []
      : [{ id, name: l10n.t('Zone with this ID'), note: id }];
  return [
    ...pasted,
    ...zones.map((zone) => ({ id: zone.id, name: plain(zone.name), note: plain(zone.account) })),
  ];
}

function Results({
  search,
  text,
  empty,
}: {
  readonly search: ZoneSearch;
  readonly text: string;
  readonly empty: boolean;
}) {
  if (search.problem !== undefined) {
    return (
      <Notice
        kind="warning"
        title={l10n.t('The zones could not be listed')}
        actions={
          <vscode-button appearance="secondary" onClick={search.again}>
            {l10n.t('Try Again')}
          </vscode-button>
        }
      >
        {l10n.t('{0} A zone can also be chosen by its ID.', search.problem.message)}
      </Notice>
    );
  }
  if (!empty) return null;
  if (search.busy) return <Loading>{l10n.t('Loading the zones…')}</Loading>;
  if (text.trim() !== '') return <p class="empty">{l10n.t('No zone has “{0}” in its name.', text.trim())}</p>;
  return (
    <Notice kind="info" testId="no-zones">
      {l10n.t(
        'No zone is listed: perhaps the management token lacks Zone Read. A zone can be chosen by its ID.',
      )}
    </Notice>
  );
}

function foundWords({ zones, total }: ZoneSearch): string {
  const count = total ?? zones.length;
  return count === 1 ? l10n.t('1 zone found') : l10n.t('{0} zones found', count);
}
