// The long list of permissions: native checkboxes, a fieldset per row, sections by scope.
import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CatalogueEntry } from '../../../src/tokens/catalogueEntry.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { type Scope, scopeWord } from '../../../src/tokens/scope.ts';
import { type ListSearch, useRoving } from '../view/roving.ts';
import { placeOfGroup } from '../places.ts';
import type { PermissionRow, PermissionSection } from './permission-rows.ts';
import { productName } from './product-words.ts';

export interface PermissionListProps {
  readonly list: RefObject<HTMLDivElement | null>;
  /** The field above, where typing goes. */
  readonly search: ListSearch;
  readonly sections: readonly PermissionSection[];
  /** Ids of the chosen groups. */
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (entry: CatalogueEntry, on: boolean) => void;
}

export function PermissionList({ sections, chosen, onToggle, list, search }: PermissionListProps) {
  const onKeyDown = useRoving(list, search);
  const row = (one: PermissionRow, hidden: boolean) => (
    <Row key={one.key} row={one} marks={marksOf(one, chosen)} hidden={hidden} onToggle={onToggle} />
  );
  return (
    <div class="permissions" ref={list} onKeyDown={onKeyDown} data-testid="permissions">
      {sections.map(({ scope, found, count, others }) => (
        <section key={scope} aria-labelledby={`scope-title-${scope}`} hidden={count === 0}>
          <h3 class="section-title" id={`scope-title-${scope}`}>
            {sectionTitle(scope)} <span class="section-count">{count}</span>
          </h3>
          {found.flatMap(({ product, rows }) => [
            ...(product === undefined || found.length === 1
              ? []
              : [<Product key={product} product={product} />]),
            ...rows.map((one) => row(one, false)),
          ])}
          {others.map((one) => row(one, true))}
        </section>
      ))}
    </div>
  );
}

function Product({ product }: { readonly product: string }) {
  return <h4 class="product-title">{plain(productName(product))}</h4>;
}

interface RowProps {
  readonly row: PermissionRow;
  /** One character per level, `1` where it is chosen: cheap to compare. */
  readonly marks: string;
  /** The search did not find it. */
  readonly hidden: boolean;
  readonly onToggle: (entry: CatalogueEntry, on: boolean) => void;
}

/** The content stays the very same elements while nothing about it changed, which spares a search most of its work. */
function Row({ row, marks, hidden, onToggle }: RowProps) {
  const content = useMemo(
    () => [
      <legend class="permission-label">
        <span class="unseen">{scopeWord(row.scope)}: </span>
        {plain(row.label)}
      </legend>,
      <div class="levels">
        {row.levels.map((entry, index) => (
          <Level key={entry.id} entry={entry} on={marks[index] === '1'} onToggle={onToggle} />
        ))}
      </div>,
    ],
    [row, marks],
  );
  return (
    <fieldset class="permission" data-row="" hidden={hidden}>
      {content}
    </fieldset>
  );
}

function marksOf({ levels }: PermissionRow, chosen: ReadonlySet<string>): string {
  return levels.map(({ id }) => (chosen.has(id) ? '1' : '0')).join('');
}

interface LevelProps {
  readonly entry: CatalogueEntry;
  readonly on: boolean;
  readonly onToggle: (entry: CatalogueEntry, on: boolean) => void;
}

function Level({ entry, on, onToggle }: LevelProps) {
  const why = obstacleOf(entry);
  return (
    <label class="level" title={[entry.name, why?.reason ?? entry.description].filter(Boolean).join('\n')}>
      <input
        type="checkbox"
        id={placeOfGroup(entry.id)}
        checked={on}
        disabled={why !== undefined && !on}
        data-testid={`group-${entry.id}`}
        onChange={(event) => onToggle(entry, event.currentTarget.checked)}
      />
      <span>{plain(entry.level === '' ? entry.name : entry.level)}</span>
      {entry.deprecated && <span class="mark">{l10n.t('deprecated')}</span>}
      {why !== undefined && (
        <span class="mark">
          {why.mark}
          <span class="unseen">: {why.reason}</span>
        </span>
      )}
    </label>
  );
}

/** Why a group cannot be chosen; undefined when it can. */
function obstacleOf({
  selectable,
  scope,
}: CatalogueEntry): { readonly mark: string; readonly reason: string } | undefined {
  if (!selectable) {
    return {
      mark: l10n.t('not yours to give'),
      reason: l10n.t('Cloudflare does not let this connection give it.'),
    };
  }
  if (scope !== 'other') return undefined;
  return { mark: l10n.t('not supported'), reason: l10n.t('This version cannot say what it applies to.') };
}

function sectionTitle(scope: Scope): string {
  switch (scope) {
    case 'zone':
      return l10n.t('Zone permissions');
    case 'account':
      return l10n.t('Account permissions');
    case 'user':
      return l10n.t('User permissions');
    case 'bucket':
      return l10n.t('R2 bucket permissions');
    case 'other':
      return l10n.t('Other permissions');
  }
}
