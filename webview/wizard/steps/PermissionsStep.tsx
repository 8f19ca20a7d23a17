// The second step: what the token may do, out of some 400 permission groups.
import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Catalogue } from '../../../src/tokens/catalogueEntry.ts';
import { entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { type Scope, scopeWord } from '../../../src/tokens/scope.ts';
import { groupCount } from '../draft-edit.ts';
import { currentCatalogue, currentOwner } from '../state.ts';
import { problemsAt } from '../step-problems.ts';
import { type Chip, Chips } from '../view/Chips.tsx';
import { Icon } from '../view/Icon.tsx';
import { Notice } from '../view/Notice.tsx';
import { Loading } from '../view/Loading.tsx';
import { focusList } from '../view/roving.ts';
import { FieldProblem, TextField } from '../view/TextField.tsx';
import { useRetry } from '../remote.ts';
import { useWork } from '../wizard-context.ts';
import { PermissionList } from './PermissionList.tsx';
import { foundCount, scopesOf, sectionsOf } from './permission-rows.ts';

export function PermissionsStep() {
  const { state } = useWork();
  const retry = useRetry();
  const catalogue = currentCatalogue(state);
  if (currentOwner(state) === undefined) return null;
  if (catalogue.state === 'loading') return <Loading>{l10n.t('Loading the permissions…')}</Loading>;
  if (catalogue.state === 'failed') {
    return (
      <Notice
        kind="error"
        title={l10n.t('The permissions could not be loaded')}
        actions={<vscode-button onClick={retry.catalogue}>{l10n.t('Try Again')}</vscode-button>}
      >
        {catalogue.problem.message}
      </Notice>
    );
  }
  return <Chooser catalogue={catalogue.value} />;
}

function Chooser({ catalogue }: { readonly catalogue: Catalogue }) {
  const { state, work, dispatch, announce } = useWork();
  const [query, setQuery] = useState('');
  const [only, setOnly] = useState<Scope>();
  const list = useRef<HTMLDivElement>(null);
  const sections = useMemo(() => sectionsOf(catalogue, query, only), [catalogue, query, only]);
  const found = foundCount(sections);
  const chosen = useMemo(
    () => new Set(work.draft.parts.flatMap(({ groups }) => groups.map(({ id }) => id))),
    [work.draft.parts],
  );
  const problem = state.tried.includes('permissions') ? problemsAt(state, 'permissions')[0] : undefined;
  const refused = state.refusal?.step === 'permissions' ? state.refusal.problem : undefined;

  useEffect(() => {
    if (query !== '')
      announce(found === 1 ? l10n.t('1 permission found') : l10n.t('{0} permissions found', found));
  }, [query, found]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      focusList(list.current);
    } else if (event.key === 'Escape' && query !== '') {
      event.preventDefault();
      setQuery('');
    }
  }

  return (
    <>
      {refused !== undefined && (
        <Notice kind="error" title={l10n.t('Cloudflare refused the token')}>
          {refused.message}
        </Notice>
      )}
      <div class="chooser-top">
        <ChosenPermissions catalogue={catalogue} />
        <TextField
          label={l10n.t('Search permissions')}
          labelHidden
          value={query}
          placeholder={l10n.t('Search by product, level or ID, e.g. edit dns')}
          testId="permission-search"
          icon={<Icon name="search" slot="start" />}
          onInput={setQuery}
          onKeyDown={onKeyDown}
        />
        <ScopeFilter scopes={scopesOf(catalogue)} only={only} onChoose={setOnly} />
      </div>
      {problem !== undefined && groupCount(work.draft) === 0 && (
        <div data-invalid="">
          <FieldProblem>{problem.message}</FieldProblem>
        </div>
      )}
      <div ref={list}>
        <PermissionList
          sections={sections}
          chosen={chosen}
          onToggle={(entry, on) =>
            dispatch(on ? { type: 'groupAdded', entry } : { type: 'groupRemoved', id: entry.id })
          }
        />
      </div>
      {found === 0 && (
        <NothingFound
          query={query}
          only={only}
          onClear={() => {
            setOnly(undefined);
            setQuery('');
          }}
        />
      )}
    </>
  );
}

function ChosenPermissions({ catalogue }: { readonly catalogue: Catalogue }) {
  const { work, dispatch } = useWork();
  const count = groupCount(work.draft);
  const chips = work.draft.parts.flatMap(({ groups }, part) =>
    groups.map((group): Chip => {
      const entry = entryOf(catalogue, group);
      return {
        key: `${part} ${group.id}`,
        kind: scopeWord(entry.scope),
        text: plain(entryWords(entry)),
        onRemove: () => dispatch({ type: 'groupRemoved', id: group.id, part }),
      };
    }),
  );
  return (
    <section class="chosen" aria-label={l10n.t('Chosen permissions')}>
      <div class="chosen-head">
        <span class="chosen-count" data-testid="chosen-count">
          {count === 0
            ? l10n.t('No permission chosen yet')
            : count === 1
              ? l10n.t('1 permission chosen')
              : l10n.t('{0} permissions chosen', count)}
        </span>
        {count > 1 && (
          <button type="button" class="text-button" onClick={() => dispatch({ type: 'groupsCleared' })}>
            {l10n.t('Remove All')}
          </button>
        )}
      </div>
      {count > 0 && <Chips label={l10n.t('Chosen permissions')} chips={chips} testId="chosen" lines={2} />}
    </section>
  );
}

interface ScopeFilterProps {
  readonly scopes: readonly Scope[];
  readonly only: Scope | undefined;
  readonly onChoose: (scope: Scope | undefined) => void;
}

function ScopeFilter({ scopes, only, onChoose }: ScopeFilterProps) {
  const choices = [undefined, ...scopes];
  return (
    <fieldset class="segments">
      <legend class="unseen">{l10n.t('Show permissions on')}</legend>
      {choices.map((scope) => (
        <label key={scope ?? 'all'} class="segment">
          <input
            type="radio"
            name="scope-filter"
            data-testid={`scope-${scope ?? 'all'}`}
            checked={only === scope}
            onChange={() => onChoose(scope)}
          />
          <span>{scope === undefined ? l10n.t('All') : scopeWord(scope)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function NothingFound({
  query,
  only,
  onClear,
}: {
  readonly query: string;
  readonly only: Scope | undefined;
  readonly onClear: () => void;
}) {
  return (
    <div class="empty" data-testid="nothing-found">
      <p>
        {only === undefined
          ? l10n.t('No permission matches “{0}”.', query)
          : l10n.t('No {0} permission matches “{1}”.', scopeWord(only), query)}
      </p>
      <vscode-button appearance="secondary" onClick={onClear}>
        {l10n.t('Clear Search')}
      </vscode-button>
    </div>
  );
}
