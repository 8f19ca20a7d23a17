// One connection at work: its API client, and what it has learned from Cloudflare so far in this window.
import * as vscode from 'vscode';
import type { CloudflareApi } from '../cloudflare/api.ts';
import { ApiError } from '../cloudflare/errors.ts';
import { type Catalogue, offlineCatalogue } from '../tokens/catalogue.ts';
import { ownerKey } from '../tokens/owner.ts';
import type { Names } from '../tokens/names.ts';
import type { Owner, Token } from '../tokens/token.ts';
import type { Connection } from './connection.ts';
import { openNameBook } from './nameBook.ts';

/** What changed: one token, or the whole list of an owner. */
export interface SessionChange {
  readonly connectionId: string;
  readonly owner: Owner;
  /** Absent: the list, or names shown all over it. */
  readonly tokenId?: string;
}

/** What became known of one token: how it is now, or that it is gone. */
export type News =
  { readonly token: Token } | { readonly token?: never; readonly owner: Owner; readonly tokenId: string };

export interface Session {
  readonly connection: Connection;
  readonly api: CloudflareApi;
  /** The tokens of an owner, fetched on first use and shared by all who ask meanwhile. @throws ApiError */
  tokens(owner: Owner): Promise<readonly Token[]>;
  /** Fetches the list again; the old one stays visible until the new one is there. @throws ApiError */
  reload(owner: Owner): Promise<readonly Token[]>;
  /** What is known without asking: the last list, and when it was fetched (ms since the epoch). */
  known(owner: Owner): { readonly tokens: readonly Token[]; readonly at: number } | undefined;
  /** Why the last try to fetch the list failed, and when; undefined when it did not. */
  failure(owner: Owner): { readonly reason: unknown; readonly at: number } | undefined;
  /** Reads one token afresh and takes note of it. @throws ApiError (a `not-found` also drops it from the list) */
  refresh(owner: Owner, tokenId: string): Promise<Token>;
  /** Takes note of a token that was just created or changed. */
  learn(token: Token): void;
  /** Takes note that a token is gone. */
  drop(owner: Owner, tokenId: string): void;
  /**
   * Takes note of what another connection learned of a token.
   * @param sameOwner is the token's owner surely one that this connection sees? If not, no token is added.
   */
  hear(news: News, sameOwner: boolean): void;
  /**
   * Words for the permission groups that tokens name. It is the bundled list: what it does not know, a policy names
   * itself, so showing tokens needs no further request.
   */
  catalogue(owner: Owner): Catalogue;
  /** Names of zones and accounts, as far as they are known now. */
  readonly names: Names;
  /** Resolves when the names that an owner's list mentions are known, as far as they can be had; never rejects. */
  namesOf(owner: Owner): Promise<void>;
  /** Looks up the names of what a token mentions; never rejects, a name is a nicety. */
  learnNames(token: Token): Promise<void>;
  readonly onDidChange: vscode.Event<SessionChange>;
  /** Something was learned through this connection. */
  readonly onDidLearn: vscode.Event<News>;
  dispose(): void;
}

/** Opens a session; nothing is fetched before something is asked for. */
export function openSession(connection: Connection, api: CloudflareApi): Session {
  const changed = new vscode.EventEmitter<SessionChange>();
  const learned = new vscode.EventEmitter<News>();
  const failures = new Map<string, { reason: unknown; at: number }>();
  const lists = new Map<string, { tokens: readonly Token[]; at: number }>();
  const fetching = new Map<string, Promise<readonly Token[]>>();
  const naming = new Map<string, Promise<void>>();
  const catalogues = new Map<Owner['kind'], Catalogue>();
  const ended = new AbortController();
  const book = openNameBook(api, connection.owners, ended.signal);

  /** Counts what was learned of single tokens. */
  let changes = 0;

  const announce = (owner: Owner, tokenId?: string) =>
    changed.fire({ connectionId: connection.id, owner, ...(tokenId === undefined ? {} : { tokenId }) });

  async function fetchTokens(owner: Owner): Promise<readonly Token[]> {
    const before = changes;
    const tokens = await api.listTokens(owner, { signal: ended.signal });
    // What was learned while the list was on its way is newer than the list.
    if (changes !== before) return fetchTokens(owner);
    lists.set(ownerKey(owner), { tokens, at: Date.now() });
    naming.set(ownerKey(owner), learnNames(owner, tokens));
    return tokens;
  }

  async function tryToFetch(owner: Owner): Promise<readonly Token[]> {
    const key = ownerKey(owner);
    try {
      const tokens = await fetchTokens(owner);
      // Whoever shows the failure is not always the one who asked again.
      if (failures.delete(key)) announce(owner);
      return tokens;
    } catch (reason) {
      if (!ended.signal.aborted) failures.set(key, { reason, at: Date.now() });
      throw reason;
    } finally {
      fetching.delete(key);
    }
  }

  async function learnNames(owner: Owner, tokens: readonly Token[], tokenId?: string): Promise<void> {
    if (await book.learnOf(tokens)) announce(owner, tokenId);
  }

  function change(owner: Owner, update: (tokens: readonly Token[]) => readonly Token[]): void {
    const list = lists.get(ownerKey(owner));
    if (list !== undefined) lists.set(ownerKey(owner), { ...list, tokens: update(list.tokens) });
  }

  const isListed = (owner: Owner, tokenId: string) =>
    lists.get(ownerKey(owner))?.tokens.some(({ id }) => id === tokenId) === true;

  function takeNote(token: Token): void {
    changes++;
    const isNew = lists.has(ownerKey(token.owner)) && !isListed(token.owner, token.id);
    change(token.owner, (tokens) =>
      isNew ? [...tokens, token] : tokens.map((known) => (known.id === token.id ? token : known)),
    );
    announce(token.owner, isNew ? undefined : token.id);
    void learnNames(token.owner, [token], token.id);
  }

  function takeOut(owner: Owner, tokenId: string): void {
    changes++;
    change(owner, (tokens) => tokens.filter(({ id }) => id !== tokenId));
    announce(owner);
  }

  function learn(token: Token): void {
    takeNote(token);
    learned.fire({ token });
  }

  function drop(owner: Owner, tokenId: string): void {
    takeOut(owner, tokenId);
    learned.fire({ owner, tokenId });
  }

  return {
    connection,
    api,
    names: book.names,
    onDidChange: changed.event,
    onDidLearn: learned.event,
    learn,
    drop,

    namesOf: (owner) => naming.get(ownerKey(owner)) ?? Promise.resolve(),

    async learnNames(token) {
      await book.learnOf([token]);
    },

    hear(news, sameOwner) {
      // A list that is on its way may have left Cloudflare before the news.
      changes++;
      if (news.token === undefined) {
        if (isListed(news.owner, news.tokenId)) takeOut(news.owner, news.tokenId);
        return;
      }
      const { owner, id } = news.token;
      const belongs = sameOwner && lists.has(ownerKey(owner));
      if (belongs || isListed(owner, id)) takeNote(news.token);
    },

    async tokens(owner) {
      return lists.get(ownerKey(owner))?.tokens ?? (await this.reload(owner));
    },

    reload(owner) {
      const key = ownerKey(owner);
      const running = fetching.get(key) ?? tryToFetch(owner);
      fetching.set(key, running);
      return running;
    },

    known(owner) {
      return lists.get(ownerKey(owner));
    },

    failure(owner) {
      return failures.get(ownerKey(owner));
    },

    async refresh(owner, tokenId) {
      try {
        const token = await api.getToken(owner, tokenId, { signal: ended.signal });
        learn(token);
        return token;
      } catch (error) {
        if (isGone(error)) drop(owner, tokenId);
        throw error;
      }
    },

    catalogue(owner) {
      const known = catalogues.get(owner.kind) ?? offlineCatalogue(owner);
      catalogues.set(owner.kind, known);
      return known;
    },

    dispose() {
      ended.abort();
      changed.dispose();
      learned.dispose();
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.kind === 'not-found';
}
