// One set of permissions and the resources they share, with the ways to share them differently.
import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { type Catalogue, entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import type { DraftPart } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { listed } from '../../../src/tokens/sentences.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { timeFormat } from '../language.ts';
import { conflictsOf } from '../part-conflicts.ts';
import { siblingsOf } from '../part-edit.ts';
import { problemsAt } from '../step-problems.ts';
import { FieldProblem } from '../view/TextField.tsx';
import { FieldWarning } from '../view/FieldWarning.tsx';
import { MoreText } from '../view/MoreText.tsx';
import { useWork } from '../wizard-context.ts';
import { MovePermissions } from './MovePermissions.tsx';
import { nameOf } from './named-list.ts';
import { partWords, scopeTitle } from './part-words.ts';
import { TargetForm } from './TargetForm.tsx';

/** Up to this many permissions a card names them all. */
const NAMED = 8;

export interface PartCardProps {
  readonly part: DraftPart;
  readonly index: number;
  readonly owner: OwnerChoice | undefined;
  readonly catalogue: Catalogue;
  /** Cloudflare refused the token because of a permission in it. */
  readonly refused: boolean;
}

export function PartCard({ part, index, owner, catalogue, refused }: PartCardProps) {
  const { state, work, dispatch } = useWork();
  const { scope } = part.target;
  const tried = state.tried.includes('resources');
  const problem = problemsAt(state, 'resources').find((one) => one.part === index);
  const cannotBe = scope === 'user' && work.draft.owner.kind === 'account';
  const set = setOf(work.draft.parts, index);
  const heading = `part-${index}`;
  return (
    <section
      class={refused ? 'part part-refused' : 'part'}
      aria-labelledby={heading}
      data-invalid={tried && problem !== undefined ? '' : undefined}
      data-testid={`part-${scope}`}
    >
      <h3 class="part-title" id={heading} tabIndex={-1}>
        {scopeTitle(scope)}
        {set !== undefined && <span class="part-set"> {set}</span>}
      </h3>
      <p class="part-permissions">
        <MoreText
          items={part.groups.map((group) => plain(entryWords(entryOf(catalogue, group))))}
          most={NAMED}
        />
      </p>
      {cannotBe ? (
        <CannotBe part={index} />
      ) : (
        <TargetForm
          target={part.target}
          owner={owner}
          onChoose={(target) => dispatch({ type: 'targetChosen', part: index, target })}
        />
      )}
      {tried && problem !== undefined && !cannotBe && <FieldProblem>{problem.message}</FieldProblem>}
      <Conflicts index={index} catalogue={catalogue} />
      {!cannotBe && <Sharing part={part} index={index} owner={owner} catalogue={catalogue} />}
    </section>
  );
}

/** `1 of 2`, where several parts have the same scope. */
function setOf(parts: readonly DraftPart[], index: number): string | undefined {
  const same = parts.flatMap(({ target }, at) => (target.scope === parts[index]?.target.scope ? [at] : []));
  return same.length > 1 ? l10n.t('{0} of {1}', same.indexOf(index) + 1, same.length) : undefined;
}

/** User permissions that came along to an account-owned token. */
function CannotBe({ part }: { readonly part: number }) {
  const { dispatch } = useWork();
  return (
    <>
      <FieldProblem>{l10n.t('An account-owned token cannot hold user permissions.')}</FieldProblem>
      <div class="buttons">
        <vscode-button appearance="secondary" onClick={() => dispatch({ type: 'partRemoved', part })}>
          {l10n.t('Remove Them')}
        </vscode-button>
      </div>
    </>
  );
}

function Conflicts({ index, catalogue }: { readonly index: number; readonly catalogue: Catalogue }) {
  const { work } = useWork();
  const conflicts = conflictsOf(work.draft).filter(({ part }) => part === index);
  return (
    <>
      {conflicts.map(({ groups, zones }) => (
        <FieldWarning key={zones.map(({ id }) => id).join()} testId="conflict">
          {l10n.t(
            '{0} will not work on {1}: another set excludes it, and an exclusion always wins.',
            partWords({ groups }, catalogue),
            listed(zones.map(nameOf), { ...timeFormat(), most: 3 }),
          )}
        </FieldWarning>
      ))}
    </>
  );
}

/** Splits a set, joins it with another, or gives it further resources. */
function Sharing({ part, index, owner, catalogue }: Omit<PartCardProps, 'refused'>) {
  const { work, dispatch, announce } = useWork();
  const [moving, setMoving] = useState(false);
  const { scope } = part.target;
  // A user and an account that owns its tokens are the only ones of their kind.
  if (scope === 'user' || (scope === 'account' && owner?.owner.kind === 'account')) return null;
  const siblings = siblingsOf(work.draft, index);
  const [sibling] = siblings;

  function focusPart(at: number): void {
    requestAnimationFrame(() => document.getElementById(`part-${at}`)?.focus());
  }

  if (moving) {
    return (
      <MovePermissions
        part={part}
        index={index}
        siblings={siblings}
        catalogue={catalogue}
        onClose={() => {
          setMoving(false);
          focusPart(index);
        }}
        onMoved={(to) => {
          setMoving(false);
          focusPart(to);
        }}
      />
    );
  }
  return (
    <div class="part-actions">
      {(part.groups.length > 1 || siblings.length > 1) && (
        <button type="button" class="text-button" data-testid="split" onClick={() => setMoving(true)}>
          {siblings.length === 0 ? l10n.t('Split…') : l10n.t('Move Permissions…')}
        </button>
      )}
      {sibling !== undefined && siblings.length === 1 && (
        <button
          type="button"
          class="text-button"
          data-testid="merge"
          onClick={() => {
            const ids = new Set(part.groups.map(({ id }) => id));
            dispatch({ type: 'groupsMoved', part: index, ids, to: sibling });
            announce(l10n.t('Merged into one set of permissions'));
            focusPart(Math.min(index, sibling));
          }}
        >
          {l10n.t('Merge with {0}', partWords(work.draft.parts[sibling] ?? part, catalogue))}
        </button>
      )}
      <button
        type="button"
        class="text-button"
        data-testid="repeat"
        onClick={() => {
          dispatch({ type: 'partRepeated', part: index });
          focusPart(index + 1);
        }}
      >
        {l10n.t('Also on Other Resources')}
      </button>
      {siblings.length > 0 && (
        <button
          type="button"
          class="text-button"
          data-testid="remove-part"
          onClick={() => {
            dispatch({ type: 'partRemoved', part: index });
            focusPart(Math.max(0, index - 1));
          }}
        >
          {l10n.t('Remove')}
        </button>
      )}
    </div>
  );
}
