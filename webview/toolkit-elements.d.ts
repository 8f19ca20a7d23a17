// What the toolkit's elements look like in TSX: their attributes and properties, beside those of any element.
import type { ComponentChildren, HTMLAttributes } from 'preact';

interface ToolkitButton extends HTMLElement {
  disabled: boolean;
}

export interface ToolkitTextField extends HTMLElement {
  value: string;
  /** The native input inside; a label or a description from outside cannot reach it, so it gets its own. */
  readonly control?: HTMLInputElement;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': Omit<HTMLAttributes<ToolkitButton>, 'disabled'> & {
        appearance?: 'primary' | 'secondary' | 'icon';
        disabled?: boolean;
        children?: ComponentChildren;
      };
      'vscode-link': HTMLAttributes & { href: string; children?: ComponentChildren };
      'vscode-progress-ring': HTMLAttributes;
      'vscode-text-field': HTMLAttributes<ToolkitTextField> & {
        value?: string;
        placeholder?: string;
        readOnly?: boolean;
        type?: 'text' | 'password';
        children?: ComponentChildren;
      };
    }
  }
}
