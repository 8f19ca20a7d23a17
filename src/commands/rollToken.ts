// "Roll Secret": gives a token a new secret. The old one dies at once, so this asks first, keeps the new secret
// before it says anything, and offers to update the env files that held the old one.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import { rollTookEffect } from '../cloudflare/lost.ts';
import { verifyWithPatience } from '../cloudflare/patience.ts';
import type { Connections } from '../connections/connections.ts';
import type { Session } from '../connections/session.ts';
import { findUses } from '../insertion/uses.ts';
import { offerUpdate } from '../insertion/update.ts';
import { explain } from '../problems.ts';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token } from '../tokens/token.ts';
import { VaultError } from '../vault/vault.ts';
import type { CommandParts } from './context.ts';
import { keepSecret, tellUnstored } from './keepSecret.ts';
import { canEdit } from './rights.ts';
import { orGone } from './gone.ts';
import { chooseToken } from './target.ts';

export interface RollParts extends CommandParts {
  readonly connections: Connections;
}

/** Rolls the token of a tree row, or asks which. @throws ApiError when Cloudflare refuses */
export async function rollToken(parts: RollParts, argument: unknown): Promise<void> {
  const { sessions, vault } = parts;
  const chosen = await chooseToken(
    sessions,
    argument,
    vscode.l10n.t('Which token should get a new secret?'),
    canEdit,
  );
  if (chosen === undefined) return;
  const { session, token } = chosen;
  const isOwn = token.id === session.connection.id;
  const old = await oldSecret(parts, token, isOwn);
  const uses = old === undefined ? [] : await findUses(old);
  if (
    !(await confirmed(
      token,
      isOwn,
      uses.map(({ label }) => label),
    ))
  )
    return;

  const rolled = await rolling(token, () => roll(parts, session, token, isOwn));
  if (rolled.outcome === 'lost') return tellLost(parts, session, token, old, rolled.cause);
  if (rolled.outcome === 'unstored') return tellUnstored(vault, token.id, token.name, rolled.error);
  // With its own token rolled, the old session's client is dead; the list is read through the new one.
  const fresh = await sessions.get(session.connection.id);
  await fresh
    ?.refresh(token.owner, token.id)
    .catch((error: unknown) => parts.log.warn(`Refresh after roll: ${String(error)}`));
  await tellRolled(token, rolled.problem, rolled.secret, uses);
}

/** How a roll went. The problem is why the new secret did not verify yet; undefined when it did. */
type Rolled =
  | { readonly outcome: 'lost'; readonly cause: ApiError }
  | { readonly outcome: 'unstored'; readonly error: VaultError }
  | { readonly outcome: 'rolled'; readonly secret: Secret; readonly problem: unknown };

/** Rolls, keeps the new secret before anything else, and verifies it. @throws ApiError when Cloudflare refuses */
async function roll(parts: RollParts, session: Session, token: Token, isOwn: boolean): Promise<Rolled> {
  // Asked before the roll: nothing may stand between the new secret and its keeping.
  const asToken = !isOwn || (await parts.vault.whereabouts('token', token.id)) !== 'none';
  const answer = await orGone(session, token, session.api.rollToken(token.owner, token.id));
  if (answer.outcome === 'lost') return answer;
  const { secret } = answer;
  try {
    await keepRolled(parts, session, token, secret, { isOwn, asToken });
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { outcome: 'unstored', error };
  }
  const problem: unknown = await verifyWithPatience(parts.sessions.apiFor(secret), token.owner).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { outcome: 'rolled', secret, problem };
}

async function oldSecret({ vault }: RollParts, token: Token, isOwn: boolean): Promise<Secret | undefined> {
  return (await vault.get(isOwn ? 'connection' : 'token', token.id))?.secret;
}

/**
 * The connection's own token is kept as the connection: without it, the extension would lock itself out. All are in
 * memory before the first is stored, so one that cannot be stored takes nothing from the others.
 */
async function keepRolled(
  { vault, connections }: RollParts,
  session: Session,
  token: Token,
  secret: Secret,
  { isOwn, asToken }: { readonly isOwn: boolean; readonly asToken: boolean },
): Promise<void> {
  const keeping = await Promise.allSettled([
    ...(isOwn ? [connections.save(session.connection, secret)] : []),
    ...(asToken ? [keepSecret(vault, session, token, secret, 'rolled')] : []),
  ]);
  const failed = keeping.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function confirmed(token: Token, isOwn: boolean, uses: readonly string[]): Promise<boolean> {
  const roll = vscode.l10n.t('Roll Secret');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Roll the secret of “{0}”?', plain(token.name)),
    {
      modal: true,
      detail: [
        vscode.l10n.t(
          'The current secret stops working at once, everywhere it is used. Permissions stay as they are.',
        ),
        vscode.l10n.t('The new secret is stored in VS Code.'),
        isOwn
          ? vscode.l10n.t(
              'This is the token of the connection itself; the connection takes over the new secret.',
            )
          : '',
        uses.length === 0
          ? ''
          : vscode.l10n.t(
              'In this workspace the current secret is in {0}; you can update that afterwards.',
              uses.join(', '),
            ),
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    roll,
  );
  return answer === roll;
}

async function rolling<T>(token: Token, work: () => Promise<T>): Promise<T> {
  const title = vscode.l10n.t('Rolling “{0}”…', plain(token.name));
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, work);
}

async function tellRolled(
  token: Token,
  problem: unknown,
  secret: Secret,
  uses: Awaited<ReturnType<typeof findUses>>,
): Promise<void> {
  const name = plain(token.name);
  const rolled =
    problem === undefined
      ? vscode.l10n.t('“{0}” has a new secret. It is stored and works.', name)
      : vscode.l10n.t(
          '“{0}” has a new secret. It is stored, but did not verify yet: {1}',
          name,
          problem instanceof ApiError ? explain(problem) : '',
        );
  await offerUpdate(rolled, secret, uses);
}

/** The answer to a roll was lost: find out what is true now, and say what can be done. */
async function tellLost(
  { sessions }: RollParts,
  session: Session,
  token: Token,
  old: Secret | undefined,
  cause: ApiError,
): Promise<void> {
  const name = plain(token.name);
  const effect = await rollTookEffect(session.api, token, old && sessions.apiFor(old));
  const again = vscode.l10n.t('Roll Again');
  const message =
    effect === 'no'
      ? vscode.l10n.t('“{0}” was not rolled: the answer was lost, but the old secret still works.', name)
      : effect === 'yes'
        ? vscode.l10n.t(
            '“{0}” was rolled, but its new secret was lost on the way: the old one no longer works. Roll again to get a secret.',
            name,
          )
        : vscode.l10n.t(
            'Cloudflare’s answer was lost, so it is unknown whether “{0}” was rolled. {1} Verify its secret, or roll again to be sure.',
            name,
            explain(cause),
          );
  if ((await vscode.window.showErrorMessage(message, again)) === again) {
    const { connection } = session;
    await vscode.commands.executeCommand('cloudflareTokens.roll', {
      connectionId: connection.id,
      owner: token.owner,
      tokenId: token.id,
    });
  }
}
