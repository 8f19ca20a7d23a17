// The toolkit's text field with what it cannot do by itself: a description and a problem that a screen reader finds.
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ToolkitTextField } from '../../toolkit-elements.d.ts';
import { Icon } from './Icon.tsx';

export interface TextFieldProps {
  /** The visible label. */
  readonly label: string;
  /** The label is for screen readers only. */
  readonly labelHidden?: boolean;
  readonly value: string;
  readonly placeholder?: string;
  /** A line below the field. */
  readonly help?: string;
  /** What is wrong with the value; takes the place of the help. */
  readonly problem?: string;
  readonly testId: string;
  readonly onInput: (value: string) => void;
  readonly onLeave?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** Something inside the field, in front of the text. */
  readonly icon?: ComponentChildren;
  /** Takes the element, for who wants to give it the focus. */
  readonly field?: RefObject<ToolkitTextField | null>;
}

export function TextField(props: TextFieldProps) {
  const { label, labelHidden = false, value, placeholder, help, problem, testId } = props;
  const own = useRef<ToolkitTextField>(null);
  const field = props.field ?? own;
  const about = problem ?? help;

  // The native input is in the element's shadow tree, where ids from outside mean nothing: describe it directly.
  useEffect(() => {
    const control = field.current?.control;
    if (control === undefined) return;
    setOrRemove(control, 'aria-description', about);
    setOrRemove(control, 'aria-invalid', problem === undefined ? undefined : 'true');
  }, [about, problem]);

  // Without a visible label the element names itself "Text field" when it enters the page; this comes after that.
  useEffect(() => field.current?.setAttribute('aria-label', label), [label]);

  return (
    <div class="field" data-invalid={problem === undefined ? undefined : ''}>
      <vscode-text-field
        ref={field}
        class={problem === undefined ? 'text-field' : 'text-field invalid'}
        data-testid={testId}
        value={value}
        placeholder={placeholder ?? ''}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onBlur={props.onLeave}
        onKeyDown={props.onKeyDown}
      >
        {labelHidden ? null : label}
        {props.icon}
      </vscode-text-field>
      {problem !== undefined ? (
        <FieldProblem>{problem}</FieldProblem>
      ) : (
        help !== undefined && <p class="help">{help}</p>
      )}
    </div>
  );
}

/** A problem beside the field that has it; spoken when it appears. */
export function FieldProblem({
  id,
  children,
}: {
  readonly id?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <p class="problem" role="alert" id={id} data-testid="problem">
      <Icon name="error" />
      <span>{children}</span>
    </p>
  );
}

function setOrRemove(element: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
