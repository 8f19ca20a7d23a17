// The second step: what the token may do, out of some 400 permission groups.
import * as l10n from '@vscode/l10n';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Catalogue, CatalogueEntry } from '../../../src/tokens/catalogueEntry.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { type Scope, scopeWord } from '../../../src/tokens/scope.ts';
import { groupCount } from '../draft-edit.ts';
import { useRetry } from '../remote.ts';
import { currentCatalogue, currentOwner } from '../state.ts';
import { problemsAt } from '../step-problems.ts';
import { Loading } from '../view/Loading.tsx';
import { Notice } from '../view/Notice.tsx';
import { SearchField, useListSearch } from '../view/SearchField.tsx';
import { FieldProblem } from '../view/TextField.tsx';
import { useWork } from '../wizard-context.ts';
import { ChosenPermissions } from './ChosenPermissions.tsx';
import { PermissionHints } from './PermissionHints.tsx';
import { PermissionList } from './PermissionList.tsx';
import { foundCount, productsOf, scopesOf, sectionsOf } from './permission-rows.ts';
import { productName } from './product-words.ts';

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
  const [text, setText] = useState('');
  const [scope, setScope] = useState<Scope>();
  const [product, setProduct] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const { field, search } = useListSearch(setText);
  const sections = useMemo(
    () =>
      sectionsOf(catalogue, {
        text,
        ...(scope === undefined ? {} : { scope }),
        ...(product === undefined ? {} : { product }),
      }),
    [catalogue, text, scope, product],
  );
  const found = foundCount(sections);
  const chosen = useMemo(
    () => new Set(work.draft.parts.flatMap(({ groups }) => groups.map(({ id }) => id))),
    [work.draft.parts],
  );
  const toggle = useCallback(
    (entry: CatalogueEntry, on: boolean) =>
      dispatch(on ? { type: 'groupAdded', entry } : { type: 'groupRemoved', id: entry.id }),
    [],
  );
  const problem = state.tried.includes('permissions') ? problemsAt(state, 'permissions')[0] : undefined;
  const refused = state.refusal?.step === 'permissions' ? state.refusal.problem : undefined;

  useEffect(() => {
    if (text !== '' || product !== undefined || scope !== undefined)
      announce(found === 1 ? l10n.t('1 permission found') : l10n.t('{0} permissions found', found));
  }, [text, product, scope, found]);

  return (
    <>
      {refused !== undefined && (
        <Notice kind="error" title={l10n.t('Cloudflare refused the token')}>
          {refused.message}
        </Notice>
      )}
      <div class="chooser-top">
        <ChosenPermissions catalogue={catalogue} />
        <SearchField
          label={l10n.t('Search permissions')}
          value={text}
          placeholder={l10n.t('Search by product, level or ID, e.g. edit dns')}
          testId="permission-search"
          onInput={setText}
          list={list}
          field={field}
        />
        <div class="chooser-filters">
          <ScopeFilter scopes={scopesOf(catalogue)} only={scope} onChoose={setScope} />
          <ProductFilter products={productsOf(catalogue)} only={product} onChoose={setProduct} />
        </div>
      </div>
      {problem !== undefined && groupCount(work.draft) === 0 && (
        <div data-invalid="">
          <FieldProblem>{problem.message}</FieldProblem>
        </div>
      )}
      <PermissionHints catalogue={catalogue} />
      <PermissionList list={list} search={search} sections={sections} chosen={chosen} onToggle={toggle} />
      {found === 0 && (
        <NothingFound
          query={text}
          scope={scope}
          onClear={() => {
            setScope(undefined);
            setProduct(undefined);
            setText('');
            search.focus();
          }}
        />
      )}
    </>
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

interface ProductFilterProps {
  readonly products: readonly string[];
  readonly only: string | undefined;
  readonly onChoose: (product: string | undefined) => void;
}

function ProductFilter({ products, only, onChoose }: ProductFilterProps) {
  return (
    <select
      class="select product-filter"
      aria-label={l10n.t('Show products')}
      data-testid="product-filter"
      value={only ?? ''}
      onChange={({ currentTarget: { value } }) => onChoose(value === '' ? undefined : value)}
    >
      <option value="">{l10n.t('All products')}</option>
      {products.map((product) => (
        <option key={product} value={product}>
          {plain(productName(product))}
        </option>
      ))}
    </select>
  );
}

function NothingFound({
  query,
  scope,
  onClear,
}: {
  readonly query: string;
  readonly scope: Scope | undefined;
  readonly onClear: () => void;
}) {
  return (
    <div class="empty" data-testid="nothing-found">
      <p>
        {query === ''
          ? l10n.t('No such permission is in this product.')
          : scope === undefined
            ? l10n.t('No permission matches “{0}”.', query)
            : l10n.t('No {0} permission matches “{1}”.', scopeWord(scope), query)}
      </p>
      <vscode-button appearance="secondary" onClick={onClear}>
        {l10n.t('Clear Search')}
      </vscode-button>
    </div>
  );
}
