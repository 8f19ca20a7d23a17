// A search field above a list: Down goes into the list, Escape clears; the list sends what is typed back here.
import type { RefObject } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { ToolkitTextField } from '../../toolkit-elements.d.ts';
import { Icon } from './Icon.tsx';
import { focusList, type ListSearch } from './roving.ts';
import { TextField } from './TextField.tsx';

export interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly testId: string;
  readonly onInput: (value: string) => void;
  readonly list: RefObject<HTMLElement | null>;
  readonly field: RefObject<ToolkitTextField | null>;
}

export function SearchField({ label, placeholder, value, testId, onInput, list, field }: SearchFieldProps) {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      focusList(list.current);
    } else if (event.key === 'Escape' && value !== '') {
      event.preventDefault();
      event.stopPropagation();
      onInput('');
    }
  }
  return (
    <TextField
      label={label}
      labelHidden
      value={value}
      placeholder={placeholder}
      testId={testId}
      field={field}
      icon={<Icon name="search" slot="start" />}
      onInput={onInput}
      onKeyDown={onKeyDown}
    />
  );
}

/** What a list needs to send typing back to its search field, and the reference that goes to the field. */
export function useListSearch(onInput: (value: string) => void): {
  readonly field: RefObject<ToolkitTextField | null>;
  readonly search: ListSearch;
} {
  const field = useRef<ToolkitTextField>(null);
  const search = useMemo(
    () => ({
      focus: () => {
        const control = field.current?.control;
        control?.focus();
        control?.setSelectionRange(control.value.length, control.value.length);
      },
      clear: () => onInput(''),
    }),
    [],
  );
  return { field, search };
}
