// "Open Terminal with a Short-Lived Token": a twin that expires in an hour, for one terminal, and deleted when that
// closes. Its secret is kept nowhere: whoever loses it opens another terminal.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import { findTokensNamed } from '../cloudflare/lost.ts';
import { canEdit } from '../connections/rights.ts';
import type { Session } from '../connections/session.ts';
import type { Sessions } from '../connections/sessions.ts';
import { chooseName } from '../insertion/chooseName.ts';
import { openTerminalWith } from '../insertion/terminal.ts';
import { type ShortLived, SHORT_LIFE } from '../journal/shortLived.ts';
import { whileTold } from '../progress.ts';
import { plain } from '../tokens/markdown.ts';
import { requestForCopy } from '../tokens/request.ts';
import { suffixed } from '../tokens/suffixedName.ts';
import { parseTime, wholeSeconds } from '../tokens/times.ts';
import type { Owner, Token } from '../tokens/token.ts';
import type { CommandParts } from './context.ts';
import { chooseToken } from './target.ts';
import { tellUntrustedTerminal } from './terminals.ts';

/** Opens a terminal with a twin of a tree row's token, or asks which. @throws ApiError */
export async function openShortLivedTerminal(parts: CommandParts, argument: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    tellUntrustedTerminal();
    return;
  }
  const chosen = await chooseToken(
    parts.sessions,
    argument,
    vscode.l10n.t('What should the short-lived token be like?'),
    (token, session) => canEdit(token, session) && token.status === 'active',
  );
  if (chosen === undefined) return;
  const { session, token } = chosen;
  const name = plain(token.name);
  const variable = await chooseName(vscode.l10n.t('Open a Terminal with a Twin of “{0}” for an Hour', name));
  if (variable === undefined) return;
  const record = await parts.shortLived.begin(
    { connectionId: session.connection.id, owner: token.owner },
    (tag) => suffixed(token.name, `(terminal ${tag})`),
  );
  const made = await whileTold(vscode.l10n.t('Making a twin of “{0}”…', name), () =>
    make(parts, session, token, record),
  );
  const terminal = openTerminalWith(made.secret, variable, record.name);
  if (terminal === undefined) return remove(parts, session, record, made.id);
  watch(parts, terminal, () => remove(parts, session, record, made.id));
}

async function make(parts: CommandParts, session: Session, token: Token, record: ShortLived) {
  const end = new Date(Date.now() + SHORT_LIFE);
  const own = parseTime(token.expiresOn);
  const expires = own !== undefined && own < end ? own : end;
  const request = requestForCopy(token, record.name, wholeSeconds(expires));
  const outcome = await session.api.createToken(token.owner, request).catch(async (error: unknown) => {
    await parts.shortLived.end(record.id);
    throw error;
  });
  if (outcome.outcome === 'created') {
    session.learn(outcome.token);
    return { id: outcome.token.id, secret: outcome.secret };
  }
  // Made without anybody knowing its secret, it is of no use.
  await deleteNamed(session, token.owner, record.name);
  await parts.shortLived.end(record.id);
  throw outcome.cause;
}

/** What is to be deleted when this window closes. */
const open = new Map<vscode.Terminal, () => Promise<void>>();

function watch({ log }: CommandParts, terminal: vscode.Terminal, remove: () => Promise<void>): void {
  open.set(terminal, remove);
  const closing = vscode.window.onDidCloseTerminal((closed) => {
    if (closed !== terminal) return;
    closing.dispose();
    open.delete(terminal);
    remove().catch((error: unknown) => {
      log.warn(`A short-lived token was not deleted: ${error instanceof Error ? error.message : ''}`);
    });
  });
}

/** The window closes, and its terminals with it. What cannot be deleted in time is, when the next one opens. */
export async function closeShortLived(): Promise<void> {
  await Promise.allSettled([...open.values()].map((remove) => remove()));
  open.clear();
}

async function remove(parts: CommandParts, session: Session, record: ShortLived, id: string): Promise<void> {
  try {
    await session.api.deleteToken(record.owner, id);
  } catch (error) {
    if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
  }
  session.drop(record.owner, id);
  await parts.shortLived.end(record.id);
}

/** Deletes the short-lived tokens of windows that are gone, and says so. @throws ApiError when one cannot be deleted */
export async function sweepShortLived(parts: CommandParts): Promise<void> {
  const names: string[] = [];
  const failures: unknown[] = [];
  for (const record of parts.shortLived.leftOver()) {
    try {
      if (await isSwept(parts, record)) names.push(plain(record.name));
    } catch (error) {
      failures.push(error);
    }
  }
  if (names.length > 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Deleted what a closed window had left for its terminals: {0}.',
        names.map((name) => `“${name}”`).join(', '),
      ),
    );
  }
  if (failures.length > 0) throw failures[0];
}

/** @returns whether there was a token to delete */
async function isSwept(
  { sessions, shortLived }: CommandParts,
  { id, connectionId, owner, name, at }: ShortLived,
): Promise<boolean> {
  const session = await sessionFor(sessions, connectionId, owner);
  if (session === undefined) {
    // The connection may come back while there is something to be deleted.
    if (Date.now() - at.getTime() > SHORT_LIFE) await shortLived.end(id);
    return false;
  }
  const count = await deleteNamed(session, owner, name);
  await shortLived.end(id);
  return count > 0;
}

/** The connection it was made through, or, for an account's token, another one that may delete it. */
async function sessionFor(
  sessions: Sessions,
  connectionId: string,
  owner: Owner,
): Promise<Session | undefined> {
  const same = await sessions.get(connectionId);
  if (same !== undefined || owner.kind === 'user') return same;
  return (await sessions.all()).find((session) => canEdit({ owner }, session));
}

async function deleteNamed(session: Session, owner: Owner, name: string): Promise<number> {
  const found = await findTokensNamed(session.api, owner, name);
  for (const { id } of found) {
    await session.api.deleteToken(owner, id);
    session.drop(owner, id);
  }
  return found.length;
}
