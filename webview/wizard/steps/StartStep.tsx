// The first step: the token's name, whose token it is, and what to start from.
import * as l10n from '@vscode/l10n';
import { problemsAt } from '../step-problems.ts';
import { FieldProblem, TextField } from '../view/TextField.tsx';
import { useWork } from '../wizard-context.ts';
import { OwnerField } from './OwnerField.tsx';
import { StartFrom } from './StartFrom.tsx';

export function StartStep() {
  const { state, work, dispatch } = useWork();
  const tried = state.tried.includes('start');
  const problems = problemsAt(state, 'start');
  const nameProblem = problems.find(({ field }) => field === 'name');
  const templateProblem = tried ? problems.find(({ field }) => field === 'template') : undefined;
  const refused = state.refusal?.step === 'start' ? state.refusal.problem.message : undefined;
  const shownProblem = refused ?? (tried || state.nameLeft ? nameProblem?.message : undefined);

  return (
    <>
      <div class="head-fields">
        <TextField
          label={l10n.t('Name')}
          value={work.draft.name}
          placeholder={l10n.t('e.g. Deploy example.com')}
          help={l10n.t('How you will recognize the token in a list.')}
          testId="name"
          onInput={(name) => dispatch({ type: 'named', name })}
          onLeave={() => dispatch({ type: 'nameLeft' })}
          {...(shownProblem !== undefined && { problem: shownProblem })}
        />
        <OwnerField />
      </div>
      <fieldset class="cards-set" data-invalid={templateProblem === undefined ? undefined : ''}>
        <legend class="label">{l10n.t('Start from')}</legend>
        {templateProblem !== undefined && (
          <FieldProblem id="template-problem">{templateProblem.message}</FieldProblem>
        )}
        <StartFrom />
      </fieldset>
    </>
  );
}
