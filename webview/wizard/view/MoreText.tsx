// A list within a line of text: the first few, and the rest at the press of a button.
import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';

export function MoreText({ items, most }: { readonly items: readonly string[]; readonly most: number }) {
  const [all, setAll] = useState(false);
  // A single one more takes no more room than the button.
  const isLong = items.length > most + 1;
  const shown = isLong && !all ? items.slice(0, most) : items;
  return (
    <>
      {shown.join(' · ')}
      {isLong && (
        <>
          {' '}
          <button type="button" class="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? l10n.t('Show fewer') : l10n.t('and {0} more', items.length - most)}
          </button>
        </>
      )}
    </>
  );
}
