// The wizard's steps: their order and their names. A step added here appears in the bar by itself.
import * as l10n from '@vscode/l10n';

export const STEPS = ['start', 'permissions', 'resources', 'restrictions', 'summary', 'secret'] as const;
export type Step = (typeof STEPS)[number];

/** The steps of a new token, or those of an edit, which has no secret to show. */
export function stepsOf({ edit }: { readonly edit?: unknown }): readonly Step[] {
  return edit === undefined ? STEPS : STEPS.filter((step) => step !== 'secret');
}

/** The short name of a step, for the bar. */
export function stepName(step: Step): string {
  switch (step) {
    case 'start':
      return l10n.t('Start');
    case 'permissions':
      return l10n.t('Permissions');
    case 'resources':
      return l10n.t('Resources');
    case 'restrictions':
      return l10n.t('Restrictions');
    case 'summary':
      return l10n.t('Summary');
    case 'secret':
      return l10n.t('Secret');
  }
}

/** The step before or after another; undefined at either end. */
export function neighbour(step: Step, by: 1 | -1): Step | undefined {
  return STEPS[STEPS.indexOf(step) + by];
}

/** Does `a` come before `b`? */
export function isBefore(a: Step, b: Step): boolean {
  return STEPS.indexOf(a) < STEPS.indexOf(b);
}
