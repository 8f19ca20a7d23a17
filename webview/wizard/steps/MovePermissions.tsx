// Which permissions of a set get resources of their own, or go to another set.
import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Catalogue, entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import type { DraftPart } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { Destination } from '../part-edit.ts';
import { CheckList } from '../view/CheckList.tsx';
import { Choice } from '../view/Choice.tsx';
import { focusList } from '../view/roving.ts';
import { useWork } from '../wizard-context.ts';
import { partWords, targetWords } from './part-words.ts';

export interface MovePermissionsProps {
  readonly part: DraftPart;
  readonly index: number;
  /** The other sets of the same scope. */
  readonly siblings: readonly number[];
  readonly catalogue: Catalogue;
  readonly onClose: () => void;
  /** They are in the part of this index now. */
  readonly onMoved: (to: number) => void;
}

export function MovePermissions({
  part,
  index,
  siblings,
  catalogue,
  onClose,
  onMoved,
}: MovePermissionsProps) {
  const { work, dispatch, announce } = useWork();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [to, setTo] = useState<Destination>('own');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => focusList(list.current), []);

  const movesAll = ids.size === part.groups.length;
  const ready = ids.size > 0 && !(movesAll && to === 'own');

  function move(): void {
    if (!ready) return;
    dispatch({ type: 'groupsMoved', part: index, ids, to });
    announce(ids.size === 1 ? l10n.t('1 permission moved') : l10n.t('{0} permissions moved', ids.size));
    const shifted = movesAll ? -1 : 0;
    onMoved(to === 'own' ? index + 1 : to > index ? to + shifted : to);
  }

  return (
    <div
      class="move"
      role="group"
      aria-label={l10n.t('Move permissions')}
      data-testid="move"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <p class="label">
        {siblings.length === 0
          ? l10n.t('Which permissions should have resources of their own?')
          : l10n.t('Which permissions should move?')}
      </p>
      <CheckList
        label={l10n.t('Permissions to move')}
        testId="moving"
        list={list}
        items={part.groups.map((group) => ({
          id: group.id,
          name: plain(entryWords(entryOf(catalogue, group))),
        }))}
        chosen={ids}
        onToggle={({ id }, on) =>
          setIds(new Set(on ? [...ids, id] : [...ids].filter((other) => other !== id)))
        }
      />
      {siblings.length > 0 && (
        <Choice
          label={l10n.t('Where to')}
          testId="move-to"
          chosen={String(to)}
          onChoose={(key) => setTo(key === 'own' ? 'own' : Number(key))}
          options={[
            { key: 'own', name: l10n.t('To resources of their own') },
            ...siblings.flatMap((at) => {
              const other = work.draft.parts[at];
              if (other === undefined) return [];
              return [
                {
                  key: String(at),
                  name: l10n.t('To {0}', partWords(other, catalogue)),
                  line: l10n.t('On {0}', targetWords(other.target)),
                },
              ];
            }),
          ]}
        />
      )}
      {movesAll && to === 'own' && (
        <p class="help">{l10n.t('Leave at least one: all of them share their resources already.')}</p>
      )}
      <div class="buttons">
        <vscode-button disabled={!ready} onClick={move} data-testid="do-move">
          {l10n.t('Move')}
        </vscode-button>
        <vscode-button appearance="secondary" onClick={onClose}>
          {l10n.t('Cancel')}
        </vscode-button>
      </div>
    </div>
  );
}
