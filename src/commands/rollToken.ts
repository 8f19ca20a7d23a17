// "Roll Secret": gives a token a new secret. The old one dies at once, so this asks first, keeps the new secret
// before it says anything, and offers to update what held the old one.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import { rollTookEffect } from '../cloudflare/lost.ts';
import { verifyWithPatience } from '../cloudflare/patience.ts';
import type { Connection } from '../connections/connection.ts';
import { canEdit } from '../connections/rights.ts';
import type { Session } from '../connections/session.ts';
import { findHoldings } from '../insertion/held.ts';
import { type Place, placeOf } from '../insertion/place.ts';
import { digestsOf, type LeftRoll, type LeftRolls } from '../journal/leftRolls.ts';
import { explain } from '../problems.ts';
import { whileTold } from '../progress.ts';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token } from '../tokens/token.ts';
import { envelopeOf } from '../vault/envelopeOf.ts';
import { VaultError } from '../vault/vault.ts';
import { connectionOn, type CommandParts } from './context.ts';
import { offerUpdate } from './finishRoll.ts';
import { keepSecret, tellUnstored } from './keepSecret.ts';
import { rotationWarning } from './rotation/warning.ts';
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
  const left = await breaking(parts, session, token, old);
  const answer = await confirmed(token, runsOnIt, left, rotationWarning(parts, token));
  if (answer === 'rotate') {
    await vscode.commands.executeCommand('cloudflareTokens.rotate', {
      connectionId: session.connection.id,
      owner: token.owner,
      tokenId: token.id,
    });
  }
  if (answer !== 'roll' || underWay.has(token.id)) return;
  if (parts.journal.isRolledElsewhere(token.id)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('“{0}” is being rolled in another window.', plain(token.name)),
    );
    return;
  }
  underWay.add(token.id);
  const rolled = await rolling(token, () => roll(parts, session, token, { runsOnIt, left })).finally(() =>
    underWay.delete(token.id),
  );
  if (rolled.outcome === 'lost') return tellLost(parts, session, token, runsOnIt, old, rolled);
  // With its own token rolled, the old session's client is dead; the list is read through the new one.
  await sessions
    .get(session.connection.id)
    .then((fresh) => fresh?.refresh(token.owner, token.id))
    .catch((error: unknown) => parts.log.warn(`Refresh after roll: ${String(error)}`));
  if (rolled.outcome === 'rolled')
    return offerUpdate(parts, token.id, rolledWords(token, rolled.problem), rolled.secret);
  // Side by side: a message that is left standing must not keep the old secret in the files.
  await Promise.all([
    tellUnstored(vault, token.id, token.name, rolled.error),
    offerUpdate(parts, token.id, vscode.l10n.t('“{0}” has a new secret.', plain(token.name)), rolled.secret),
  ]);
}

/** What the roll will break: what holds the secret in this workspace, and what was noted of the rest of the world. */
async function breaking(
  { usage, leftRolls }: CommandParts,
  session: Session,
  token: Token,
  old: Secret | undefined,
): Promise<LeftRoll> {
  const held = old && { id: token.id, secret: old };
  const uses = held === undefined ? [] : await findHoldings(held);
  const consumers = await usage.of(token.id);
  // Of an earlier roll something may be left: its secret is as dead.
  const before = leftRolls.of(token.id);
  const places = uses.filter(({ holding }) => holding !== 's3-id').map(placeOf);
  const isKnown = ({ uri, variable }: Place) =>
    places.some((place) => place.uri === uri && place.variable === variable);
  const byHand = consumers.flatMap(({ kind, label }) => (kind === 'variable' ? [] : label));
  return {
    tokenId: token.id,
    connectionId: session.connection.id,
    owner: token.owner,
    name: token.name,
    places: [...places, ...(before?.places ?? []).filter((place) => !isKnown(place))],
    byHand: [...new Set([...byHand, ...(before?.byHand ?? [])])],
    digests: [...new Set([...(held === undefined ? [] : digestsOf(held)), ...(before?.digests ?? [])])],
  };
}

/**
 * How a roll went. The problem is why the new secret did not verify yet; undefined when it did. Before is what an
 * earlier roll had left to do.
 */
type Rolled =
  | { readonly outcome: 'lost'; readonly cause: ApiError; readonly before: LeftRoll | undefined }
  | { readonly outcome: 'unstored'; readonly error: VaultError; readonly secret: Secret }
  | { readonly outcome: 'rolled'; readonly secret: Secret; readonly problem: unknown };

/** Tokens being rolled: of two rolls at once, the answer that comes last might hold the secret that is dead already. */
const underWay = new Set<string>();

/** Rolls, keeps the new secret before anything else, and verifies it. @throws ApiError when Cloudflare refuses */
async function roll(
  parts: CommandParts,
  session: Session,
  token: Token,
  { runsOnIt, left }: { readonly runsOnIt: Connection | undefined; readonly left: LeftRoll },
): Promise<Rolled> {
  const before = parts.leftRolls.of(token.id);
  // Asked before the roll: nothing may stand between the new secret and its keeping.
  const asToken = runsOnIt === undefined || (await parts.vault.whereabouts('token', token.id)) !== 'none';
  const entry = await parts.journal.begin({
    kind: 'roll',
    connectionId: session.connection.id,
    owner: token.owner,
    name: token.name,
    tokenId: token.id,
  });
  await parts.leftRolls.save(left);
  const asked = orGone(session, token, session.api.rollToken(token.owner, token.id));
  const answer = await entry.unlessRefused(asked).catch(async (error: unknown) => {
    await restore(parts.leftRolls, token.id, before);
    throw error;
  });
  if (answer.outcome === 'lost') {
    await entry.told();
    return { outcome: 'lost', cause: answer.cause, before };
  }
  const { secret } = answer;
  try {
    await keepRolled(parts, session, token, secret, { runsOnIt, asToken });
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { outcome: 'unstored', error, secret };
  }
  await entry.kept(token.id);
  const problem: unknown = await verifyWithPatience(parts.sessions.apiFor(secret), token.owner).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { outcome: 'rolled', secret, problem };
}

/** There was no roll: what an earlier one left is left as it was. */
function restore(leftRolls: LeftRolls, tokenId: string, before: LeftRoll | undefined): Promise<void> {
  return before === undefined ? leftRolls.remove(tokenId) : leftRolls.save(before);
}

async function oldSecret({ vault }: CommandParts, { id }: Token): Promise<Secret | undefined> {
  return (await envelopeOf(vault, id))?.secret;
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
  { places, byHand }: LeftRoll,
  warning: string,
): Promise<'roll' | 'rotate' | undefined> {
  const roll = vscode.l10n.t('Roll Secret');
  const rotate = vscode.l10n.t('Rotate Instead…');
  // What nobody can be using need not be replaced with care.
  const canRotate = token.status === 'active' && warning === '';
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Roll the secret of “{0}”?', plain(token.name)),
    {
      modal: true,
      detail: [
        vscode.l10n.t(
          'The current secret stops working at once, everywhere it is used. The new one is stored in VS Code; permissions stay as they are.',
        ),
        runsOnIt === undefined
          ? ''
          : vscode.l10n.t(
              'The connection {0} runs on this token and takes over the new secret.',
              plain(runsOnIt.label),
            ),
        places.length === 0
          ? ''
          : [
              vscode.l10n.t('Found in this workspace; you can update these next:'),
              ...places.map(({ label }) => `• ${label}`),
            ].join('\n'),
        byHand.length === 0
          ? ''
          : [
              vscode.l10n.t('Refused until you update them yourself:'),
              ...byHand.map((place) => `• ${plain(place)}`),
            ].join('\n'),
        canRotate ? vscode.l10n.t('To have nothing refused in between, rotate the token instead.') : '',
        warning,
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    roll,
    ...(canRotate ? [rotate] : []),
  );
  return answer === roll ? 'roll' : answer === rotate ? 'rotate' : undefined;
}

async function rolling<T>(token: Token, work: () => Promise<T>): Promise<T> {
  return whileTold(vscode.l10n.t('Rolling “{0}”…', plain(token.name)), work);
}

function rolledWords(token: Token, problem: unknown): string {
  const name = plain(token.name);
  return problem === undefined
    ? vscode.l10n.t('“{0}” has a new secret. It is stored and works.', name)
    : vscode.l10n.t(
        '“{0}” has a new secret. It is stored, but did not verify yet: {1}',
        name,
        problem instanceof ApiError ? explain(problem) : '',
      );
}

/** The answer to a roll was lost: find out what is true now, and say what can be done. */
async function tellLost(
  { sessions, leftRolls }: CommandParts,
  session: Session,
  token: Token,
  runsOnIt: Connection | undefined,
  old: Secret | undefined,
  { cause, before }: Extract<Rolled, { readonly outcome: 'lost' }>,
): Promise<void> {
  const name = plain(token.name);
  const effect = await rollTookEffect(session.api, token, old && sessions.apiFor(old));
  if (effect === 'no') await restore(leftRolls, token.id, before);
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
