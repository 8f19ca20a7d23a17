// The rows that say where a token's secret is used: a heading below the token, and a row for each consumer.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import type { Consumer } from '../usage/consumer.ts';
import { type ConsumerNode, nodeId, type NoteNode, type UsageNode } from './nodes.ts';
import { spoken } from './rows.ts';
import type { Keeping } from './tokenRow.ts';

/** The heading. @param consumers undefined where nobody has looked yet */
export function usageItem(node: UsageNode, consumers: readonly Consumer[] | undefined): vscode.TreeItem {
  const label = vscode.l10n.t('Used In');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  item.iconPath = new vscode.ThemeIcon('references');
  if (consumers !== undefined) item.description = String(consumers.length);
  item.tooltip = vscode.l10n.t('The files of this workspace that hold the secret, and places that you noted');
  item.contextValue = 'usage';
  item.accessibilityInformation = spoken(label, consumers && countWords(consumers.length));
  return item;
}

function countWords(count: number): string {
  return count === 1 ? vscode.l10n.t('1 place') : vscode.l10n.t('{0} places', count);
}

/** The rows below the heading; where there is no consumer, one that says what that means. */
export function consumerNodes(
  heading: UsageNode,
  consumers: readonly Consumer[],
  { secret }: Pick<Keeping, 'secret'>,
): (ConsumerNode | NoteNode)[] {
  const { connectionId, owner, tokenId } = heading;
  const id = nodeId(heading);
  const rows = consumers.map((consumer): ConsumerNode => ({
    type: 'consumer',
    id: `${id}/${keyOf(consumer)}`,
    connectionId,
    owner,
    tokenId,
    consumer,
  }));
  return rows.length > 0 ? rows : [unusedNote(`${id}/none`, heading, secret)];
}

function unusedNote(id: string, heading: UsageNode, secret: Keeping['secret']): NoteNode {
  return {
    type: 'note',
    id,
    kind: 'unused',
    label:
      secret === 'none'
        ? vscode.l10n.t('Not known: its secret is not stored here')
        : vscode.l10n.t('Nowhere in this workspace'),
    description: vscode.l10n.t('Click to note a place elsewhere'),
    tooltip: vscode.l10n.t(
      'Env files, Wrangler’s configuration, GitHub workflows and open editors are searched. Places out of sight, such as a secret of your CI, can be noted by hand.',
    ),
    command: {
      id: 'cloudflareTokens.addConsumer',
      title: vscode.l10n.t('Note a Place'),
      argument: heading,
    },
  };
}

/** The row in place of consumers that cannot be told, because the secret cannot be read. */
export function unreadNote(heading: UsageNode, reason: string): NoteNode {
  return {
    type: 'note',
    id: `${nodeId(heading)}/unread`,
    kind: 'failed',
    label: vscode.l10n.t('Not known'),
    description: reason,
    tooltip: reason,
  };
}

/** The row of a consumer. */
export function consumerItem(node: ConsumerNode): vscode.TreeItem {
  const { consumer } = node;
  const item = new vscode.TreeItem('');
  item.id = node.id;
  switch (consumer.kind) {
    case 'variable':
      item.label = vscode.workspace.asRelativePath(consumer.uri);
      item.description = consumer.variable;
      item.iconPath = new vscode.ThemeIcon('symbol-variable');
      break;
    case 'text':
      item.label = vscode.workspace.asRelativePath(consumer.uri);
      item.description = vscode.l10n.t('line {0}', consumer.line + 1);
      item.iconPath = new vscode.ThemeIcon('file-text');
      break;
    case 'note':
      item.label = plain(consumer.label);
      item.description = vscode.l10n.t('noted');
      item.iconPath = new vscode.ThemeIcon('note');
      item.contextValue = 'consumer noted';
      item.tooltip = item.label;
      item.accessibilityInformation = spoken(item.label, item.description);
      return item;
  }
  item.contextValue = 'consumer';
  item.tooltip = consumer.label;
  const start = new vscode.Position(consumer.line, 0);
  item.command = {
    command: 'vscode.open',
    title: vscode.l10n.t('Open'),
    arguments: [consumer.uri, { selection: new vscode.Range(start, start) }],
  };
  item.accessibilityInformation = spoken(item.label, item.description);
  return item;
}

function keyOf(consumer: Consumer): string {
  switch (consumer.kind) {
    case 'variable':
      return `${consumer.uri.toString()}#${consumer.variable}`;
    case 'text':
      return `${consumer.uri.toString()}:${consumer.line}`;
    case 'note':
      return consumer.id;
  }
}
