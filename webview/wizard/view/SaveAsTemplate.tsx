// "Save as Template…": keeps what the draft says for further tokens; VS Code asks for the name and the place.
import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Problem } from '../../../src/wizard/messages.ts';
import { refOf } from '../remote.ts';
import { currentOwner } from '../state.ts';
import { problemFrom, useWork } from '../wizard-context.ts';
import { FieldProblem } from './TextField.tsx';

export function SaveAsTemplate() {
  const { state, work, ask, announce } = useWork();
  const [problem, setProblem] = useState<Problem>();
  const owner = currentOwner(state);
  const { draft } = work;
  if (owner === undefined || draft.parts.length + draft.carried.length === 0) return null;
  const of = refOf(owner);

  async function save(): Promise<void> {
    setProblem(undefined);
    try {
      const { outcome } = await ask({ ask: 'saveTemplate', of, draft });
      if (outcome === 'done') announce(l10n.t('Saved as a template'));
    } catch (error) {
      setProblem(problemFrom(error));
    }
  }

  return (
    <div class="save-template">
      <button type="button" class="text-button" data-testid="save-template" onClick={() => void save()}>
        {l10n.t('Save as Template…')}
      </button>
      {problem !== undefined && <FieldProblem>{problem.message}</FieldProblem>}
    </div>
  );
}
