// Something is on its way; said once to a screen reader.
import type { ComponentChildren } from 'preact';

export function Loading({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="loading" role="status" data-testid="loading">
      <vscode-progress-ring aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
