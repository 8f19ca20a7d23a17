// A scrolling list of things to tick, with one Tab stop and arrow keys.
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { type ListSearch, useRoving } from './roving.ts';

export interface CheckItem {
  readonly id: string;
  readonly name: string;
  /** Beside the name, quieter: the account of a zone, an id. */
  readonly note?: string;
}

export interface CheckListProps {
  readonly label: string;
  readonly items: readonly CheckItem[];
  /** Ids of the ticked ones. */
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (item: CheckItem, on: boolean) => void;
  readonly testId: string;
  readonly list?: RefObject<HTMLDivElement | null>;
  /** The search field above, where typing goes. */
  readonly search?: ListSearch;
}

export function CheckList({ label, items, chosen, onToggle, testId, list, search }: CheckListProps) {
  const own = useRef<HTMLDivElement>(null);
  const box = list ?? own;
  const onKeyDown = useRoving(box, search);
  return (
    <div
      class="check-list"
      role="group"
      aria-label={label}
      ref={box}
      onKeyDown={onKeyDown}
      data-testid={testId}
    >
      {items.map((item) => (
        <label key={item.id} class="check-item" data-row="">
          <input
            type="checkbox"
            checked={chosen.has(item.id)}
            onChange={(event) => onToggle(item, event.currentTarget.checked)}
          />
          <span class="check-name">{item.name}</span>
          {item.note !== undefined && <span class="check-note">{item.note}</span>}
        </label>
      ))}
    </div>
  );
}
