// The fourth step: the addresses that a token may be used from, and when its life begins and ends.
import * as l10n from '@vscode/l10n';
import { analyseFilter } from '../../../src/tokens/ipCondition.ts';
import { ttlProblems } from '../../../src/tokens/ttl.ts';
import { PLACE_OF_CONDITION, PLACE_OF_TTL } from '../places.ts';
import { FieldProblem } from '../view/TextField.tsx';
import { Icon } from '../view/Icon.tsx';
import { Notice } from '../view/Notice.tsx';
import { useWork } from '../wizard-context.ts';
import { AddressList } from './AddressList.tsx';
import { EndField, StartField } from './LifeFields.tsx';

export function RestrictionsStep() {
  const { state } = useWork();
  const refused = state.refusal?.step === 'restrictions' ? state.refusal.problem : undefined;
  return (
    <>
      {refused !== undefined && (
        <Notice kind="error" testId="refused" title={l10n.t('Cloudflare refused the token')}>
          {refused.message}
        </Notice>
      )}
      <AddressFilter isRefused={refused?.field === 'condition'} />
      <Life isRefused={refused?.field === 'ttl'} />
    </>
  );
}

function AddressFilter({ isRefused }: { readonly isRefused: boolean }) {
  const { work } = useWork();
  const { condition = {} } = work.draft;
  const { allow, deny, notes } = analyseFilter(condition);
  const isEmpty = allow.length === 0 && deny.length === 0;
  return (
    <section
      class={isRefused ? 'part part-refused' : 'part'}
      aria-labelledby={PLACE_OF_CONDITION}
      data-testid="address-filter"
    >
      <h3 class="part-title" id={PLACE_OF_CONDITION} tabIndex={-1}>
        {l10n.t('From where')}
      </h3>
      <p class="part-permissions">
        {l10n.t(
          'IPv4 and IPv6 addresses or ranges, e.g. 192.0.2.10 or 2001:db8::/48. Paste a list with any separators.',
        )}
      </p>
      <div class="address-lists">
        <AddressList
          list="allow"
          label={l10n.t('Only from these addresses')}
          placeholder={l10n.t('Empty: from any address')}
          findings={allow}
        />
        <AddressList
          list="deny"
          label={l10n.t('Never from these addresses')}
          placeholder={l10n.t('Empty: no address is refused')}
          findings={deny}
        />
      </div>
      <div role="status">
        {notes.map(({ kind, severity, message }) => (
          <p key={kind} class="filter-note" data-testid={`note-${kind}`}>
            <Icon name={severity === 'problem' ? 'error' : 'info'} />
            <span>{message}</span>
          </p>
        ))}
        {isEmpty && (
          <p class="filter-note" data-testid="note-any">
            <Icon name="info" />
            <span>{l10n.t('Without an entry the token works from any address.')}</span>
          </p>
        )}
      </div>
    </section>
  );
}

function Life({ isRefused }: { readonly isRefused: boolean }) {
  const { work } = useWork();
  const problems = ttlProblems(work.draft, new Date());
  const problemAt = (field: 'start' | 'end') => problems.find((problem) => problem.field === field)?.message;
  const [start, end] = [problemAt('start'), problemAt('end')];
  return (
    <section
      class={isRefused ? 'part part-refused' : 'part'}
      aria-labelledby={PLACE_OF_TTL}
      data-testid="life"
    >
      <h3 class="part-title" id={PLACE_OF_TTL} tabIndex={-1}>
        {l10n.t('For how long')}
      </h3>
      <div class="life" data-invalid={end === undefined ? undefined : ''}>
        <EndField />
        {end !== undefined && <FieldProblem>{end}</FieldProblem>}
      </div>
      <div class="life" data-invalid={start === undefined ? undefined : ''}>
        <StartField />
        {start !== undefined && <FieldProblem>{start}</FieldProblem>}
      </div>
    </section>
  );
}
