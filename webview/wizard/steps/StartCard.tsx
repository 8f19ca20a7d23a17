// One starting point: a radio button with its name and a line, and what belongs to it while it is chosen.
import type { ComponentChildren } from 'preact';
import { useWork } from '../wizard-context.ts';
import { StartNotices } from './StartNotices.tsx';

export interface StartCardProps {
  /** The key of the starting point. */
  readonly value: string;
  readonly name: string;
  readonly line: string;
  readonly disabled?: boolean;
  /** Shows what belongs to it even while it is not chosen. */
  readonly always?: boolean;
  readonly children?: ComponentChildren;
}

export function StartCard({ value, name, line, disabled = false, always = false, children }: StartCardProps) {
  const { work, dispatch } = useWork();
  const isChosen = work.template === value;
  return (
    <div class={isChosen ? 'card card-on' : disabled ? 'card card-off' : 'card'}>
      <label class="card-label">
        <input
          type="radio"
          name="template"
          value={value}
          checked={isChosen}
          disabled={disabled}
          data-testid={`template-${value}`}
          onChange={() => dispatch({ type: 'templateChosen', key: value })}
        />
        <span class="card-text">
          <span class="card-title">{name}</span>
          <span class="card-line">{line}</span>
        </span>
      </label>
      {(isChosen || (always && children !== undefined)) && (
        <div class="card-details">
          {isChosen && <StartNotices />}
          {children}
        </div>
      )}
    </div>
  );
}
