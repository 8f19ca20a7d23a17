// One step under its heading. The heading takes the focus when the step comes up, and the first problem when the
// person tried to go on in vain.
import * as l10n from '@vscode/l10n';
import type { ComponentType } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { hasChanges } from '../edit.ts';
import type { Work } from '../kept.ts';
import type { WizardState } from '../state.ts';
import type { Step } from '../steps.ts';
import { PermissionsStep } from '../steps/PermissionsStep.tsx';
import { ResourcesStep } from '../steps/ResourcesStep.tsx';
import { RestrictionsStep } from '../steps/RestrictionsStep.tsx';
import { SecretStep } from '../steps/SecretStep.tsx';
import { EditStart } from '../steps/EditStart.tsx';
import { StartStep } from '../steps/StartStep.tsx';
import { SummaryStep } from '../steps/SummaryStep.tsx';
import { useWork } from '../wizard-context.ts';

const VIEWS: Readonly<Record<Step, ComponentType>> = {
  start: StartStep,
  permissions: PermissionsStep,
  resources: ResourcesStep,
  restrictions: RestrictionsStep,
  summary: SummaryStep,
  secret: SecretStep,
};

const FOCUSABLE = 'vscode-text-field, textarea, input, select, button, [tabindex]';

export function StepView({ step }: { readonly step: Step }) {
  const { state, work } = useWork();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  const View = work.edit !== undefined && step === 'start' ? EditStart : VIEWS[step];
  const { title, lead } = work.edit === undefined ? wordsOf(step, work, state) : editWords(step, work, state);

  useLayoutEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    window.scrollTo(0, 0);
    heading.current?.focus();
  }, [step]);

  useLayoutEffect(() => {
    if (state.place === undefined) return;
    const place = document.getElementById(state.place);
    place?.scrollIntoView({ block: 'center' });
    place?.focus({ preventScroll: true });
  }, [state.place, step]);

  useLayoutEffect(() => {
    if (state.attempts > 0) document.querySelector<HTMLElement>(`[data-invalid] :is(${FOCUSABLE})`)?.focus();
  }, [state.attempts]);

  // A button may take itself away by what it does. The keyboard goes on from the heading then, not from the page's top.
  const focused = useRef<EventTarget>(null);
  useLayoutEffect(() => {
    const { current } = focused;
    if (!(current instanceof Node) || current.isConnected || document.activeElement !== document.body) return;
    focused.current = null;
    heading.current?.focus({ preventScroll: true });
  });

  return (
    <section
      class="step-view"
      aria-labelledby="step-heading"
      data-testid={`view-${step}`}
      onFocusIn={({ target }) => {
        focused.current = target;
      }}
    >
      <h2 class="step-heading" id="step-heading" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      <p class="lead">{lead}</p>
      <View key={step} />
    </section>
  );
}

interface Words {
  readonly title: string;
  readonly lead: string;
}

function wordsOf(step: Step, { sent }: Work, { creation }: WizardState): Words {
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
    case 'restrictions':
      return {
        title: l10n.t('From where, and for how long?'),
        lead: l10n.t('Both are optional. Either makes a leaked secret worth less.'),
      };
    case 'summary':
      return {
        title: l10n.t('Review the token'),
        lead: sent
          ? l10n.t('The request to create it has been sent.')
          : creation.state === 'refused'
            ? l10n.t('Cloudflare refused the last try and made no token. Create Token tries again.')
            : l10n.t('Nothing has been sent yet. Cloudflare makes the token when you choose Create Token.'),
      };
    case 'secret':
      return {
        title: l10n.t('Use the secret'),
        lead: l10n.t('Put it where your code needs it.'),
      };
  }
}

function editWords(step: Step, work: Work, state: WizardState): Words {
  if (step === 'start') {
    return {
      title: l10n.t('What is it called?'),
      lead: l10n.t('The name is for people only; nothing that uses the token sees it.'),
    };
  }
  if (step === 'summary') {
    return {
      title: hasChanges(state) ? l10n.t('Review the changes') : l10n.t('The token as it is'),
      lead: editLead(work, state),
    };
  }
  return wordsOf(step, work, state);
}

function editLead({ sent }: Work, state: WizardState): string {
  const { creation } = state;
  if (sent) return l10n.t('The changes have been sent.');
  if (creation.state === 'refused')
    return l10n.t('Cloudflare refused the last try and changed nothing. Save Changes tries again.');
  if (creation.state === 'saved') return l10n.t('This is the token as Cloudflare has it now.');
  if (creation.state === 'conflict' || creation.state === 'gone')
    return l10n.t('Nothing has been changed at Cloudflare.');
  return hasChanges(state)
    ? l10n.t('Nothing has been sent yet. Cloudflare changes the token when you choose Save Changes.')
    : l10n.t('Choose what to change. You review the changes here before they are sent.');
}
