// The last step before Create: the token as a security reviewer would read it, and the request as it will be sent.
import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { plain } from '../../../src/tokens/markdown.ts';
import type { TokenDiff } from '../../../src/tokens/diff.ts';
import { draftSentences } from '../../../src/tokens/sentences.ts';
import { lifetimeName, LIFETIMES } from '../../../src/tokens/ttl.ts';
import { timeFormat } from '../language.ts';
import { changesOf } from '../edit.ts';
import { namesIn } from '../names.ts';
import { currentOwner, knownCatalogue, type WizardState } from '../state.ts';
import { problemsAt, stepOf, type StepProblem } from '../step-problems.ts';
import { type Step, stepName } from '../steps.ts';
import { Notice } from '../view/Notice.tsx';
import { Segments } from '../view/Segments.tsx';
import { useWork } from '../wizard-context.ts';
import { Audit } from './Audit.tsx';
import { Changes } from './Changes.tsx';
import { Exports } from './Exports.tsx';
import { ownerWords } from './owner-words.ts';
import { RequestPreview } from './RequestPreview.tsx';
import { SaveNotice } from './SaveNotice.tsx';

/** So many permissions are named in one sentence; the rest are in the list below it. */
const NAMED = 8;

const MINUTE = 60_000;

export function SummaryStep() {
  const { state, work } = useWork();
  const owner = currentOwner(state);
  const { draft } = work;
  const refused = state.refusal?.step === 'summary' ? state.refusal.problem : undefined;
  const problems = state.tried.includes('summary') ? problemsAt(state, 'summary') : [];
  const known = knownCatalogue(state);
  const names = namesIn(state);
  const diff = changesOf(state, timeFormat());
  // What was counted a moment ago is the whole of it: 90 days, and not 89.
  const now = new Date(Date.now() - (work.lifetime === undefined ? 0 : MINUTE));
  const words = (most: number) => draftSentences(draft, known, names, now, { ...timeFormat(), most });
  const { grants, restrictions, dates } = words(NAMED);
  const all = words(Infinity).grants;

  return (
    <>
      {refused !== undefined && (
        <Notice
          kind="error"
          title={
            work.edit === undefined
              ? l10n.t('Cloudflare did not create the token')
              : l10n.t('Cloudflare did not save the changes')
          }
          testId="refused"
        >
          {refused.message}
        </Notice>
      )}
      <SaveNotice />
      {diff !== undefined && !isSettled(state, diff) && <Changes diff={diff} />}
      {problems.length > 0 && <Problems problems={problems} />}
      <div class="summary" data-testid="summary">
        <Fact term={l10n.t('Who')} changes={[{ step: 'start', name: l10n.t('Change name') }]}>
          <p class="summary-name">{plain(draft.name)}</p>
          <p>{owner === undefined ? l10n.t('Its connection was closed.') : ownerWords(owner)}</p>
        </Fact>
        <Fact
          term={l10n.t('May do')}
          changes={[
            { step: 'permissions', name: l10n.t('Change permissions') },
            { step: 'resources', name: l10n.t('Change resources') },
          ]}
        >
          <ul class="grants">
            {grants.map((grant) => (
              <li key={grant}>{grant}</li>
            ))}
          </ul>
          {all.join() !== grants.join() && (
            <details class="more">
              <summary>{l10n.t('Every permission by name')}</summary>
              <ul class="grants">
                {all.map((grant) => (
                  <li key={grant}>{grant}</li>
                ))}
              </ul>
            </details>
          )}
        </Fact>
        <Fact
          term={l10n.t('From where')}
          changes={[{ step: 'restrictions', name: l10n.t('Change addresses') }]}
        >
          {restrictions.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Fact>
        <Fact term={l10n.t('How long')} changes={[{ step: 'restrictions', name: l10n.t('Change dates') }]}>
          {dates.map((line) => (
            <p key={line} data-testid="until">
              {line}
            </p>
          ))}
          <Lifetimes />
        </Fact>
      </div>
      <Audit />
      <RequestPreview />
      <Exports />
    </>
  );
}

/** Is there nothing to say of changes: they are saved, or what is to become of them has to be decided first? */
function isSettled({ creation }: WizardState, { changes }: TokenDiff): boolean {
  return (
    creation.state === 'conflict' ||
    creation.state === 'gone' ||
    (creation.state === 'saved' && changes.length === 0)
  );
}

interface FactProps {
  readonly term: string;
  /** The ways back to where it was chosen. */
  readonly changes?: readonly { readonly step: Step; readonly name: string }[];
  readonly children: ComponentChildren;
}

/** One aspect of the token. */
function Fact({ term, changes = [], children }: FactProps) {
  const { state, dispatch } = useWork();
  return (
    <section class="fact">
      <h3 class="fact-term">{term}</h3>
      <div class="fact-words">{children}</div>
      <div class="fact-actions">
        {changes.map(({ step, name }) => (
          <button
            key={step}
            type="button"
            class="text-button"
            disabled={state.creation.state === 'running'}
            onClick={() => dispatch({ type: 'wentTo', step })}
          >
            {name}
          </button>
        ))}
      </div>
    </section>
  );
}

function Problems({ problems }: { readonly problems: readonly StepProblem[] }) {
  const { dispatch } = useWork();
  return (
    <Notice kind="error" title={l10n.t('The token cannot be created yet')}>
      <ul class="grants">
        {problems.map((problem) => (
          <li key={problem.message}>
            {problem.message}{' '}
            <button
              type="button"
              class="text-button"
              onClick={() => dispatch({ type: 'wentTo', step: stepOf(problem) })}
            >
              {l10n.t('Go to {0}', stepName(stepOf(problem)))}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The short way to another end; dates are typed on the step for them. */
function Lifetimes() {
  const { state, work, dispatch } = useWork();
  return (
    <Segments
      label={l10n.t('Expires')}
      labelHidden
      testId="lifetime"
      chosen={work.lifetime ?? (work.draft.expiresOn === undefined ? 'none' : undefined)}
      disabled={state.creation.state === 'running'}
      options={LIFETIMES.map((lifetime) => [lifetime, lifetimeName(lifetime)] as const)}
      onChoose={(lifetime) => dispatch({ type: 'lifetimeChosen', lifetime })}
    />
  );
}
