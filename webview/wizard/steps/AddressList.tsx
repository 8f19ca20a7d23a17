// One list of the address filter as a field to type or paste into, with what there is to say about each entry below.
import * as l10n from '@vscode/l10n';
import { useId, useRef, useState } from 'preact/hooks';
import { type AddressEntry, parseAddressList } from '../../../src/tokens/ipCondition.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { IpCondition } from '../../../src/tokens/token.ts';
import { Icon } from '../view/Icon.tsx';
import { afterPress } from '../view/pressed.ts';
import { useWork } from '../wizard-context.ts';

export interface AddressListProps {
  readonly list: keyof IpCondition;
  readonly label: string;
  readonly placeholder: string;
  /** One for each entry, in their order. */
  readonly findings: readonly AddressEntry[];
}

const FEWEST_LINES = 3;
const MOST_LINES = 10;

export function AddressList({ list, label, placeholder, findings }: AddressListProps) {
  const { work, dispatch } = useWork();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const entries = work.draft.condition?.[list] ?? [];
  const [text, setText] = useState(entries.join('\n'));
  /** The place of the entry that is being typed: nothing is said of it before it is done. */
  const [typing, setTyping] = useState<number>();
  // Entries may change elsewhere: an edit that took over what somebody else saved.
  const shown = sameEntries(parseAddressList(text), entries) ? text : entries.join('\n');

  function take(next: string): void {
    setText(next);
    dispatch({ type: 'addressesTyped', list, entries: parseAddressList(next) });
  }

  function replace(place: number, by: string): void {
    const next = entries.map((entry, index) => (index === place ? by : entry));
    take([...new Set(next)].join('\n'));
    field.current?.focus();
  }

  const flawed = findings.flatMap((finding, place) =>
    finding.kind === 'fine' || place === typing ? [] : [{ ...finding, place }],
  );
  const isInvalid = flawed.some(({ kind }) => kind === 'invalid');
  const lines = Math.min(MOST_LINES, Math.max(FEWEST_LINES, shown.split('\n').length + 1));

  return (
    <div class="address-list" data-invalid={isInvalid ? '' : undefined}>
      <label class="label" for={id}>
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        class={isInvalid ? 'area invalid' : 'area'}
        data-testid={`addresses-${list}`}
        rows={lines}
        spellcheck={false}
        autocomplete="off"
        placeholder={placeholder}
        value={shown}
        aria-invalid={isInvalid}
        aria-describedby={`${id}-findings`}
        onInput={({ currentTarget }) => {
          setTyping(placeOfCaret(currentTarget));
          take(currentTarget.value);
        }}
        onBlur={() => afterPress(() => setTyping(undefined))}
      />
      <ul class="findings" id={`${id}-findings`} data-testid={`findings-${list}`} aria-live="polite">
        {flawed.map(({ text: entry, kind, message, suggestion, place }) => (
          <li key={`${place} ${entry}`} class={`finding finding-${kind}`}>
            <Icon name={kind === 'invalid' ? 'error' : kind === 'host-bits' ? 'info' : 'warning'} />
            <span>
              <code>{plain(entry)}</code> {message}{' '}
              {suggestion !== undefined && (
                <button type="button" class="text-button" onClick={() => replace(place, suggestion)}>
                  {l10n.t('Write {0}', suggestion)}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Which entry the caret is in, or right behind; undefined between entries. */
function placeOfCaret({ value, selectionStart }: HTMLTextAreaElement): number | undefined {
  const before = parseAddressList(value.slice(0, selectionStart)).length;
  const touching = parseAddressList(`${value.slice(0, selectionStart)}1`).length;
  return touching > before ? undefined : before - 1;
}

function sameEntries(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}
