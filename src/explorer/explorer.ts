// The sidebar tree: connection → owner → token → details. Levels with a single child are left out.
import * as vscode from 'vscode';
import type { ConnectedOwner } from '../connections/connection.ts';
import type { Session } from '../connections/session.ts';
import type { Sessions } from '../connections/sessions.ts';
import { explain, isCancelled } from '../problems.ts';
import { soon } from '../soon.ts';
import type { LeftRolls } from '../journal/leftRolls.ts';
import type { Rotations } from '../rotation/rotations.ts';
import { byName } from '../tokens/byName.ts';
import { plain } from '../tokens/markdown.ts';
import { ownerKey, sameOwner } from '../tokens/owner.ts';
import type { Owner, Token } from '../tokens/token.ts';
import type { Usage } from '../usage/usage.ts';
import type { Vault, Whereabouts } from '../vault/vault.ts';
import { detailsOf } from './details.ts';
import { type Node, nodeId, type TokenNode, type UsageNode } from './nodes.ts';
import { rollNote, rotationItem, stepNodes } from './rotationRows.ts';
import {
  connectionItem,
  detailItem,
  emptyNote,
  failedNote,
  noteItem,
  ownerItem,
  ownerLabel,
  staleNote,
} from './rows.ts';
import { BADGE_SCHEME, type Keeping, tokenRow } from './tokenRow.ts';
import { tokenTooltip } from './tokenTooltip.ts';
import { consumerItem, consumerNodes, unreadNote, usageItem } from './usageRows.ts';

/** A list older than this is fetched again when the window gets the focus. */
const STALE_AFTER_MS = 5 * 60_000;
/** The same for a list that could not be fetched; whoever comes back after that finds the trouble over, perhaps. */
const RETRY_AFTER_MS = 30_000;
/** Rows that are redrawn by themselves, for which VS Code goes by the identity of their nodes. */
const LASTING: ReadonlySet<Node['type']> = new Set(['token', 'usage', 'rotation']);
/** A letter, or several dots, would look like one more action of the row. */
const BADGE = '●';
/** Names that come as soon as this are in the rows from the start. */
const NAMES_WITHIN_MS = 300;
/** A failure this young is shown as it is: whoever has the rows drawn has just tried. */
const JUST_FAILED_MS = 5000;

export interface Explorer extends vscode.TreeDataProvider<Node> {
  getChildren(node?: Node): Promise<Node[]>;
  getTreeItem(node: Node): Promise<vscode.TreeItem>;
  resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem>;
  getParent(node: Node): Node | undefined;
  /** Fetches again what a row lists, or everything. */
  refresh(node?: unknown): Promise<void>;
  /** A token in Markdown, as its row's tooltip has it. */
  describe(token: Token, session: Session): Promise<vscode.MarkdownString>;
  /** Selects a token's row, if the view is open. */
  reveal(connectionId: string, owner: Owner, tokenId: string): Promise<void>;
  dispose(): void;
}

/** What VS Code gives to a tree: the view itself, and the event that redraws rows (undefined redraws all). */
export interface TreeSurface {
  readonly view: vscode.TreeView<Node>;
  readonly changed: vscode.EventEmitter<Node | undefined>;
}

/** What the tree shows. */
export interface ExplorerParts {
  readonly sessions: Sessions;
  readonly vault: Vault;
  readonly usage: Usage;
  readonly rotations: Rotations;
  readonly leftRolls: LeftRolls;
}

/** Makes the tree of all sessions' tokens. */
export function createExplorer(
  { sessions, vault, usage, rotations, leftRolls }: ExplorerParts,
  surface: TreeSurface,
): Explorer {
  /** VS Code finds a row to redraw by object identity: each id has one node object. */
  const nodes = new Map<string, Node>();
  const parents = new Map<string, Node>();
  const secrets = new Map<string, Whereabouts>();
  /** The connections that could not be stored. */
  let unsaved: ReadonlySet<string> = new Set();
  const badges = new vscode.EventEmitter<undefined>();
  /** Counts the looks at who is connected. */
  let announcement = 0;

  function keep<N extends Node>(node: N, parent: Node | undefined): N {
    const id = nodeId(node);
    const existing = nodes.get(id);
    const kept = existing !== undefined && LASTING.has(existing.type) ? (existing as N) : node;
    nodes.set(id, kept);
    if (parent === undefined) parents.delete(id);
    else parents.set(id, parent);
    return kept;
  }

  async function readSecrets(): Promise<void> {
    const unstored = new Set(vault.unstored('token'));
    unsaved = new Set(vault.unstored('connection'));
    const ids = await vault.ids('token');
    secrets.clear();
    for (const id of ids) secrets.set(id, unstored.has(id) ? 'memory' : 'stored');
    await Promise.all([
      setContext('secrets', ids.length === 0 ? 'none' : 'kept'),
      setContext('unsavedSecrets', unstored.size + unsaved.size > 0),
    ]);
  }

  function keepingOf(tokenId: string): Keeping {
    return { secret: secrets.get(tokenId) ?? 'none', connectionUnsaved: unsaved.has(tokenId) };
  }

  /** Tells VS Code whether anybody is connected; undefined when that cannot be read. */
  async function announceState(): Promise<readonly Session[] | undefined> {
    announcement += 1;
    const own = announcement;
    const [found] = await Promise.all([sessions.all(), readSecrets()]).catch(() => [undefined]);
    const state = found === undefined ? 'failed' : found.length === 0 ? 'signedOut' : 'connected';
    // Whoever began to look later knows better, even if they were done first.
    if (own === announcement) await setContext('state', state);
    await setContext('rotations', rotations.all().length > 0);
    return found;
  }

  async function roots(): Promise<Node[]> {
    const found = await announceState();
    if (found === undefined) return [];
    surface.view.description = '';
    const [only] = found;
    if (only !== undefined && found.length === 1) return ownersOf(only, undefined);
    return found.map(({ connection }) =>
      keep({ type: 'connection', connectionId: connection.id }, undefined),
    );
  }

  async function ownersOf(session: Session, parent: Node | undefined): Promise<Node[]> {
    const { owners, id } = session.connection;
    const [only] = owners;
    if (only !== undefined && owners.length === 1) {
      if (parent === undefined) surface.view.description = plain(ownerLabel(only));
      return tokensOf(session, only, parent);
    }
    return owners.map((connected) =>
      keep({ type: 'owner', connectionId: id, owner: connected.owner, connected }, parent),
    );
  }

  async function tokensOf(
    session: Session,
    connected: ConnectedOwner,
    parent: Node | undefined,
  ): Promise<Node[]> {
    const { owner } = connected;
    const connectionId = session.connection.id;
    const id = `${connectionId}/${ownerKey(owner)}`;
    const known = session.known(owner);
    const failure = session.failure(owner);
    const failed = (error: unknown) =>
      keep(failedNote(`${id}/note`, connectionId, owner, explain(error)), parent);
    if (known !== undefined && failure !== undefined) {
      const at = new Date(known.at);
      const note = staleNote(`${id}/stale`, connectionId, owner, explain(failure.reason), at);
      return [keep(note, parent), ...rowsOf(known.tokens, connectionId, connected, parent)];
    }
    if (failure !== undefined && Date.now() - failure.at < JUST_FAILED_MS) return [failed(failure.reason)];
    try {
      const tokens = await session.tokens(owner);
      // Rows that VS Code is still fetching when they change stay as they were: it forgets to ask again.
      await soon(session.namesOf(owner), NAMES_WITHIN_MS);
      return rowsOf(tokens, connectionId, connected, parent);
    } catch (error) {
      return isCancelled(error) ? [] : [failed(error)];
    }
  }

  function rowsOf(
    tokens: readonly Token[],
    connectionId: string,
    { owner, rights }: ConnectedOwner,
    parent: Node | undefined,
  ): Node[] {
    if (tokens.length === 0) {
      const id = `${connectionId}/${ownerKey(owner)}/note`;
      return [keep(emptyNote(id, connectionId, owner, rights), parent)];
    }
    return [...tokens]
      .sort(byName)
      .map((token) => keep({ type: 'token', connectionId, owner, tokenId: token.id }, parent));
  }

  async function tokenOf(node: TokenNode): Promise<{ session: Session; token: Token } | undefined> {
    const session = await sessions.get(node.connectionId);
    // A session that was opened anew, as after a roll of its own token, has yet to fetch what its rows show.
    const tokens = await session?.tokens(node.owner).catch(() => undefined);
    const token = tokens?.find(({ id }) => id === node.tokenId);
    return session && token && { session, token };
  }

  async function childrenOf(node: Node): Promise<Node[]> {
    switch (node.type) {
      case 'connection': {
        const session = await sessions.get(node.connectionId);
        return session === undefined ? [] : ownersOf(session, node);
      }
      case 'owner': {
        const session = await sessions.get(node.connectionId);
        return session === undefined ? [] : tokensOf(session, node.connected, node);
      }
      case 'token': {
        const found = await tokenOf(node);
        if (found === undefined) return [];
        const { session, token } = found;
        const catalogue = session.catalogue(node.owner);
        const details = detailsOf(token, nodeId(node), catalogue, session.names, new Date());
        const { connectionId, owner, tokenId } = node;
        const heading = keep({ type: 'usage', connectionId, owner, tokenId }, node);
        const rotation =
          rotations.of(tokenId) === undefined
            ? []
            : [keep({ type: 'rotation', connectionId, owner, tokenId }, node)];
        const left = leftRolls.of(tokenId);
        const roll = left === undefined ? [] : [keep(rollNote(nodeId(node), left), node)];
        return [...rotation, ...roll, ...details.map((detail) => keep(detail, node)), heading];
      }
      case 'rotation': {
        const rotation = rotations.of(node.tokenId);
        if (rotation === undefined) return [];
        return stepNodes(nodeId(node), rotation, new Date()).map((step) => keep(step, node));
      }
      case 'usage':
        return usersOf(node);
      case 'detail':
        return (node.children ?? []).map((child) => keep(child, node));
      case 'consumer':
      case 'note':
        return [];
    }
  }

  async function describe(token: Token, session: Session): Promise<vscode.MarkdownString> {
    const consumers = await usage.of(token.id).catch(() => []);
    const secret = await vault.whereabouts('token', token.id).catch((): Whereabouts => 'none');
    return tokenTooltip(token, session, { secret, consumers }, new Date());
  }

  async function usersOf(node: UsageNode): Promise<Node[]> {
    try {
      const consumers = await usage.of(node.tokenId);
      return consumerNodes(node, consumers, keepingOf(node.tokenId)).map((child) => keep(child, node));
    } catch (error) {
      return [keep(unreadNote(node, explain(error)), node)];
    }
  }

  async function itemOf(node: Node): Promise<vscode.TreeItem> {
    switch (node.type) {
      case 'connection':
        return connectionItem(
          node,
          (await sessions.get(node.connectionId))?.connection.label ?? node.connectionId,
          unsaved.has(node.connectionId),
        );
      case 'owner':
        return ownerItem(node);
      case 'token': {
        const found = await tokenOf(node);
        if (found === undefined)
          return Object.assign(new vscode.TreeItem(node.tokenId), { id: nodeId(node) });
        const rotation = rotations.of(node.tokenId);
        return tokenRow(node, found.token, found.session, keepingOf(node.tokenId), new Date(), rotation);
      }
      case 'rotation':
        return rotationItem(node, rotations.of(node.tokenId), new Date());
      case 'usage':
        return usageItem(node, usage.known(node.tokenId));
      case 'consumer':
        return consumerItem(node);
      case 'detail':
        return detailItem(node);
      case 'note':
        return noteItem(node);
    }
  }

  async function reloadStale(): Promise<void> {
    if (!surface.view.visible) return;
    for (const session of await sessions.all()) {
      for (const { owner } of session.connection.owners) {
        // A failure shows in the tree, and is no reason to leave the other lists old.
        if (isStale(session, owner)) await reload(session, owner).catch(() => undefined);
      }
    }
  }

  function isStale(session: Session, owner: Owner): boolean {
    const failure = session.failure(owner);
    if (failure !== undefined) return Date.now() - failure.at > RETRY_AFTER_MS;
    const known = session.known(owner);
    return known !== undefined && Date.now() - known.at > STALE_AFTER_MS;
  }

  /** Fetches a list again; a failure shows in the tree: in place of the list, or above the older one. */
  async function reload(session: Session, owner: Owner): Promise<void> {
    try {
      await session.reload(owner);
    } finally {
      redraw(session.connection.id, owner);
    }
  }

  /** Redraws one owner's rows; where the owner has no row of its own, the rows above it. */
  function redraw(connectionId: string, owner: Owner): void {
    const row = nodes.get(`${connectionId}/${ownerKey(owner)}`) ?? nodes.get(connectionId);
    surface.changed.fire(row);
  }

  const subscriptions = [
    badges,
    sessions.onDidChange(({ connectionId, owner, tokenId }) => {
      const row =
        tokenId === undefined ? undefined : nodes.get(`${connectionId}/${ownerKey(owner)}/${tokenId}`);
      if (row === undefined) redraw(connectionId, owner);
      else surface.changed.fire(row);
    }),
    sessions.onDidChangeConnections(() => {
      nodes.clear();
      surface.changed.fire(undefined);
      // A hidden view does not ask for its rows, but the palette goes by the same state.
      void announceState();
    }),
    vault.onDidChange(() => {
      const [stored, memory] = [new Map(secrets), unsaved];
      const differs = (id: string) =>
        stored.get(id) !== secrets.get(id) || memory.has(id) !== unsaved.has(id);
      readSecrets().then(
        () => {
          badges.fire(undefined);
          for (const node of nodes.values()) {
            if (node.type === 'token' && differs(node.tokenId)) surface.changed.fire(node);
            if (node.type === 'connection' && differs(node.connectionId)) surface.changed.fire(node);
          }
        },
        () => surface.changed.fire(undefined),
      );
    }),
    leftRolls.onDidChange(() => {
      for (const node of nodes.values()) if (node.type === 'token') surface.changed.fire(node);
    }),
    rotations.onDidChange(() => {
      void setContext('rotations', rotations.all().length > 0);
      for (const node of nodes.values()) if (node.type === 'token') surface.changed.fire(node);
    }),
    usage.onDidChange(() => {
      for (const node of nodes.values()) if (node.type === 'usage') surface.changed.fire(node);
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) reloadStale().catch(() => undefined);
    }),
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: badges.event,
      provideFileDecoration: (uri) =>
        uri.scheme === BADGE_SCHEME
          ? new vscode.FileDecoration(BADGE, vscode.l10n.t('Secret stored in VS Code'))
          : undefined,
    }),
  ];

  return {
    getChildren: (node) => (node === undefined ? roots() : childrenOf(node)),
    getTreeItem: itemOf,
    describe,
    getParent: (node) => parents.get(nodeId(node)),

    async resolveTreeItem(item, node) {
      const found = node.type === 'token' ? await tokenOf(node) : undefined;
      if (found === undefined) return item;
      item.tooltip = await describe(found.token, found.session);
      return item;
    },

    async refresh(node) {
      const scope = isListRow(node) ? node : undefined;
      const wanted = (await sessions.all()).filter(
        ({ connection }) => (scope?.connectionId ?? connection.id) === connection.id,
      );
      const owners = wanted.flatMap((session) =>
        session.connection.owners
          .filter(({ owner }) => scope?.owner === undefined || sameOwner(owner, scope.owner))
          .map(({ owner }) => reload(session, owner)),
      );
      if (owners.length === 0) surface.changed.fire(undefined);
      const failed = (await Promise.allSettled(owners)).find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },

    async reveal(connectionId, owner, tokenId) {
      const id = nodeId({ type: 'token', connectionId, owner, tokenId });
      if (!surface.view.visible) return;
      if (!nodes.has(id)) {
        const session = await sessions.get(connectionId);
        const connected = session?.connection.owners.find((entry) => sameOwner(entry.owner, owner));
        const parent = nodes.get(`${connectionId}/${ownerKey(owner)}`) ?? nodes.get(connectionId);
        if (session !== undefined && connected !== undefined) await tokensOf(session, connected, parent);
      }
      const node = nodes.get(id);
      if (node !== undefined) await surface.view.reveal(node, { select: true, focus: false });
    },

    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** A row that stands for a list: an owner, a connection, or the note where a list should be. */
function isListRow(node: unknown): node is { readonly connectionId: string; readonly owner?: Owner } {
  return typeof node === 'object' && node !== null && 'connectionId' in node && !('tokenId' in node);
}

async function setContext(key: string, value: unknown): Promise<void> {
  await vscode.commands.executeCommand('setContext', `cloudflareTokens.${key}`, value);
}
