// What a command works on: a token named by the tree row it was called from, or one picked in the palette.
import * as vscode from 'vscode';
import type { Session } from '../connections/session.ts';
import type { Sessions } from '../connections/sessions.ts';
import { explain } from '../problems.ts';
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
  /** Fetches again what could not be listed. */
  readonly retries?: boolean;
}

/** What a picker shows. */
interface Offer {
  readonly items: readonly TokenItem[];
  /** The lists that are missing, by their owners' names. */
  readonly missing: readonly string[];
}

async function pick(sessions: Sessions, question: string, fits: Fits): Promise<Chosen | undefined> {
  if ((await sessions.all()).length === 0) {
    await offerToConnect();
    return undefined;
  }
  const picker = vscode.window.createQuickPick<TokenItem>();
  picker.placeholder = question;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  try {
    return await new Promise((resolve, reject) => {
      const fill = async () => {
        picker.busy = true;
        const { items, missing } = await listItems(sessions, fits);
        picker.items = items;
        picker.title =
          missing.length === 0
            ? undefined
            : vscode.l10n.t('Some tokens are missing: {0} could not be listed', missing.join(', '));
        picker.busy = false;
      };
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item?.retries === true) fill().catch(reject);
        else if (item !== undefined) resolve(item.chosen);
      });
      picker.onDidHide(() => {
        resolve(undefined);
      });
      picker.show();
      // An empty list would look like "you have no tokens" where the truth is that they could not be fetched.
      fill().catch(reject);
    });
  } finally {
    picker.dispose();
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

/** @throws ApiError when no list of tokens can be had */
async function listItems(sessions: Sessions, fits: Fits): Promise<Offer> {
  const now = new Date();
  const all = await sessions.all();
  const owners = all.flatMap((session) =>
    session.connection.owners.map(({ owner, name }) => ({
      session,
      owner,
      name: plain(name === '' ? session.connection.label : name),
    })),
  );
  const lists = await Promise.allSettled(owners.map(({ session, owner }) => session.tokens(owner)));
  const failed = lists.find((list) => list.status === 'rejected');
  if (failed !== undefined && lists.every((list) => list.status === 'rejected')) throw failed.reason;
  const items: TokenItem[] = [];
  const missing: { readonly name: string; readonly reason: unknown }[] = [];
  lists.forEach((list, index) => {
    const entry = owners[index];
    if (entry === undefined) return;
    const { session, owner, name } = entry;
    if (list.status === 'rejected') {
      missing.push({ name, reason: list.reason });
      return;
    }
    const fitting = list.value.filter((token) => sameOwner(token.owner, owner) && fits(token, session));
    if (fitting.length === 0) return;
    // Two connections may see the same owner.
    const through = all.length > 1 ? ` · ${plain(session.connection.label)}` : '';
    items.push({ label: `${name}${through}`, kind: vscode.QuickPickItemKind.Separator });
    for (const token of fitting.sort(byName)) items.push(itemOf({ session, token }, now));
  });
  if (items.length === 0) items.push({ label: vscode.l10n.t('No token fits this command.') });
  if (missing.length > 0) {
    items.push({ label: vscode.l10n.t('Could not be listed'), kind: vscode.QuickPickItemKind.Separator });
  }
  return {
    items: [...items, ...missing.map(({ name, reason }) => missingItem(name, reason))],
    missing: missing.map(({ name }) => name),
  };
}

/** Stays in sight while the person types: what they look for may be in the list that is missing. */
function missingItem(name: string, reason: unknown): TokenItem {
  return {
    label: `$(warning) ${name}`,
    description: vscode.l10n.t('select to try again'),
    detail: explain(reason),
    alwaysShow: true,
    retries: true,
  };
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
