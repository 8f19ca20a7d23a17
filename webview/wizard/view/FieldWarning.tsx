// Something that is allowed, but will not do what it looks like; beside what it is about.
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';

export function FieldWarning({
  testId,
  children,
}: {
  readonly testId: string;
  readonly children: ComponentChildren;
}) {
  return (
    <p class="problem" role="status" data-testid={testId}>
      <Icon name="warning" />
      <span>{children}</span>
    </p>
  );
}
