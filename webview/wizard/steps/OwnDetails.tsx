// Where one's own template is kept, and what is wrong with its file.
import * as l10n from '@vscode/l10n';
import type { OwnTemplate } from '../../../src/wizard/messages-draft.ts';
import { Icon } from '../view/Icon.tsx';
import { useWork } from '../wizard-context.ts';

const SHOWN = 4;

export function OwnDetails({ own, where }: { readonly own: OwnTemplate; readonly where: string }) {
  const { ask } = useWork();
  const { flaws } = own;
  return (
    <>
      {flaws.length > 0 && (
        <ul class="flaws" data-testid="flaws">
          {flaws.slice(0, SHOWN).map(({ path, message }) => (
            <li key={`${path} ${message}`} class="problem">
              <Icon name={own.template === undefined ? 'error' : 'warning'} />
              <span>
                {path !== '' && <code>{path}</code>} {message}
              </span>
            </li>
          ))}
          {flaws.length > SHOWN && <li class="help">{l10n.t('And {0} more.', flaws.length - SHOWN)}</li>}
        </ul>
      )}
      <p class="help">{where}</p>
      <button
        type="button"
        class="text-button"
        onClick={() => void ask({ ask: 'openTemplate', key: own.key }).catch(ignoreClosedFile)}
      >
        {l10n.t('Open File')}
      </button>
    </>
  );
}

/** The file went away meanwhile; the list will say so. */
function ignoreClosedFile(): void {
  return undefined;
}
