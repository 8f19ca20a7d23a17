// The secrets that VS Code has, as things to choose from. Nobody is asked over the network: what is stored can be
// copied, inserted and forgotten without a connection as well, and when its token or connection is gone.
import * as vscode from 'vscode';
import type { Session } from '../connections/session.ts';
import { headlineOf } from '../tokens/headline.ts';
import { plain } from '../tokens/markdown.ts';
import { ownerKey } from '../tokens/owner.ts';
import type { Secret } from '../tokens/secret.ts';
import { dateWords, parseTime } from '../tokens/times.ts';
import type { CommandParts } from './context.ts';
import { isTarget } from './target.ts';

/** What is known here of a token's stored secret. */
export interface Stored {
  /** The token's id. */
  readonly id: string;
  /** The token's name: that of now where its list is known, else that of when the secret was stored. */
  readonly name: string;
  /** Whose token it is; undefined where no connection sees it any more. */
  readonly owner?: string;
  /** What the token may do, where its list is known. */
  readonly headline?: string;
  readonly at?: Date;
}

/**
 * Resolves a command's argument to the token of a row, or asks for one whose secret is stored.
 * @returns undefined when the person cancelled, or when there is none, which they are told
 * @throws VaultError
 */
export async function chooseStored(
  parts: CommandParts,
  argument: unknown,
  question: string,
): Promise<Stored | undefined> {
  if (isTarget(argument)) return storedOf(parts, argument.tokenId);
  const ids = await parts.vault.ids('token');
  if (ids.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'VS Code has no secret of any token yet. Create a token, or roll one, to have its secret here.',
      ),
    );
    return undefined;
  }
  const all = await Promise.all(ids.map((id) => storedOf(parts, id)));
  const items = all.sort((a, b) => a.name.localeCompare(b.name)).map(itemOf);
  const options = { placeHolder: question, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.stored;
}

/** A stored secret, and whose it is. */
export interface StoredSecret {
  /** The token's id and name. */
  readonly id: string;
  readonly name: string;
  readonly secret: Secret;
}

/** The same, with the secret; that it is not there (any more) is told. @throws VaultError */
export async function chooseSecret(
  parts: CommandParts,
  argument: unknown,
  question: string,
): Promise<StoredSecret | undefined> {
  const stored = await chooseStored(parts, argument, question);
  return stored === undefined ? undefined : withSecret(parts, stored);
}

/** A stored secret itself; that it is not there (any more) is told. @throws VaultError */
export async function withSecret(
  { vault }: Pick<CommandParts, 'vault'>,
  { id, name }: Pick<Stored, 'id' | 'name'>,
): Promise<StoredSecret | undefined> {
  const secret = (await vault.get('token', id))?.secret;
  if (secret !== undefined) return { id, name, secret };
  await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The secret of “{0}” is not stored in VS Code. Cloudflare never shows a secret again: roll the token to get a new one.',
      plain(name),
    ),
  );
  return undefined;
}

function itemOf(stored: Stored): vscode.QuickPickItem & { readonly stored: Stored } {
  const { name, owner, headline, at } = stored;
  const since = at === undefined ? '' : vscode.l10n.t('stored on {0}', dateWords(at));
  return {
    label: `$(key) ${plain(name)}`,
    description: owner === undefined ? vscode.l10n.t('no longer in any list') : plain(owner),
    detail: [headline ?? '', since].filter((part) => part !== '').join(' · '),
    stored,
  };
}

/** Tells what is known of a token whose secret is stored, as its own or as a connection's. @throws VaultError */
export async function storedOf({ vault, sessions }: CommandParts, id: string): Promise<Stored> {
  const envelope = (await vault.get('token', id)) ?? (await vault.get('connection', id));
  const about = envelope?.about ?? {};
  const name = about['name'] ?? about['label'];
  const at = parseTime(envelope?.storedAt);
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : id,
    ...whatIsSeen(await sessions.all(), id, about),
    ...(at === undefined ? {} : { at }),
  };
}

/** What the lists that are known say of a token; where its owner's was not fetched yet, whose it is. */
function whatIsSeen(
  sessions: readonly Session[],
  id: string,
  { connectionId, owner: key }: Readonly<Record<string, unknown>>,
): Partial<Stored> {
  const lists = sessions.flatMap((session) =>
    session.connection.owners.map(({ owner, name }) => ({
      session,
      tokens: session.known(owner)?.tokens,
      owner: name === '' ? session.connection.label : name,
      isOfSecret: session.connection.id === connectionId && ownerKey(owner) === key,
    })),
  );
  for (const { session, owner, tokens = [] } of lists) {
    const token = tokens.find((one) => one.id === id);
    if (token === undefined) continue;
    const headline = headlineOf(token, session.catalogue(token.owner), session.names, new Date());
    return { owner, name: token.name, headline };
  }
  const unread = lists.find(({ tokens, isOfSecret }) => isOfSecret && tokens === undefined);
  return unread === undefined ? {} : { owner: unread.owner };
}
