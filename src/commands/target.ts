// What a command works on: a token named by the tree row it was called from, or one picked in the palette.
import * as vscode from 'vscode';
import type { Session } from '../connections/session.ts';
import type { Sessions } from '../connections/sessions.ts';
import { byName } from '../tokens/byName.ts';
import { headlineOf } from '../tokens/headline.ts';
import { plain } from '../tokens/markdown.ts';
import { sameOwner } from '../tokens/owner.ts';
import { stateOf } from '../tokens/state.ts';
import type { Owner, Token } from '../tokens/token.ts';

/** Names a token; every token row of the tree has these fields. */
export interface TokenTarget {
  readonly connectionId: string;
  readonly owner: Owner;
  readonly tokenId: string;
}

/** A token together with the connection it is reached through. */
export interface Chosen {
  readonly session: Session;
  readonly token: Token;
}

/** Which tokens a picker offers. */
export type Fits = (token: Token, session: Session) => boolean;

/**
 * Resolves a command's argument to a token, or asks for one where there is none.
 * @param question the picker's placeholder
 * @returns undefined when the person cancelled
 * @throws ApiError when no list of tokens can be had
 */
export async function chooseToken(
  sessions: Sessions,
  argument: unknown,
  question: string,
  fits: Fits = () => true,
): Promise<Chosen | undefined> {
  if (isTarget(argument)) {
    const session = await sessions.get(argument.connectionId);
    const token = session && (await session.tokens(argument.owner)).find(({ id }) => id === argument.tokenId);
    if (session !== undefined && token !== undefined) return { session, token };
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This token is no longer in the list: it was deleted, or its connection is gone.'),
    );
    return undefined;
  }
  return pick(sessions, question, fits);
}

/** Does a command's argument name a token? */
export function isTarget(argument: unknown): argument is TokenTarget {
  return (
    typeof argument === 'object' && argument !== null && 'connectionId' in argument && 'tokenId' in argument
  );
}

interface TokenItem extends vscode.QuickPickItem {
  readonly chosen?: Chosen;
}

async function pick(sessions: Sessions, question: string, fits: Fits): Promise<Chosen | undefined> {
  if ((await sessions.all()).length === 0) {
    await offerToConnect();
    return undefined;
  }
  const cancel = new vscode.CancellationTokenSource();
  try {
    const items = listItems(sessions, fits);
    // An empty list would look like "you have no tokens" where the truth is that they could not be fetched.
    items.catch(() => cancel.cancel());
    const picked = await vscode.window.showQuickPick(
      items,
      { placeHolder: question, matchOnDescription: true, matchOnDetail: true },
      cancel.token,
    );
    await items;
    return picked?.chosen;
  } finally {
    cancel.dispose();
  }
}

async function offerToConnect(): Promise<void> {
  const connect = vscode.l10n.t('Connect to Cloudflare');
  const message = vscode.l10n.t(
    'There is no connection to Cloudflare yet, so there are no tokens to choose from.',
  );
  const answer = await vscode.window.showInformationMessage(message, connect);
  if (answer === connect) await vscode.commands.executeCommand('cloudflareTokens.connect');
}

async function listItems(sessions: Sessions, fits: Fits): Promise<TokenItem[]> {
  const now = new Date();
  const owners = (await sessions.all()).flatMap((session) =>
    session.connection.owners.map((connected) => ({ session, connected })),
  );
  const lists = await Promise.allSettled(
    owners.map(({ session, connected }) => session.tokens(connected.owner)),
  );
  const failed = lists.find((list) => list.status === 'rejected');
  if (failed !== undefined && lists.every((list) => list.status === 'rejected')) throw failed.reason;
  const items: TokenItem[] = [];
  lists.forEach((list, index) => {
    const entry = owners[index];
    if (list.status === 'rejected' || entry === undefined) return;
    const { session, connected } = entry;
    const fitting = list.value.filter(
      (token) => sameOwner(token.owner, connected.owner) && fits(token, session),
    );
    if (fitting.length === 0) return;
    items.push({ label: plain(connected.name), kind: vscode.QuickPickItemKind.Separator });
    for (const token of fitting.sort(byName)) items.push(itemOf({ session, token }, now));
  });
  if (items.length === 0) return [{ label: vscode.l10n.t('No token fits this command.') }];
  return items;
}

function itemOf(chosen: Chosen, now: Date): TokenItem {
  const { session, token } = chosen;
  const { state, label } = stateOf(token, now);
  return {
    label: `$(key) ${plain(token.name)}`,
    description: state === 'expiring' ? '' : label, // the detail says when it expires
    detail: headlineOf(token, session.catalogue(token.owner), session.names, now),
    chosen,
  };
}
