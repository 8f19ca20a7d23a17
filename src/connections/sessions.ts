// The sessions of this window: one per connection, opened on first use and closed when the connection goes.
import * as vscode from 'vscode';
import type { CloudflareApi } from '../cloudflare/api.ts';
import { sameOwner } from '../tokens/owner.ts';
import { sameSecret, type Secret } from '../tokens/secret.ts';
import type { Owner } from '../tokens/token.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { type News, openSession, type Session, type SessionChange } from './session.ts';

export interface Sessions {
  /** One session per connection, in the connections' order. @throws VaultError */
  all(): Promise<readonly Session[]>;
  get(connectionId: string): Promise<Session | undefined>;
  /** Makes an API client for any secret, with the network settings of now. */
  apiFor(secret: Secret): CloudflareApi;
  readonly onDidChange: vscode.Event<SessionChange>;
  /** The set of connections changed. */
  readonly onDidChangeConnections: vscode.Event<void>;
  dispose(): void;
}

/**
 * Keeps the sessions of a list of connections.
 * @param apiFor makes an API client for a secret
 */
export function openSessions(connections: Connections, apiFor: (secret: Secret) => CloudflareApi): Sessions {
  const changed = new vscode.EventEmitter<SessionChange>();
  const connectionsChanged = new vscode.EventEmitter<void>();
  const open = new Map<string, { session: Session; about: string; secret: Secret }>();
  let listing: Promise<readonly Session[]> | undefined;
  let lastListing: Promise<void> = Promise.resolve();
  let lastSet = '';

  async function list(): Promise<readonly Session[]> {
    const found = await connections.list();
    const alive = new Set(found.map(({ id }) => id));
    for (const [id, { session }] of open) {
      if (!alive.has(id)) close(id, session);
    }
    const sessions: Session[] = [];
    for (const connection of found) {
      const secret = await connections.secret(connection.id);
      if (secret === undefined) continue;
      const about = JSON.stringify(connection);
      const existing = open.get(connection.id);
      if (existing?.about === about && sameSecret(existing.secret, secret)) {
        sessions.push(existing.session);
        continue;
      }
      if (existing !== undefined) close(connection.id, existing.session);
      const session = openSession(connection, apiFor(secret));
      session.onDidChange((change) => changed.fire(change));
      session.onDidLearn((news) => spread(news, session));
      open.set(connection.id, { session, about, secret });
      sessions.push(session);
    }
    return sessions;
  }

  /** Connections that see the same owner agree on what is learned through one of them. */
  function spread(news: News, from: Session): void {
    const { owner } = news.token ?? news;
    for (const { session } of open.values()) {
      const sees = session.connection.owners.some((connected) => sameOwner(connected.owner, owner));
      if (session !== from && sees) session.hear(news, isOne(owner, from.connection, session.connection));
    }
  }

  function close(id: string, session: Session): void {
    open.delete(id);
    session.dispose();
  }

  /**
   * Reads the connections once, until they change: every row of the tree asks, and while rows wait for SecretStorage
   * VS Code has no element to hand to the command that a person chooses from a row's menu.
   */
  function all(): Promise<readonly Session[]> {
    if (listing === undefined) {
      // One after the other: a slow reading of how things were must not undo a later one.
      const current = lastListing.then(list);
      lastListing = current.then(
        () => undefined,
        () => {
          if (listing === current) listing = undefined;
        },
      );
      listing = current;
    }
    return listing;
  }

  // The vault tells of every secret that comes or goes, tokens' included: announce only when connections differ.
  const watching = connections.onDidChange(() => {
    listing = undefined;
    connections.list().then(
      (found) => {
        const set = JSON.stringify(found);
        if (set === lastSet) return;
        lastSet = set;
        connectionsChanged.fire();
      },
      () => connectionsChanged.fire(),
    );
  });

  return {
    async all() {
      const sessions = await all();
      lastSet = JSON.stringify(sessions.map(({ connection }) => connection));
      return sessions;
    },

    async get(connectionId) {
      return (await all()).find(({ connection }) => connection.id === connectionId);
    },

    apiFor,
    onDidChange: changed.event,
    onDidChangeConnections: connectionsChanged.event,

    dispose() {
      watching.dispose();
      for (const [id, { session }] of open) close(id, session);
      changed.dispose();
      connectionsChanged.dispose();
    },
  };
}

/** Is an owner of both connections surely the same one? Of two users it is known where both may say who they are. */
function isOne(owner: Owner, a: Connection, b: Connection): boolean {
  return owner.kind === 'account' || (a.userId !== undefined && a.userId === b.userId);
}
