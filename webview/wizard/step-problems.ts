// Which step a problem of the draft belongs to, so that it is shown beside what caused it.
import * as l10n from '@vscode/l10n';
import type { Draft } from '../../src/tokens/draft.ts';
import { type DraftProblem, problemsOf } from '../../src/tokens/draftProblems.ts';
import { analyseFilter } from '../../src/tokens/ipCondition.ts';
import { conditionDiff } from '../../src/tokens/restrictionDiff.ts';
import type { Problem } from '../../src/wizard/messages.ts';
import type { Work } from './kept.ts';
import { type Step, STEPS } from './steps.ts';

export type StepProblem = Omit<DraftProblem, 'field'> & {
  readonly field: DraftProblem['field'] | 'template';
};

const STEP_OF: Readonly<Record<StepProblem['field'], Step>> = {
  template: 'start',
  name: 'start',
  parts: 'permissions',
  part: 'resources',
  condition: 'restrictions',
  ttl: 'restrictions',
};

/** The step where a problem is put right. */
export function stepOf({ field }: StepProblem): Step {
  return STEP_OF[field];
}

/** What has to be put right on a step before the wizard goes on from there; on the summary, everything. */
export function problemsAt({ work }: { readonly work?: Work }, step: Step): StepProblem[] {
  if (work === undefined) return [];
  return allProblems(work).filter(({ field }) => step === 'summary' || STEP_OF[field] === step);
}

/** Everything that keeps the draft from being sent. */
function allProblems({ draft, template, edit }: Work): StepProblem[] {
  const none: StepProblem[] =
    template === undefined && edit === undefined
      ? [{ field: 'template', message: l10n.t('Choose what to start from.') }]
      : [];
  const problems = [...none, ...problemsOf(draft, new Date()), ...uselessFilter(draft)];
  if (edit === undefined || conditionDiff(edit.base.condition, draft.condition, {}).changes.length > 0)
    return problems;
  // A filter that was there before is Cloudflare's business, whatever is in it.
  return problems.filter(({ field }) => field !== 'condition');
}

/** A filter that lets nothing through makes a token of no use. */
function uselessFilter({ condition = {} }: Draft): StepProblem[] {
  return analyseFilter(condition)
    .notes.filter(({ severity }) => severity === 'problem')
    .map(({ message }) => ({ field: 'condition', message }));
}

/** The first step before `step` that still has a problem; there is no way past it. */
export function firstObstacle(state: { readonly work?: Work }, step: Step): Step | undefined {
  return STEPS.slice(0, STEPS.indexOf(step)).find(
    (before) => before !== 'summary' && problemsAt(state, before).length > 0,
  );
}

/** The step where a person can act on what Cloudflare refused. */
export function stepOfRefusal(draft: Draft, { field, group }: Problem): Step {
  if (field === 'name') return 'start';
  if (field === 'condition' || field === 'ttl') return 'restrictions';
  if (field !== 'parts') return 'summary';
  return group !== undefined && partOfGroup(draft, group) === undefined ? 'permissions' : 'resources';
}

/** The part that holds the permission group which a refusal named. */
export function partOfGroup({ parts }: Draft, groupName: string): number | undefined {
  const index = parts.findIndex(({ groups }) => groups.some(({ name }) => name === groupName));
  return index === -1 ? undefined : index;
}
