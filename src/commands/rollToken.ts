// "Roll Secret": gives a token a new secret. The old one dies at once, so this asks first, keeps the new secret
// before it says anything, and offers to update the env files that held the old one.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import { rollTookEffect } from '../cloudflare/lost.ts';
import { verifyWithPatience } from '../cloudflare/patience.ts';
import type { Connection } from '../connections/connection.ts';
import type { Session } from '../connections/session.ts';
import { findUses } from '../insertion/uses.ts';
import { offerUpdate } from '../insertion/update.ts';
import { explain } from '../problems.ts';
import { whileTold } from '../progress.ts';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token } from '../tokens/token.ts';
import { VaultError } from '../vault/vault.ts';
import { connectionOn, type CommandParts } from './context.ts';
import { keepSecret, tellUnstored } from './keepSecret.ts';
import { canEdit } from './rights.ts';
import { orGone } from './gone.ts';
import { chooseToken } from './target.ts';

/** Rolls the token of a tree row, or asks which. @throws ApiError when Cloudflare refuses */
export async function rollToken(parts: CommandParts, argument: unknown): Promise<void> {
  const { sessions, vault } = parts;
  const chosen = await chooseToken(
    sessions,
    argument,
    vscode.l10n.t('Which token should get a new secret?'),
    canEdit,
  );
  if (chosen === undefined) return;
  const { session, token } = chosen;
  const runsOnIt = await connectionOn(parts.connections, token);
  const old = await oldSecret(parts, token);
  const uses = old === undefined ? [] : await findUses(old);
  if (
    !(await confirmed(
      token,
      runsOnIt,
      uses.map(({ label }) => label),
    ))
  )
    return;

  if (underWay.has(token.id)) return;
  underWay.add(token.id);
  const rolled = await rolling(token, () => roll(parts, session, token, runsOnIt)).finally(() =>
    underWay.delete(token.id),
  );
  if (rolled.outcome === 'lost') return tellLost(parts, session, token, runsOnIt, old, rolled.cause);
  // With its own token rolled, the old session's client is dead; the list is read through the new one.
  await sessions
    .get(session.connection.id)
    .then((fresh) => fresh?.refresh(token.owner, token.id))
    .catch((error: unknown) => parts.log.warn(`Refresh after roll: ${String(error)}`));
  if (rolled.outcome === 'rolled') return tellRolled(token, rolled.problem, rolled.secret, uses);
  // Side by side: a message that is left standing must not keep the old secret in the files.
  await Promise.all([
    tellUnstored(vault, token.id, token.name, rolled.error),
    offerUpdate(vscode.l10n.t('“{0}” has a new secret.', plain(token.name)), rolled.secret, uses),
  ]);
}

/** How a roll went. The problem is why the new secret did not verify yet; undefined when it did. */
type Rolled =
  | { readonly outcome: 'lost'; readonly cause: ApiError }
  | { readonly outcome: 'unstored'; readonly error: VaultError; readonly secret: Secret }
  | { readonly outcome: 'rolled'; readonly secret: Secret; readonly problem: unknown };

/** Tokens being rolled: of two rolls at once, the answer that comes last might hold the secret that is dead already. */
const underWay = new Set<string>();

/** Rolls, keeps the new secret before anything else, and verifies it. @throws ApiError when Cloudflare refuses */
async function roll(
  parts: CommandParts,
  session: Session,
  token: Token,
  runsOnIt: Connection | undefined,
): Promise<Rolled> {
  // Asked before the roll: nothing may stand between the new secret and its keeping.
  const asToken = runsOnIt === undefined || (await parts.vault.whereabouts('token', token.id)) !== 'none';
  const answer = await orGone(session, token, session.api.rollToken(token.owner, token.id));
  if (answer.outcome === 'lost') return answer;
  const { secret } = answer;
  try {
    await keepRolled(parts, session, token, secret, { runsOnIt, asToken });
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { outcome: 'unstored', error, secret };
  }
  const problem: unknown = await verifyWithPatience(parts.sessions.apiFor(secret), token.owner).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { outcome: 'rolled', secret, problem };
}

async function oldSecret({ vault }: CommandParts, { id }: Token): Promise<Secret | undefined> {
  return ((await vault.get('connection', id)) ?? (await vault.get('token', id)))?.secret;
}

/**
 * A connection's own token is kept as the connection: without it, the extension would lock itself out. All are in
 * memory before the first is stored, so one that cannot be stored takes nothing from the others.
 */
async function keepRolled(
  { vault, connections }: CommandParts,
  session: Session,
  token: Token,
  secret: Secret,
  { runsOnIt, asToken }: { readonly runsOnIt: Connection | undefined; readonly asToken: boolean },
): Promise<void> {
  const keeping = await Promise.allSettled([
    ...(runsOnIt === undefined ? [] : [connections.save(runsOnIt, secret)]),
    ...(asToken ? [keepSecret(vault, session, token, secret, 'rolled')] : []),
  ]);
  const failed = keeping.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function confirmed(
  token: Token,
  runsOnIt: Connection | undefined,
  uses: readonly string[],
): Promise<boolean> {
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
        runsOnIt === undefined
          ? ''
          : vscode.l10n.t(
              'The connection {0} runs on this token and takes over the new secret.',
              plain(runsOnIt.label),
            ),
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
  return whileTold(vscode.l10n.t('Rolling “{0}”…', plain(token.name)), work);
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
  { sessions }: CommandParts,
  session: Session,
  token: Token,
  runsOnIt: Connection | undefined,
  old: Secret | undefined,
  cause: ApiError,
): Promise<void> {
  const name = plain(token.name);
  const effect = await rollTookEffect(session.api, token, old && sessions.apiFor(old));
  // With the token of this very connection, the extension can no longer roll anything: the way out is elsewhere.
  if (runsOnIt?.id === session.connection.id && effect !== 'no') return tellLockedOut(name);
  const again = vscode.l10n.t('Roll Again');
  if ((await vscode.window.showErrorMessage(lostWords(effect, name, cause), again)) === again) {
    await vscode.commands.executeCommand('cloudflareTokens.roll', {
      connectionId: session.connection.id,
      owner: token.owner,
      tokenId: token.id,
    });
  }
}

function lostWords(effect: 'yes' | 'no' | 'unknown', name: string, cause: ApiError): string {
  switch (effect) {
    case 'no':
      return vscode.l10n.t(
        '“{0}” was not rolled: the answer was lost, but the old secret still works.',
        name,
      );
    case 'yes':
      return vscode.l10n.t(
        '“{0}” was rolled, but its new secret was lost on the way: the old one no longer works. Roll again to get a secret.',
        name,
      );
    case 'unknown':
      return vscode.l10n.t(
        'Cloudflare’s answer was lost, so it is unknown whether “{0}” was rolled. {1} Verify its secret, or roll again to be sure.',
        name,
        explain(cause),
      );
  }
}

async function tellLockedOut(name: string): Promise<void> {
  const dashboard = vscode.l10n.t('Open Dashboard');
  const connect = vscode.l10n.t('Connect');
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      'The new secret of “{0}”, on which this connection runs, was lost on the way. Roll it in the dashboard, then connect with the secret shown there.',
      name,
    ),
    dashboard,
    connect,
  );
  if (answer === dashboard) await vscode.commands.executeCommand('cloudflareTokens.openInDashboard');
  if (answer === connect) await vscode.commands.executeCommand('cloudflareTokens.connect');
}
