// The rows below a token: Permissions, Resources, Restrictions, Dates. A heading with one line becomes that line.
import * as vscode from 'vscode';
import { type Catalogue, entryWords } from '../tokens/catalogue.ts';
import { grantsOf } from '../tokens/grants.ts';
import { onlyReads } from '../tokens/levels.ts';
import { plain } from '../tokens/markdown.ts';
import type { Names } from '../tokens/names.ts';
import { scopeWord } from '../tokens/scope.ts';
import { parseResources, resourceLabel, type Resource } from '../tokens/resources.ts';
import { parseTime, relativeTime } from '../tokens/times.ts';
import type { Token } from '../tokens/token.ts';
import type { DetailNode } from './nodes.ts';

interface Line {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
}

interface Heading {
  readonly key: string;
  readonly label: string;
  readonly icon: string;
  readonly lines: readonly Line[];
  /** What to say beside the label while the lines are folded away; their number unless given. */
  readonly summary?: string;
  readonly folded?: boolean;
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
  const dates = dateLines(token, now);
  const headings: Heading[] = [
    {
      key: 'permissions',
      label: vscode.l10n.t('Permissions'),
      icon: 'shield',
      lines: permissionLines(token, catalogue, names),
    },
    {
      key: 'resources',
      label: vscode.l10n.t('Resources'),
      icon: 'globe',
      lines: resourceLines(token, names),
    },
    {
      key: 'restrictions',
      label: vscode.l10n.t('Restrictions'),
      icon: 'filter',
      lines: restrictionLines(token),
    },
    {
      key: 'dates',
      label: vscode.l10n.t('Dates'),
      icon: 'calendar',
      lines: dates,
      folded: true,
      summary: dates[0] === undefined ? '' : inWords(dates[0]),
    },
  ];
  return headings.filter(({ lines }) => lines.length > 0).map((heading) => detailOf(heading, parentId));
}

function detailOf(
  { key, label, icon, lines, summary, folded = false }: Heading,
  parentId: string,
): DetailNode {
  const id = `${parentId}/${key}`;
  const [only] = lines;
  if (only !== undefined && lines.length === 1) {
    const description = oneLine(only);
    return { type: 'detail', id, label, description, tooltip: only.tooltip ?? description, icon };
  }
  const children = lines.map((line, index): DetailNode => ({
    type: 'detail',
    id: `${id}/${index}`,
    ...line,
  }));
  return { type: 'detail', id, label, description: summary ?? String(lines.length), icon, children, folded };
}

function oneLine({ label, description }: Line): string {
  return description === undefined ? label : `${label} · ${description}`;
}

/** A date reads on from its label: `Expires in 12 days`. */
function inWords({ label, description }: Line): string {
  return description === undefined ? label : `${label} ${description}`;
}

/** Permissions by name. What is denied of a permission that is also allowed is an exclusion, told with the resources. */
function permissionLines(token: Token, catalogue: Catalogue, names: Names): Line[] {
  const grants = grantsOf(token.policies, catalogue, names);
  const allowed = new Set(grants.filter(({ effect }) => effect === 'allow').map(({ entry }) => entry.id));
  const lines = new Map<string, Line>();
  for (const { entry, effect } of grants) {
    const denied = effect !== 'allow';
    if (denied && allowed.has(entry.id)) continue;
    const scope = scopeWord(entry.scope);
    lines.set(entry.id, {
      label: plain(entryWords(entry)),
      description: denied ? `${scope} · ${vscode.l10n.t('denied')}` : scope,
      tooltip: plain(`${entry.name} (${entry.id})`),
      icon: denied ? 'circle-slash' : onlyReads(entry.level) ? 'eye' : 'edit',
    });
  }
  return [...lines.values()].sort((a, b) => a.label.localeCompare(b.label));
}

/** What the permissions apply to, then what is taken out again. */
function resourceLines(token: Token, names: Names): Line[] {
  const lines = new Map<string, Line>();
  const allowedFirst = [...token.policies].sort((a, b) => a.effect.localeCompare(b.effect));
  for (const policy of allowedFirst) {
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

/** When it ends comes first: it is what matters most. */
function dateLines(token: Token, now: Date): Line[] {
  const line = (label: string, time: string | undefined, otherwise?: string): Line[] => {
    const parsed = parseTime(time);
    if (parsed !== undefined)
      return [{ label, description: relativeTime(parsed, now), tooltip: plain(time ?? '') }];
    return otherwise === undefined ? [] : [{ label: otherwise }];
  };
  const expires = parseTime(token.expiresOn);
  const ended = expires !== undefined && expires <= now;
  return [
    ...line(
      ended ? vscode.l10n.t('Expired') : vscode.l10n.t('Expires'),
      token.expiresOn,
      vscode.l10n.t('Never expires'),
    ),
    ...line(vscode.l10n.t('Valid from'), token.notBefore),
    ...line(vscode.l10n.t('Last used'), token.lastUsedOn, vscode.l10n.t('Never used')),
    ...line(vscode.l10n.t('Changed'), token.modifiedOn),
    ...line(vscode.l10n.t('Created'), token.issuedOn),
    ...(token.creatorEmail === undefined
      ? []
      : [{ label: vscode.l10n.t('Created by'), description: plain(token.creatorEmail) }]),
  ];
}
