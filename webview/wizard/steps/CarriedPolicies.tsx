// Policies that the wizard cannot take apart: shown as they are, and sent back as they came.
import * as l10n from '@vscode/l10n';
import type { Catalogue } from '../../../src/tokens/catalogue.ts';
import { sentencesOf } from '../../../src/tokens/sentences.ts';
import { timeFormat } from '../language.ts';
import { namesIn } from '../names.ts';
import { useWork } from '../wizard-context.ts';

/** So many permissions or resources are named; the rest is in the policy itself, below. */
const NAMED = 6;

export function CarriedPolicies({ catalogue }: { readonly catalogue: Catalogue }) {
  const { state, work, dispatch } = useWork();
  const { carried } = work.draft;
  if (carried.length === 0) return null;
  const format = { ...timeFormat(), most: NAMED };
  return (
    <section class="part" aria-labelledby="carried" data-testid="carried">
      <h3 class="part-title" id="carried">
        {l10n.t('Kept as they are')}
      </h3>
      <p class="part-permissions">
        {l10n.t('These policies say what this wizard has no form for. They stay unless you remove them.')}
      </p>
      <ul class="carried">
        {carried.map((policy, index) => (
          <li key={JSON.stringify(policy)}>
            <div class="carried-words">
              {sentencesOf({ policies: [policy] }, catalogue, namesIn(state), new Date(), format).grants.map(
                (line) => (
                  <p key={line}>{line}</p>
                ),
              )}
              <details class="more">
                <summary>{l10n.t('As the API has it')}</summary>
                <pre class="code" tabIndex={0}>
                  {JSON.stringify(policy, undefined, 2)}
                </pre>
              </details>
            </div>
            <button
              type="button"
              class="text-button"
              onClick={() => dispatch({ type: 'carriedRemoved', index })}
            >
              {l10n.t('Remove')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
