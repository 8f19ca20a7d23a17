// How a token looks in the tree: name, state in icon and words, what matters most, and whether its secret is kept.
import * as vscode from 'vscode';
import type { Session } from '../connections/session.ts';
import { headlineOf } from '../tokens/headline.ts';
import type { Rotation } from '../rotation/rotation.ts';
import { plain } from '../tokens/markdown.ts';
import { sameOwner } from '../tokens/owner.ts';
import { isInForce, type State, stateOf, type TokenState } from '../tokens/state.ts';
import type { Token } from '../tokens/token.ts';
import type { Whereabouts } from '../vault/vault.ts';
import { nodeId, type TokenNode } from './nodes.ts';
import { partWords } from './rotationRows.ts';

/** The scheme of the URIs that carry the "secret kept" badge; they name tokens by id and hold nothing else. */
export const BADGE_SCHEME = 'cloudflare-token';

const ICONS: Record<State, readonly [icon: string, color?: string]> = {
  active: ['key', 'charts.green'],
  expiring: ['warning', 'list.warningForeground'],
  'not-yet-valid': ['history', 'charts.blue'],
  expired: ['error', 'list.errorForeground'],
  disabled: ['circle-slash', 'disabledForeground'],
  exposed: ['flame', 'list.errorForeground'],
  other: ['question'],
};

/** What VS Code keeps of a token here. */
export interface Keeping {
  readonly secret: Whereabouts;
  /** A connection runs on the token, and only this window has it: it could not be stored. */
  readonly connectionUnsaved: boolean;
}

/** Everything a token row shows, except the tooltip, which is made when it is asked for. */
export function tokenRow(
  node: TokenNode,
  token: Token,
  session: Session,
  keeping: Keeping,
  now: Date,
  rotation: Rotation | undefined,
): vscode.TreeItem {
  const { secret, connectionUnsaved } = keeping;
  const state = stateOf(token, now);
  const headline = headlineOf(token, session.catalogue(token.owner), session.names, now);
  const isOwn = token.id === session.connection.id;
  const name = plain(token.name);
  const description = [
    secret === 'memory' ? vscode.l10n.t('Secret not stored') : '',
    connectionUnsaved ? vscode.l10n.t('Connection not stored') : '',
    isOwn ? vscode.l10n.t('this connection') : '',
    rotation === undefined ? '' : plain(partWords(rotation, token.id)),
    isInForce(state) ? '' : state.label,
    headline,
  ].filter((part) => part !== '');

  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  item.description = description.join(' · ');
  item.iconPath = iconOf(state);
  item.contextValue = contextOf(token, session, keeping, state) + (rotation === undefined ? '' : ' rotating');
  if (secret === 'stored') item.resourceUri = vscode.Uri.from({ scheme: BADGE_SCHEME, path: `/${token.id}` });
  item.accessibilityInformation = {
    // Every state but the plain one is in the description, in words.
    label: [
      name,
      ...(state.state === 'active' ? [state.label] : []),
      ...description,
      secretWords(secret),
    ].join(', '),
  };
  return item;
}

function iconOf({ state }: TokenState): vscode.ThemeIcon {
  const [icon, color] = ICONS[state];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** Words for the manifest's `when` clauses, matched as `viewItem =~ /\bword\b/`. */
function contextOf(
  token: Token,
  session: Session,
  { secret, connectionUnsaved }: Keeping,
  { state }: TokenState,
): string {
  const rights = session.connection.owners.find(({ owner }) => sameOwner(owner, token.owner))?.rights;
  return [
    'token',
    rights === 'edit' ? 'editable' : '',
    token.status === 'active' ? 'enabled' : token.status === 'disabled' ? 'disabled' : '',
    secret === 'none' ? '' : 'kept',
    secret === 'memory' || connectionUnsaved ? 'unsaved' : '',
    state,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** What is said of the secret where only words count: accessible label and tooltip. */
export function secretWords(secret: Whereabouts): string {
  switch (secret) {
    case 'stored':
      return vscode.l10n.t('secret stored in VS Code');
    case 'memory':
      return vscode.l10n.t('secret not stored yet, kept in this window only');
    case 'none':
      return vscode.l10n.t('secret not stored here');
  }
}
