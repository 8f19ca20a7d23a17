// The first step: the token's name, whose token it is, and what to start from.
import * as l10n from '@vscode/l10n';
import { plain } from '../../../src/tokens/markdown.ts';
import { TEMPLATES } from '../../../src/tokens/templates.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { groupCount } from '../draft-edit.ts';
import { CUSTOM, currentOwner, refKey } from '../state.ts';
import { problemsAt } from '../step-problems.ts';
import { Notice } from '../view/Notice.tsx';
import { FieldProblem, TextField } from '../view/TextField.tsx';
import { useWork } from '../wizard-context.ts';
import { templateLine } from './template-words.ts';

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
        <div class="cards" data-testid="templates">
          {TEMPLATES.map((template) => (
            <TemplateCard
              key={template.key}
              value={template.key}
              name={template.name}
              line={templateLine(template, work.draft.owner.kind)}
            />
          ))}
          <TemplateCard
            value={CUSTOM}
            name={l10n.t('Custom token')}
            line={l10n.t('Start empty and choose every permission yourself')}
          />
        </div>
      </fieldset>
      <TemplateNotices />
    </>
  );
}

function TemplateCard({
  value,
  name,
  line,
}: {
  readonly value: string;
  readonly name: string;
  readonly line: string;
}) {
  const { work, dispatch } = useWork();
  return (
    <label class="card">
      <input
        type="radio"
        name="template"
        value={value}
        checked={work.template === value}
        data-testid={`template-${value}`}
        onChange={() => dispatch({ type: 'templateChosen', key: value })}
      />
      <span class="card-text">
        <span class="card-title">{name}</span>
        <span class="card-line">{line}</span>
      </span>
    </label>
  );
}

/** What a template did beyond filling the draft: replaced something, or left something out. */
function TemplateNotices() {
  const { work, dispatch } = useWork();
  const { setAside, omitted } = work;
  return (
    <>
      {setAside !== undefined && (
        <Notice
          kind="info"
          testId="replaced"
          actions={
            <vscode-button appearance="secondary" onClick={() => dispatch({ type: 'partsBroughtBack' })}>
              {l10n.t('Undo')}
            </vscode-button>
          }
        >
          {replacedWords(groupCount({ ...work.draft, parts: setAside }))}
        </Notice>
      )}
      {omitted.length > 0 && (
        <Notice
          kind="warning"
          testId="omitted"
          title={l10n.t('Not everything in this template can be given here')}
        >
          {work.draft.owner.kind === 'account'
            ? l10n.t('An account-owned token goes without: {0}.', omitted.join(', '))
            : l10n.t('Cloudflare does not offer to this connection: {0}.', omitted.join(', '))}
        </Notice>
      )}
    </>
  );
}

function replacedWords(count: number): string {
  return count === 1
    ? l10n.t('The template replaced the permission that you had chosen.')
    : l10n.t('The template replaced the {0} permissions that you had chosen.', count);
}

function OwnerField() {
  const { state, dispatch } = useWork();
  const owner = currentOwner(state);
  const creatable = state.owners.filter(({ canCreate }) => canCreate);
  const help = owner === undefined ? undefined : helpOf(owner);
  if (creatable.length <= 1) {
    return (
      <div class="field">
        <span class="label">{l10n.t('Owner')}</span>
        <p class="static-value" data-testid="owner">
          {owner === undefined ? l10n.t('No owner') : wordsOf(owner, state.owners)}
        </p>
        {help !== undefined && <p class="help">{help}</p>}
      </div>
    );
  }
  return (
    <div class="field">
      <label class="label" for="owner">
        {l10n.t('Owner')}
      </label>
      <select
        id="owner"
        class="select"
        data-testid="owner"
        value={owner && refKey(owner)}
        aria-describedby={help === undefined ? undefined : 'owner-help'}
        onChange={(event) => {
          const choice = creatable.find((one) => refKey(one) === event.currentTarget.value);
          if (choice !== undefined) dispatch({ type: 'ownerChosen', choice });
        }}
      >
        {creatable.map((choice) => (
          <option key={refKey(choice)} value={refKey(choice)}>
            {wordsOf(choice, state.owners)}
          </option>
        ))}
      </select>
      {help !== undefined && (
        <p class="help" id="owner-help">
          {help}
        </p>
      )}
    </div>
  );
}

function helpOf({ owner }: OwnerChoice): string {
  return owner.kind === 'user'
    ? l10n.t('Acts as you, in every account that you can reach.')
    : l10n.t('Belongs to the account, and stays when people leave.');
}

function wordsOf({ owner, name, connection }: OwnerChoice, all: readonly OwnerChoice[]): string {
  const label = owner.kind === 'user' ? l10n.t('You ({0})', plain(name)) : l10n.t('Account {0}', plain(name));
  const twins = all.filter((other) => other.owner.kind === owner.kind && other.name === name);
  return twins.length > 1 ? l10n.t('{0}, through {1}', label, plain(connection)) : label;
}
