// The rows below a token: Permissions, Resources, Restrictions, Dates. A heading with one line becomes that line.
import * as vscode from 'vscode';
import { type Catalogue, entryWords } from '../tokens/catalogue.ts';
import { grantsOf } from '../tokens/grants.ts';
import { onlyReads } from '../tokens/levels.ts';
import { plain } from '../tokens/markdown.ts';
import type { Names } from '../tokens/names.ts';
import { scopeWord } from '../tokens/scope.ts';
import { parseResources, resourceLabel, type Resource } from '../tokens/resources.ts';
import { relativeTime } from '../tokens/times.ts';
import type { Token } from '../tokens/token.ts';
import type { DetailNode } from './nodes.ts';

interface Line {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon: string;
}

/**
 * The detail rows of a token.
 * @param parentId the token row's id, which prefixes theirs
 */
export function detailsOf(
  token: Token,
  parentId: string,
  catalogue: Catalogue,
  names: Names,
  now: Date,
): DetailNode[] {
  const heading = (key: string, label: string, icon: string, lines: readonly Line[]): DetailNode[] => {
    const id = `${parentId}/${key}`;
    const [only] = lines;
    if (only === undefined) return [];
    if (lines.length === 1) {
      const description = only.description === undefined ? only.label : `${only.label} · ${only.description}`;
      return [{ type: 'detail', id, label, description, tooltip: only.tooltip ?? description, icon }];
    }
    const children = lines.map((line, index): DetailNode => ({
      type: 'detail',
      id: `${id}/${index}`,
      ...line,
    }));
    return [{ type: 'detail', id, label, description: String(lines.length), icon, children }];
  };
  return [
    ...heading(
      'permissions',
      vscode.l10n.t('Permissions'),
      'shield',
      permissionLines(token, catalogue, names),
    ),
    ...heading('resources', vscode.l10n.t('Resources'), 'globe', resourceLines(token, names)),
    ...heading('restrictions', vscode.l10n.t('Restrictions'), 'filter', restrictionLines(token)),
    ...heading('dates', vscode.l10n.t('Dates'), 'calendar', dateLines(token, now)),
  ];
}

function permissionLines(token: Token, catalogue: Catalogue, names: Names): Line[] {
  const lines = new Map<string, Line>();
  for (const { entry, effect } of grantsOf(token.policies, catalogue, names)) {
    const denied = effect !== 'allow';
    const key = `${entry.id} ${effect}`;
    lines.set(key, {
      label: plain(entryWords(entry)),
      description: [scopeWord(entry.scope), denied ? vscode.l10n.t('denied') : '']
        .filter(Boolean)
        .join(' · '),
      tooltip: plain(`${entry.name}\n${entry.id}`),
      icon: denied ? 'circle-slash' : onlyReads(entry.level) ? 'eye' : 'edit',
    });
  }
  return [...lines.values()];
}

function resourceLines(token: Token, names: Names): Line[] {
  const lines = new Map<string, Line>();
  for (const policy of token.policies) {
    const excluded = policy.effect !== 'allow';
    for (const resource of parseResources(policy.resources)) {
      const label = resourceLabel(resource, names);
      lines.set(`${label} ${policy.effect}`, {
        label: plain(label),
        ...(excluded ? { description: vscode.l10n.t('excluded') } : {}),
        icon: excluded ? 'circle-slash' : resourceIcon(resource),
      });
    }
  }
  return [...lines.values()];
}

function resourceIcon({ kind }: Resource): string {
  if (kind.includes('zone')) return 'globe';
  if (kind.includes('bucket')) return 'database';
  if (kind.includes('account')) return 'organization';
  return kind === 'user' ? 'account' : 'question';
}

function restrictionLines({ condition }: Token): Line[] {
  const lines = [
    ...(condition?.allow ?? []).map((address) => ({
      label: vscode.l10n.t('Only from {0}', plain(address)),
      icon: 'pass',
    })),
    ...(condition?.deny ?? []).map((address) => ({
      label: vscode.l10n.t('Not from {0}', plain(address)),
      icon: 'circle-slash',
    })),
  ];
  return lines.length > 0 ? lines : [{ label: vscode.l10n.t('Any address'), icon: 'globe' }];
}

function dateLines(token: Token, now: Date): Line[] {
  const line = (label: string, time: string | undefined): Line[] =>
    time === undefined
      ? []
      : [{ label, description: relativeTime(new Date(time), now), tooltip: time, icon: 'calendar' }];
  return [
    ...line(vscode.l10n.t('Expires'), token.expiresOn),
    ...(token.expiresOn === undefined ? [{ label: vscode.l10n.t('Never expires'), icon: 'calendar' }] : []),
    ...line(vscode.l10n.t('Valid from'), token.notBefore),
    ...line(vscode.l10n.t('Last used'), token.lastUsedOn),
    ...(token.lastUsedOn === undefined ? [{ label: vscode.l10n.t('Never used'), icon: 'calendar' }] : []),
    ...line(vscode.l10n.t('Changed'), token.modifiedOn),
    ...line(vscode.l10n.t('Created'), token.issuedOn),
    ...(token.creatorEmail === undefined
      ? []
      : [{ label: vscode.l10n.t('Created by'), description: plain(token.creatorEmail), icon: 'person' }]),
  ];
}
