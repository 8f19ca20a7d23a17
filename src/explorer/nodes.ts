// The rows of the tree as plain data: what a row is about, and an id that stays the same while it changes.
import type { ConnectedOwner } from '../connections/connection.ts';
import { ownerKey } from '../tokens/owner.ts';
import type { Owner } from '../tokens/token.ts';
import type { Consumer } from '../usage/consumer.ts';

export type Node =
  ConnectionNode | OwnerNode | TokenNode | RotationNode | DetailNode | UsageNode | ConsumerNode | NoteNode;

export interface ConnectionNode {
  readonly type: 'connection';
  readonly connectionId: string;
}

export interface OwnerNode {
  readonly type: 'owner';
  readonly connectionId: string;
  readonly owner: Owner;
  readonly connected: ConnectedOwner;
}

/** Also what commands take as their target. */
export interface TokenNode {
  readonly type: 'token';
  readonly connectionId: string;
  readonly owner: Owner;
  readonly tokenId: string;
}

/** A row below a token: a heading such as Permissions, or one line of it. */
export interface DetailNode {
  readonly type: 'detail';
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
  /** What only the icon says otherwise, for a screen reader. */
  readonly state?: string;
  readonly children?: readonly DetailNode[];
  /** Begins with its children folded away. */
  readonly folded?: boolean;
}

/** The rotation in which a token has a part, with its steps below. */
export interface RotationNode extends Omit<TokenNode, 'type'> {
  readonly type: 'rotation';
}

/** The heading over a token's consumers. Names the token as its own row does, so commands take it as their target. */
export interface UsageNode extends Omit<TokenNode, 'type'> {
  readonly type: 'usage';
}

/** One consumer of a token's secret. */
export interface ConsumerNode extends Omit<TokenNode, 'type'> {
  readonly type: 'consumer';
  readonly id: string;
  readonly consumer: Consumer;
}

/**
 * A row that speaks instead of listing: a failure with its reason, a list that could not be refreshed (above its
 * rows), or an empty list with what that may mean.
 */
export interface NoteNode {
  readonly type: 'note';
  readonly id: string;
  readonly kind: 'failed' | 'stale' | 'empty' | 'unused' | 'left';
  readonly label: string;
  readonly description?: string;
  readonly tooltip: string;
  /** What a click on the row does. */
  readonly command?: { readonly id: string; readonly title: string; readonly argument?: unknown };
  /** Whose list it stands for, so that Refresh on it knows what to fetch. */
  readonly connectionId?: string;
  readonly owner?: Owner;
}

/** The row's id: unique in the tree, and the same after a refresh. */
export function nodeId(node: Node): string {
  switch (node.type) {
    case 'connection':
      return node.connectionId;
    case 'owner':
      return `${node.connectionId}/${ownerKey(node.owner)}`;
    case 'token':
      return `${node.connectionId}/${ownerKey(node.owner)}/${node.tokenId}`;
    case 'rotation':
      return `${node.connectionId}/${ownerKey(node.owner)}/${node.tokenId}/rotation`;
    case 'usage':
      return `${node.connectionId}/${ownerKey(node.owner)}/${node.tokenId}/usage`;
    case 'consumer':
    case 'detail':
    case 'note':
      return node.id;
  }
}
