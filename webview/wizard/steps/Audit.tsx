// What a security reviewer would ask about, with the reason and the button that goes to the place.
import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { type AuditField, type AuditFinding, auditOf } from '../../../src/tokens/audit.ts';
import { namesIn } from '../names.ts';
import { placeOf } from '../places.ts';
import { refOf } from '../remote.ts';
import { currentOwner, knownCatalogue } from '../state.ts';
import { startingPointOf } from '../starting-points.ts';
import { Icon } from '../view/Icon.tsx';
import { useWork } from '../wizard-context.ts';

export function Audit() {
  const { state, work } = useWork();
  const { draft, template, edit } = work;
  const otherNames = useOtherNames();
  const from = edit === undefined && template !== undefined ? startingPointOf(template) : undefined;
  const findings = auditOf(draft, knownCatalogue(state), new Date(), {
    names: namesIn(state),
    otherNames,
    ...(from === undefined ? {} : { from }),
  });
  if (findings.length === 0) {
    return (
      <p class="audit-clear" data-testid="audit">
        <Icon name="check" />
        {l10n.t('Nothing stands out: narrow rights, on what was chosen, for a limited time.')}
      </p>
    );
  }
  return (
    <section class="audit" aria-labelledby="audit-title" data-testid="audit">
      <h3 class="part-title" id="audit-title">
        {l10n.t('What a reviewer would ask about')}
      </h3>
      <ul>
        {findings.map((finding) => (
          <Finding key={`${finding.rule} ${finding.message}`} {...finding} />
        ))}
      </ul>
    </section>
  );
}

function Finding({ rule, severity, message, reason, field }: AuditFinding) {
  const { state, dispatch } = useWork();
  return (
    <li class={`audit-row audit-${severity}`} data-testid={`audit-${rule}`}>
      <Icon name={severity === 'info' ? 'info' : severity === 'high' ? 'error' : 'warning'} />
      <div class="audit-words">
        <p class="audit-message">
          <span class="unseen">{severityWord(severity)}: </span>
          {message}
        </p>
        <p class="help">{reason}</p>
      </div>
      <button
        type="button"
        class="text-button"
        disabled={state.creation.state === 'running'}
        onClick={() => dispatch({ type: 'wentTo', ...placeOf(field) })}
      >
        {buttonOf(field)}
      </button>
    </li>
  );
}

/** The names of the owner's other tokens, as far as the host knows them. */
function useOtherNames(): readonly string[] {
  const { state, work, ask } = useWork();
  const owner = currentOwner(state);
  const [names, setNames] = useState<readonly string[]>([]);
  const own = work.edit?.base.id;
  useEffect(() => {
    if (owner === undefined) return;
    ask({ ask: 'tokenNames', of: refOf(owner) }).then(
      ({ tokens }) => setNames(tokens.filter(({ id }) => id !== own).map(({ name }) => name)),
      () => setNames([]),
    );
  }, [own, owner?.connectionId]);
  return names;
}

function severityWord(severity: AuditFinding['severity']): string {
  switch (severity) {
    case 'high':
      return l10n.t('Serious');
    case 'warning':
      return l10n.t('Warning');
    case 'info':
      return l10n.t('Note');
  }
}

function buttonOf({ kind }: AuditField): string {
  switch (kind) {
    case 'name':
      return l10n.t('Change name');
    case 'condition':
      return l10n.t('Change addresses');
    case 'ttl':
      return l10n.t('Change dates');
    case 'permissions':
      return l10n.t('Change permissions');
    case 'resources':
      return l10n.t('Change resources');
  }
}
