// The long list of permissions: native checkboxes, a fieldset per row, sections by scope.
import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { CatalogueEntry } from '../../../src/tokens/catalogueEntry.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { type Scope, scopeWord } from '../../../src/tokens/scope.ts';
import { useRoving } from '../view/roving.ts';
import type { PermissionRow, PermissionSection } from './permission-rows.ts';

export interface PermissionListProps {
  readonly sections: readonly PermissionSection[];
  /** Ids of the chosen groups. */
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (entry: CatalogueEntry, on: boolean) => void;
}

export function PermissionList({ sections, chosen, onToggle }: PermissionListProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(list);
  return (
    <div class="permissions" ref={list} onKeyDown={onKeyDown} data-testid="permissions">
      {sections.map(({ scope, found, others }) => (
        <section key={scope} aria-labelledby={`scope-${scope}`} hidden={found.length === 0}>
          <h3 class="section-title" id={`scope-${scope}`}>
            {sectionTitle(scope)} <span class="section-count">{found.length}</span>
          </h3>
          {[...found, ...others].map((row, index) => (
            <Row
              key={row.key}
              row={row}
              marks={marksOf(row, chosen)}
              hidden={index >= found.length}
              onToggle={onToggle}
            />
          ))}
        </section>
      ))}
    </div>
  );
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
    <label class="level" title={[entry.name, why ?? entry.description].filter(Boolean).join('\n')}>
      <input
        type="checkbox"
        checked={on}
        disabled={why !== undefined && !on}
        data-testid={`group-${entry.id}`}
        onChange={(event) => onToggle(entry, event.currentTarget.checked)}
      />
      <span>{plain(entry.level === '' ? entry.name : entry.level)}</span>
      {entry.deprecated && <Mark>{l10n.t('deprecated')}</Mark>}
      {why !== undefined && <span class="unseen">{why}</span>}
    </label>
  );
}

function Mark({ children }: { readonly children: ComponentChildren }) {
  return <span class="mark">{children}</span>;
}

/** Why a group cannot be chosen; undefined when it can. */
function obstacleOf({ selectable, scope }: CatalogueEntry): string | undefined {
  if (!selectable) return l10n.t('Cloudflare does not let this connection give it.');
  return scope === 'other' ? l10n.t('This version cannot say what it applies to.') : undefined;
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
