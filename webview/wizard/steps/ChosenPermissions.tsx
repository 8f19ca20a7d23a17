// The permissions that are chosen so far, always in sight and at hand to be taken away again.
import * as l10n from '@vscode/l10n';
import type { Catalogue } from '../../../src/tokens/catalogueEntry.ts';
import { entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { scopeWord } from '../../../src/tokens/scope.ts';
import { groupCount } from '../draft-edit.ts';
import { type Chip, Chips } from '../view/Chips.tsx';
import { useWork } from '../wizard-context.ts';

/** Lines of chips before the rest folds away. */
const LINES = 2;

export function ChosenPermissions({ catalogue }: { readonly catalogue: Catalogue }) {
  const { work, dispatch } = useWork();
  const { parts, carried } = work.draft;
  const count = groupCount(work.draft);
  const groups = new Map(parts.flatMap((part) => part.groups.map((group) => [group.id, group] as const)));
  const chips = [...groups.values()].map((group): Chip => {
    const entry = entryOf(catalogue, group);
    return {
      key: group.id,
      kind: scopeWord(entry.scope),
      text: plain(entryWords(entry)),
      onRemove: () => dispatch({ type: 'groupRemoved', id: group.id }),
    };
  });
  return (
    <section class="chosen" aria-label={l10n.t('Chosen permissions')}>
      <div class="chosen-head">
        <span class="chosen-count" data-testid="chosen-count">
          {countWords(count)}
        </span>
        {count > 1 && (
          <button type="button" class="text-button" onClick={() => dispatch({ type: 'groupsCleared' })}>
            {l10n.t('Remove All')}
          </button>
        )}
      </div>
      {count > 0 && (
        <Chips label={l10n.t('Chosen permissions')} chips={chips} testId="chosen" lines={LINES} />
      )}
      {carried.length > 0 && (
        <p class="help" data-testid="carried-count">
          {carried.length === 1
            ? l10n.t('1 policy is kept as it is, see Resources.')
            : l10n.t('{0} policies are kept as they are, see Resources.', carried.length)}
        </p>
      )}
    </section>
  );
}

function countWords(count: number): string {
  switch (count) {
    case 0:
      return l10n.t('No permission chosen yet');
    case 1:
      return l10n.t('1 permission chosen');
    default:
      return l10n.t('{0} permissions chosen', count);
  }
}
