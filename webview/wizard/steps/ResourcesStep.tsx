// The third step: what the chosen permissions apply to, one card for each set of permissions.
import * as l10n from '@vscode/l10n';
import type { Catalogue } from '../../../src/tokens/catalogueEntry.ts';
import { entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import type { DraftPart, Target } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { currentCatalogue, currentOwner } from '../state.ts';
import { partOfGroup, problemsAt } from '../step-problems.ts';
import { Notice } from '../view/Notice.tsx';
import { FieldProblem } from '../view/TextField.tsx';
import { useWork } from '../wizard-context.ts';
import { AccountTargetForm } from './AccountTargetForm.tsx';
import { BucketTargetForm } from './BucketTargetForm.tsx';
import { ZoneTargetForm } from './ZoneTargetForm.tsx';

const NO_CATALOGUE: Catalogue = { entries: [], byId: new Map() };

export function ResourcesStep() {
  const { state, work } = useWork();
  const owner = currentOwner(state);
  const catalogue = currentCatalogue(state);
  const known = catalogue.state === 'loaded' ? catalogue.value : NO_CATALOGUE;
  const refused = state.refusal?.step === 'resources' ? state.refusal.problem : undefined;
  const refusedPart = refused?.group === undefined ? undefined : partOfGroup(work.draft, refused.group);
  if (work.draft.parts.length === 0) {
    return (
      <p class="empty">
        {l10n.t('No permission is chosen, so there is nothing to apply one to. Go back and choose one.')}
      </p>
    );
  }
  return (
    <>
      {refused !== undefined && (
        <Notice kind="error" title={l10n.t('Cloudflare refused the token')}>
          {refused.message}
        </Notice>
      )}
      {work.draft.parts.map((part, index) => (
        <PartCard
          key={`${part.target.scope} ${index}`}
          part={part}
          index={index}
          owner={owner}
          catalogue={known}
          refused={refusedPart === index}
        />
      ))}
    </>
  );
}

interface PartCardProps {
  readonly part: DraftPart;
  readonly index: number;
  readonly owner: OwnerChoice | undefined;
  readonly catalogue: Catalogue;
  readonly refused: boolean;
}

function PartCard({ part, index, owner, catalogue, refused }: PartCardProps) {
  const { state, dispatch } = useWork();
  const tried = state.tried.includes('resources');
  const problem = tried ? problemsAt(state, 'resources').find((one) => one.part === index) : undefined;
  const permissions = part.groups.map((group) => plain(entryWords(entryOf(catalogue, group))));
  const heading = `part-${index}`;
  return (
    <section
      class={refused ? 'part part-refused' : 'part'}
      aria-labelledby={heading}
      data-invalid={problem === undefined ? undefined : ''}
      data-testid={`part-${part.target.scope}`}
    >
      <h3 class="part-title" id={heading}>
        {partTitle(part.target)}
      </h3>
      <p class="part-permissions">{permissions.join(' · ')}</p>
      <TargetForm
        target={part.target}
        owner={owner}
        onChoose={(target) => dispatch({ type: 'targetChosen', part: index, target })}
      />
      {problem !== undefined && <FieldProblem>{problem.message}</FieldProblem>}
    </section>
  );
}

interface TargetFormProps {
  readonly target: Target;
  readonly owner: OwnerChoice | undefined;
  readonly onChoose: (target: Target) => void;
}

function TargetForm({ target, owner, onChoose }: TargetFormProps) {
  switch (target.scope) {
    case 'zone':
      return <ZoneTargetForm target={target} owner={owner} onChoose={onChoose} />;
    case 'account':
      return <AccountTargetForm target={target} owner={owner} onChoose={onChoose} />;
    case 'bucket':
      return <BucketTargetForm target={target} owner={owner} onChoose={onChoose} />;
    case 'user':
      return (
        <p class="fixed-target">
          {owner?.owner.kind === 'user'
            ? l10n.t('Applies to you ({0}). There is nothing to choose.', plain(owner.name))
            : l10n.t('Applies to you. There is nothing to choose.')}
        </p>
      );
  }
}

function partTitle({ scope }: Target): string {
  switch (scope) {
    case 'zone':
      return l10n.t('Zone permissions apply to');
    case 'account':
      return l10n.t('Account permissions apply to');
    case 'user':
      return l10n.t('User permissions apply to');
    case 'bucket':
      return l10n.t('R2 bucket permissions apply to');
  }
}
