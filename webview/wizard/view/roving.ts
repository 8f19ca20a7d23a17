// Arrow keys in long lists of checkboxes: the whole list is one stop of the Tab key, and typing goes to its search.
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** The search field above a list. */
export interface ListSearch {
  /** Gives it the focus; a key that is being pressed is then typed into it. */
  readonly focus: () => void;
  readonly clear: () => void;
}

/**
 * Makes the enabled inputs in a list one Tab stop, with arrow keys, Home and End between them, and Enter as good as
 * Space. Inputs that share a `[data-row]` are beside each other: left and right go along the row, up and down to the
 * next row. With a search, what is typed goes there, Up from the first row too, and Escape clears it.
 */
export function useRoving(
  list: RefObject<HTMLElement | null>,
  search?: ListSearch,
): (event: KeyboardEvent) => void {
  useLayoutEffect(() => {
    if (list.current !== null) setStop(list.current, undefined);
  });

  return (event) => {
    const from = event.target;
    if (list.current === null || !(from instanceof HTMLInputElement) || isShortcut(event)) return;
    const to = targetOf(event.key, list.current, from);
    if (to !== undefined) {
      event.preventDefault();
      setStop(list.current, to);
      to.focus();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      from.click();
    } else if (search === undefined) return;
    else if (event.key === 'ArrowUp') {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      search.clear();
      search.focus();
    } else if (isTyping(event)) search.focus();
  };
}

/** Gives the focus to the input of a list that is its Tab stop, or to the first one. */
export function focusList(list: HTMLElement | null): void {
  const input = list?.querySelector<HTMLInputElement>('input[tabindex="0"], input:checked');
  (input ?? list?.querySelector<HTMLInputElement>('input:not(:disabled)'))?.focus();
}

function isShortcut({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}

function isTyping({ key }: KeyboardEvent): boolean {
  return (key.length === 1 && key !== ' ') || key === 'Backspace';
}

function inputsIn(element: Element): HTMLInputElement[] {
  return [...element.querySelectorAll<HTMLInputElement>('input:not(:disabled, [hidden] *)')];
}

/** Keeps exactly one Tab stop: the given input, else the one that is it already, else the first. */
function setStop(list: HTMLElement, stop: HTMLInputElement | undefined): void {
  const inputs = inputsIn(list);
  const active = inputs.find((input) => input === document.activeElement);
  const chosen = stop ?? active ?? inputs.find((input) => input.tabIndex === 0) ?? inputs[0];
  for (const input of inputs) {
    const tabIndex = input === chosen ? 0 : -1;
    if (input.getAttribute('tabindex') !== String(tabIndex)) input.setAttribute('tabindex', String(tabIndex));
  }
}

function targetOf(key: string, list: HTMLElement, from: HTMLInputElement): HTMLInputElement | undefined {
  const inputs = inputsIn(list);
  const row = from.closest('[data-row]');
  const inRow = row === null ? [from] : inputsIn(row);
  switch (key) {
    case 'ArrowRight':
      return inRow[inRow.indexOf(from) + 1];
    case 'ArrowLeft':
      return inRow[inRow.indexOf(from) - 1];
    case 'ArrowDown':
      return inputs[inputs.indexOf(inRow.at(-1) ?? from) + 1];
    case 'ArrowUp': {
      const above = inputs[inputs.indexOf(inRow[0] ?? from) - 1];
      return above === undefined ? undefined : (inputsIn(above.closest('[data-row]') ?? above)[0] ?? above);
    }
    case 'Home':
      return inputs[0];
    case 'End':
      return inputs.at(-1);
    default:
      return undefined;
  }
}
