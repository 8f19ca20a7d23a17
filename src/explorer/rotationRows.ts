// The rows of a rotation under way: one below each of its two tokens, which leads on, and the steps below that.
import * as vscode from 'vscode';
import type { LeftRoll } from '../journal/leftRolls.ts';
import type { Rotation } from '../rotation/rotation.ts';
import { stateWords, stepWords, type StepWords } from '../rotation/words.ts';
import { plain } from '../tokens/markdown.ts';
import { type DetailNode, nodeId, type NoteNode, type RotationNode } from './nodes.ts';
import { spoken } from './rows.ts';

const ICONS: Readonly<Record<StepWords['state'], string>> = {
  done: 'pass',
  current: 'arrow-circle-right',
  ahead: 'circle-large',
};

/** The icon in words. */
const SPOKEN: Readonly<Record<StepWords['state'], () => string>> = {
  done: () => vscode.l10n.t('done'),
  current: () => vscode.l10n.t('under way'),
  ahead: () => vscode.l10n.t('still ahead'),
};

/** The row that says what the rotation waits for; a click goes on with it. */
export function rotationItem(node: RotationNode, rotation: Rotation | undefined, now: Date): vscode.TreeItem {
  const label = vscode.l10n.t('Rotation');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  item.iconPath = new vscode.ThemeIcon('sync', new vscode.ThemeColor('charts.blue'));
  if (rotation === undefined) return item;
  const words = stateWords(rotation, now);
  item.description = words;
  item.tooltip = vscode.l10n.t('Rotation: {0}. Click to continue.', words);
  item.contextValue = rotation.stage === 'deleting' ? 'rotation' : 'rotation undoable';
  const { connectionId, owner, tokenId } = node;
  item.command = {
    command: 'cloudflareTokens.continueRotation',
    title: vscode.l10n.t('Continue Rotation…'),
    arguments: [{ connectionId, owner, tokenId }],
  };
  item.accessibilityInformation = spoken(label, words);
  return item;
}

/** The row that says what is left of a roll; a click goes on with it. What matters comes first: side bars are narrow. */
export function rollNote(parentId: string, left: LeftRoll): NoteNode {
  const places = [...left.places.map(({ label }) => label), ...left.byHand.map(plain)].join(', ');
  return {
    type: 'note',
    id: `${parentId}/roll`,
    kind: 'left',
    label: vscode.l10n.t('Roll'),
    description: vscode.l10n.t('still to update: {0}', places),
    tooltip: vscode.l10n.t(
      'The secret was rolled, and the new one is not everywhere yet. Still to update: {0}. Click to continue.',
      places,
    ),
    command: {
      id: 'cloudflareTokens.finishRoll',
      title: vscode.l10n.t('Finish Roll'),
      argument: { connectionId: left.connectionId, owner: left.owner, tokenId: left.tokenId },
    },
  };
}

/** The steps of a rotation. */
export function stepNodes(parentId: string, rotation: Rotation, now: Date): DetailNode[] {
  return stepWords(rotation, now).map(({ label, detail, state }, index) => ({
    type: 'detail',
    id: `${parentId}/${index}`,
    label,
    ...(detail === undefined ? {} : { description: detail }),
    tooltip: detail === undefined ? label : `${label}: ${detail}`,
    icon: ICONS[state],
    state: SPOKEN[state](),
  }));
}

/** What a token's own row says of its rotation. */
export function partWords(rotation: Rotation, tokenId: string): string {
  if (rotation.tokenId === tokenId) return vscode.l10n.t('being rotated');
  return vscode.l10n.t('twin of “{0}”', rotation.name);
}
