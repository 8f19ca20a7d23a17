// The token for other tools: as a command, as code, as a link. Written by the host from the very request it would send.
import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { Exported } from '../../../src/wizard/messages.ts';
import { refOf } from '../remote.ts';
import { currentOwner } from '../state.ts';
import { Icon } from '../view/Icon.tsx';
import { Segments } from '../view/Segments.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';

const FORMS = ['curl', 'terraform', 'link'] as const;
type Form = (typeof FORMS)[number];

export function Exports() {
  const { state, work, ask } = useWork();
  const owner = currentOwner(state);
  const { draft, edit } = work;
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState<Form>('curl');
  const [exported, setExported] = useState<Exported>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!open || owner === undefined) return;
    let current = true;
    const base = edit === undefined ? {} : { base: edit.base };
    ask({ ask: 'exports', of: refOf(owner), draft, ...base }).then(
      ({ exports }) => {
        if (!current) return;
        setProblem(undefined);
        setExported(exports);
      },
      (error: unknown) => current && setProblem(problemFrom(error).message),
    );
    return () => {
      current = false;
    };
  }, [open, draft, edit]);

  return (
    <details
      class="more preview"
      data-testid="exports"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{l10n.t('For curl, Terraform or the dashboard')}</summary>
      <p class="help">{l10n.t('Each makes a new token like this one. None holds a secret.')}</p>
      <div class="export-forms">
        <Segments
          label={l10n.t('Form')}
          labelHidden
          testId="export"
          chosen={form}
          options={FORMS.map((one) => [one, formName(one)] as const)}
          onChoose={setForm}
        />
      </div>
      {problem !== undefined ? (
        <p class="problem">{problem}</p>
      ) : exported === undefined ? (
        <p class="help">{l10n.t('Loading…')}</p>
      ) : form === 'link' ? (
        <DashboardLink {...exported.link} />
      ) : (
        <CodeToCopy key={form} text={exported[form]} label={formName(form)} />
      )}
    </details>
  );
}

function DashboardLink({ url, missing, byHand }: Exported['link']) {
  return (
    <>
      {url === undefined ? (
        <p class="help">{l10n.t('The dashboard’s links know none of these permissions.')}</p>
      ) : (
        <>
          <CodeToCopy text={url} label={formName('link')} />
          <p class="help">
            <vscode-link href={url}>{l10n.t('Open the Form in the Dashboard')}</vscode-link>
          </p>
        </>
      )}
      {(missing.length > 0 || byHand.length > 0) && (
        <>
          <p class="help">{l10n.t('To be done by hand in the form:')}</p>
          <ul class="grants by-hand">
            {missing.length > 0 && (
              <li>{l10n.t('Add what links have no word for: {0}.', missing.join(', '))}</li>
            )}
            {byHand.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** A text in a box, with a button that copies it. */
export function CodeToCopy({ text, label }: { readonly text: string; readonly label: string }) {
  const { ask, announce } = useWork();
  const [said, setSaid] = useState<string>();

  async function copy(): Promise<void> {
    try {
      await ask({ ask: 'copyText', text });
      setSaid(l10n.t('Copied.'));
      announce(l10n.t('Copied.'));
    } catch (error) {
      setSaid(problemFrom(error).message);
    }
  }

  return (
    <>
      <pre class="code" role="region" tabIndex={0} aria-label={label} data-testid="code">
        {text}
      </pre>
      <div class="buttons">
        <vscode-button appearance="secondary" data-testid="copy-code" onClick={() => void copy()}>
          <Icon name="copy" slot="start" />
          {l10n.t('Copy')}
        </vscode-button>
        {said !== undefined && <span class="help">{said}</span>}
      </div>
    </>
  );
}

function formName(form: Form): string {
  switch (form) {
    case 'curl':
      return l10n.t('curl command');
    case 'terraform':
      return l10n.t('Terraform');
    case 'link':
      return l10n.t('Dashboard link');
  }
}
