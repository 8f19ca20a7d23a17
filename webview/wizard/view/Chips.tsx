// Chosen things as a list of small labels, each of which can be taken away again; many of them as a few lines, with
// the rest at the press of a button.
import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';

export interface Chip {
  readonly key: string;
  readonly text: string;
  /** In front of the text, quieter, e.g. a scope. */
  readonly kind?: string;
  readonly onRemove?: () => void;
}

export interface ChipsProps {
  readonly label: string;
  readonly chips: readonly Chip[];
  readonly testId: string;
  /** Beyond so many lines the rest is folded away. */
  readonly lines: number;
}

/** However wide the page is, no line has room for more. */
const MOST_PER_LINE = 20;

export function Chips({ label, chips, testId, lines }: ChipsProps) {
  const list = useRef<HTMLUListElement>(null);
  const [all, setAll] = useState(false);
  const fitting = useFitting(list, chips, lines);
  const isLong = fitting < chips.length;
  const shown = isLong && !all ? chips.slice(0, fitting) : chips;

  // The button that had the focus goes with its chip: the next one takes over, so that the keyboard stays in the list.
  function remove(index: number, onRemove: () => void): void {
    onRemove();
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll('button') ?? [];
      buttons[Math.min(index, buttons.length - 1)]?.focus();
    });
  }

  return (
    <div class="chips-box">
      <ul class={all ? 'chips chips-all' : 'chips'} ref={list} aria-label={label} data-testid={testId}>
        {shown.map(({ key, text, kind, onRemove }, index) => (
          <li key={key} class="chip">
            {kind !== undefined && <span class="chip-kind">{kind}</span>}
            <span class="chip-text">{text}</span>
            {onRemove !== undefined && (
              <button
                type="button"
                class="chip-remove"
                aria-label={l10n.t('Remove {0}', kind === undefined ? text : `${kind} ${text}`)}
                title={l10n.t('Remove')}
                onClick={() => remove(index, onRemove)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {isLong && (
        <button
          type="button"
          class="text-button"
          aria-expanded={all}
          data-testid={`${testId}-all`}
          onClick={() => setAll(!all)}
        >
          {all ? l10n.t('Show fewer') : l10n.t('Show all {0}', chips.length)}
        </button>
      )}
    </div>
  );
}

/** How many chips fit in so many lines: laid out once, before they are painted, and anew when the width changes. */
function useFitting(
  list: { readonly current: HTMLUListElement | null },
  chips: readonly Chip[],
  lines: number,
): number {
  const [width, setWidth] = useState(0);
  const [measured, setMeasured] = useState<{ readonly of: string; readonly fitting: number }>();
  const most = Math.min(chips.length, lines * MOST_PER_LINE);
  const of = `${width} ${chips.map(({ key }) => key).join()}`;

  useLayoutEffect(() => {
    const box = list.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const box = list.current;
    if (box === null || measured?.of === of) return;
    const tops = [...box.children].map((chip) => (chip as HTMLElement).offsetTop);
    const rows = [...new Set(tops)].sort((a, b) => a - b);
    const beyond = rows[lines];
    const within = beyond === undefined ? tops.length : tops.filter((top) => top < beyond).length;
    setMeasured({ of, fitting: within });
  }, [of, measured]);

  return measured?.of === of ? measured.fitting : most;
}
