// Chosen things as a list of small labels, each of which can be taken away again.
import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { Icon } from './Icon.tsx';

export interface Chip {
  readonly key: string;
  readonly text: string;
  /** In front of the text, quieter, e.g. a scope. */
  readonly kind?: string;
  readonly onRemove?: () => void;
}

export function Chips({
  label,
  chips,
  testId,
}: {
  readonly label: string;
  readonly chips: readonly Chip[];
  readonly testId: string;
}) {
  const list = useRef<HTMLUListElement>(null);

  // The button that had the focus goes with its chip: the next one takes over, so that the keyboard stays in the list.
  function remove(index: number, onRemove: () => void): void {
    onRemove();
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll('button') ?? [];
      buttons[Math.min(index, buttons.length - 1)]?.focus();
    });
  }

  return (
    <ul class="chips" ref={list} aria-label={label} data-testid={testId}>
      {chips.map(({ key, text, kind, onRemove }, index) => (
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
  );
}
