// A few short exclusive choices side by side, as native radio buttons.
import { useId } from 'preact/hooks';

export interface SegmentsProps<K extends string> {
  readonly label: string;
  /** The label is for screen readers only. */
  readonly labelHidden?: boolean;
  readonly options: readonly (readonly [key: K, name: string])[];
  readonly chosen: K | undefined;
  readonly disabled?: boolean;
  readonly onChoose: (key: K) => void;
  readonly testId: string;
}

export function Segments<K extends string>(props: SegmentsProps<K>) {
  const { label, labelHidden = false, options, chosen, disabled = false, onChoose, testId } = props;
  const group = useId();
  return (
    <fieldset class="segments-set">
      <legend class={labelHidden ? 'unseen' : 'label'}>{label}</legend>
      <div class="segments">
        {options.map(([key, name]) => (
          <label key={key} class="segment">
            <input
              type="radio"
              name={group}
              data-testid={`${testId}-${key}`}
              checked={chosen === key}
              disabled={disabled}
              onChange={() => onChoose(key)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
