// One step under its heading. The heading takes the focus when the step comes up, and the first problem when the
// person tried to go on in vain.
import * as l10n from '@vscode/l10n';
import type { ComponentType } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Step } from '../steps.ts';
import { PermissionsStep } from '../steps/PermissionsStep.tsx';
import { ResourcesStep } from '../steps/ResourcesStep.tsx';
import { SecretStep } from '../steps/SecretStep.tsx';
import { StartStep } from '../steps/StartStep.tsx';
import { SummaryStep } from '../steps/SummaryStep.tsx';
import { useWork } from '../wizard-context.ts';

const VIEWS: Readonly<Record<Step, ComponentType>> = {
  start: StartStep,
  permissions: PermissionsStep,
  resources: ResourcesStep,
  summary: SummaryStep,
  secret: SecretStep,
};

const FOCUSABLE = 'vscode-text-field, input, select, button, [tabindex]';

export function StepView({ step }: { readonly step: Step }) {
  const { state, work } = useWork();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  const View = VIEWS[step];
  const { title, lead } = wordsOf(step, work.sent);

  useLayoutEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    window.scrollTo(0, 0);
    heading.current?.focus();
  }, [step]);

  useLayoutEffect(() => {
    if (state.attempts > 0) document.querySelector<HTMLElement>(`[data-invalid] :is(${FOCUSABLE})`)?.focus();
  }, [state.attempts]);

  return (
    <section class="step-view" aria-labelledby="step-heading" data-testid={`view-${step}`}>
      <h2 class="step-heading" id="step-heading" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      <p class="lead">{lead}</p>
      <View key={step} />
    </section>
  );
}

function wordsOf(step: Step, sent: boolean): { readonly title: string; readonly lead: string } {
  switch (step) {
    case 'start':
      return {
        title: l10n.t('Name the token and choose a start'),
        lead: l10n.t('A template fills in permissions that you can change on the next step.'),
      };
    case 'permissions':
      return {
        title: l10n.t('What may the token do?'),
        lead: l10n.t('Give it only what its work needs. Edit includes Read.'),
      };
    case 'resources':
      return {
        title: l10n.t('What does it apply to?'),
        lead: l10n.t('The fewer resources, the less a leaked secret can do.'),
      };
    case 'summary':
      return {
        title: l10n.t('Review the token'),
        lead: sent
          ? l10n.t('The request to create it has been sent.')
          : l10n.t('Nothing has been sent yet. Cloudflare makes the token when you choose Create Token.'),
      };
    case 'secret':
      return {
        title: l10n.t('Use the secret'),
        lead: l10n.t('Put it where your code needs it.'),
      };
  }
}
