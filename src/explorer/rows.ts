// How the rows around the tokens look: connections, owners, details, and notes in place of a list.
import * as vscode from 'vscode';
import type { ConnectedOwner } from '../connections/connection.ts';
import { plain } from '../tokens/markdown.ts';
import type { Owner } from '../tokens/token.ts';
import { type ConnectionNode, type DetailNode, nodeId, type NoteNode, type OwnerNode } from './nodes.ts';

/** The row of a connection. @param unsaved it could not be stored, and is gone with this window */
export function connectionItem(node: ConnectionNode, label: string, unsaved: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(plain(label), vscode.TreeItemCollapsibleState.Expanded);
  item.id = nodeId(node);
  item.iconPath = new vscode.ThemeIcon('plug');
  item.contextValue = 'connection';
  const words = unsaved ? vscode.l10n.t('in this window only') : undefined;
  if (words !== undefined) item.description = words;
  item.accessibilityInformation = spoken(plain(label), words);
  return item;
}

/** The row of an owner. */
export function ownerItem(node: OwnerNode): vscode.TreeItem {
  const { owner, connected } = node;
  const item = new vscode.TreeItem(plain(ownerLabel(connected)), vscode.TreeItemCollapsibleState.Expanded);
  item.id = nodeId(node);
  item.iconPath = new vscode.ThemeIcon(owner.kind === 'user' ? 'account' : 'organization');
  item.description = ownerWords(connected);
  item.contextValue = connected.rights === 'edit' ? 'owner editable' : 'owner';
  if (owner.kind === 'account') item.tooltip = plain(`${ownerLabel(connected)} (${owner.accountId})`);
  item.accessibilityInformation = spoken(plain(ownerLabel(connected)), item.description);
  return item;
}

/** What to call an owner. */
export function ownerLabel({ owner, name }: ConnectedOwner): string {
  if (name !== '') return name;
  return owner.kind === 'user' ? vscode.l10n.t('Your user') : owner.accountId;
}

/** What kind of owner it is, and whether the connection may only look. */
function ownerWords({ owner, rights }: ConnectedOwner): string {
  const kind = owner.kind === 'user' ? vscode.l10n.t('user tokens') : vscode.l10n.t('account tokens');
  return rights === 'read' ? `${kind} · ${vscode.l10n.t('read only')}` : kind;
}

/** The row in place of a list that could not be had. */
export function failedNote(id: string, connectionId: string, owner: Owner, reason: string): NoteNode {
  return {
    type: 'note',
    id,
    kind: 'failed',
    label: vscode.l10n.t('The tokens could not be loaded'),
    description: reason,
    tooltip: `${reason}\n\n${vscode.l10n.t('Click to try again.')}`,
    command: {
      id: 'cloudflareTokens.refreshList',
      title: vscode.l10n.t('Try Again'),
      argument: { connectionId, owner },
    },
    connectionId,
    owner,
  };
}

/**
 * The row above a list that could not be fetched again, and is shown as it was.
 * @param at when it was like that
 */
export function staleNote(
  id: string,
  connectionId: string,
  owner: Owner,
  reason: string,
  at: Date,
): NoteNode {
  const time = at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
  const words = vscode.l10n.t('The list below is as it was on {0}. Click to try again.', time);
  return {
    ...failedNote(id, connectionId, owner, reason),
    kind: 'stale',
    label: vscode.l10n.t('Not refreshed'),
    tooltip: `${reason}\n\n${words}`,
  };
}

/** The row in place of a list without tokens, which may also mean one without the permission to see them. */
export function emptyNote(
  id: string,
  connectionId: string,
  owner: Owner,
  rights: ConnectedOwner['rights'],
): NoteNode {
  const hint = vscode.l10n.t(
    'Cloudflare listed no tokens. If there should be some, the connection may lack the permission to read them.',
  );
  return {
    type: 'note',
    id,
    kind: 'empty',
    label: vscode.l10n.t('No tokens'),
    description:
      rights === 'edit'
        ? vscode.l10n.t('Click to create one')
        : vscode.l10n.t('or no permission to see them'),
    tooltip: hint,
    ...(rights === 'edit'
      ? {
          command: {
            id: 'cloudflareTokens.create',
            title: vscode.l10n.t('Create Token'),
            argument: { connectionId, owner },
          },
        }
      : {}),
    connectionId,
    owner,
  };
}

/** The row of a detail. */
export function detailItem(node: DetailNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, collapsibleState(node));
  item.id = node.id;
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = node.tooltip;
  if (node.icon !== undefined) item.iconPath = new vscode.ThemeIcon(node.icon);
  item.contextValue = 'detail';
  const words = [node.state, node.description].filter((part) => part !== undefined).join(', ');
  item.accessibilityInformation = spoken(node.label, words === '' ? undefined : words);
  return item;
}

/** What a screen reader says of a row. Left to itself, VS Code has it say the tooltip in place of the row. */
export function spoken(label: string, description: string | undefined): vscode.AccessibilityInformation {
  return { label: description === undefined ? label : `${label}, ${description}` };
}

function collapsibleState({ children = [], folded = false }: DetailNode): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return folded ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded;
}

const NOTE_ICONS: Record<NoteNode['kind'], readonly [icon: string, color?: vscode.ThemeColor]> = {
  failed: ['error', new vscode.ThemeColor('list.errorForeground')],
  stale: ['warning', new vscode.ThemeColor('list.warningForeground')],
  empty: ['info'],
  unused: ['info'],
  left: ['warning', new vscode.ThemeColor('list.warningForeground')],
};

/** The row of a note. */
export function noteItem(node: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label);
  item.id = node.id;
  if (node.description !== undefined) item.description = node.description;
  item.tooltip = node.tooltip;
  item.contextValue = node.kind;
  item.iconPath = new vscode.ThemeIcon(...NOTE_ICONS[node.kind]);
  if (node.command !== undefined) {
    const { id, title, argument } = node.command;
    item.command = { command: id, title, arguments: [argument] };
  }
  item.accessibilityInformation = spoken(node.label, node.description);
  return item;
}
