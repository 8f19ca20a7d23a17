// A few exclusive choices as native radio buttons; what belongs to the chosen one opens below it.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface Option<K extends string> {
  readonly key: K;
  readonly name: string;
  /** What it means, in a line. */
  readonly line?: string;
  readonly content?: ComponentChildren;
}

export interface ChoiceProps<K extends string> {
  readonly label: string;
  readonly options: readonly Option<K>[];
  readonly chosen: K | undefined;
  readonly onChoose: (key: K) => void;
  readonly testId: string;
}

export function Choice<K extends string>({ label, options, chosen, onChoose, testId }: ChoiceProps<K>) {
  const group = useId();
  return (
    <fieldset class="choice">
      <legend class="unseen">{label}</legend>
      {options.map(({ key, name, line, content }) => (
        <div key={key} class="option">
          <label class="option-label">
            <input
              type="radio"
              name={group}
              checked={chosen === key}
              data-testid={`${testId}-${key}`}
              onChange={() => onChoose(key)}
            />
            <span>
              {name}
              {line !== undefined && <span class="option-line">{line}</span>}
            </span>
          </label>
          {chosen === key && content !== undefined && <div class="option-content">{content}</div>}
        </div>
      ))}
    </fieldset>
  );
}
