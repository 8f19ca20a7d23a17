// The request, written by the host with the very code that will send it.
import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { refOf } from '../remote.ts';
import { currentOwner } from '../state.ts';
import { problemFrom, useWork } from '../wizard-context.ts';

export function RequestPreview() {
  const { state, work, ask } = useWork();
  const owner = currentOwner(state);
  const { draft, edit } = work;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState<string>();

  useEffect(() => {
    if (!open || owner === undefined) return;
    let current = true;
    const base = edit === undefined ? {} : { base: edit.base };
    ask({ ask: 'preview', of: refOf(owner), draft, ...base }).then(
      ({ method, path, body }) => current && setText(`${method} ${path}\n\n${body}`),
      (error: unknown) => current && setText(problemFrom(error).message),
    );
    return () => {
      current = false;
    };
  }, [open, draft, edit]);

  return (
    <details
      class="more preview"
      data-testid="preview"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{l10n.t('Request to Cloudflare')}</summary>
      <p class="help">
        {edit === undefined
          ? l10n.t('This is what Create Token sends, apart from the credential.')
          : l10n.t(
              'This is what Save Changes sends, apart from the credential: it replaces the whole token.',
            )}
      </p>
      <pre class="code" role="region" tabIndex={0} aria-label={l10n.t('Request to Cloudflare')}>
        {text ?? l10n.t('Loading…')}
      </pre>
    </details>
  );
}
