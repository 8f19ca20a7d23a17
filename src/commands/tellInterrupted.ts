// Explains, when a window opens, what became of creates and rolls during which an extension host died, and offers the
// way out. What is not settled is explained again the next time.
import * as vscode from 'vscode';
import { systemClock, type Clock } from '../cloudflare/clock.ts';
import { type Finding, findOut } from '../journal/findOut.ts';
import type { Entry } from '../journal/journal.ts';
import { ofEarlier } from '../journal/leftRolls.ts';
import { explain } from '../problems.ts';
import { plain } from '../tokens/markdown.ts';
import { envelopeOf } from '../vault/envelopeOf.ts';
import type { CommandParts } from './context.ts';
import { deleteToken } from './deleteToken.ts';
import { finishRoll, newSecret } from './finishRoll.ts';
import { rollToken } from './rollToken.ts';
import type { TokenTarget } from './target.ts';

/** VS Code drops notifications that come too fast, so each is given a moment before the next. In milliseconds. */
const BETWEEN = 1000;

/** Looks into everything that was interrupted. @throws VaultError */
export async function tellInterrupted(
  parts: CommandParts,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Promise<void> {
  for (const entry of parts.journal.interrupted()) {
    const finding = await findOut(entry, { ...parts, clock });
    const settled = tell(parts, entry, finding).catch((error: unknown) => {
      parts.log.warn(`After an interrupted ${entry.kind}: ${error instanceof Error ? error.message : ''}`);
    });
    await Promise.race([settled, clock.sleep(BETWEEN)]);
  }
}

/** Reminds of rolls whose new secret is here, and not everywhere yet. @throws VaultError */
export async function remindOfRolls(parts: CommandParts): Promise<void> {
  const waiting = new Set(parts.journal.interrupted().map((entry) => entry.kind === 'roll' && entry.tokenId));
  for (const left of parts.leftRolls.all()) {
    if (waiting.has(left.tokenId) || (await newSecret(parts, left)) === undefined) continue;
    return finishRoll(parts, left);
  }
}

async function tell(parts: CommandParts, entry: Entry, finding: Finding): Promise<void> {
  const { journal } = parts;
  const name = plain(entry.name);
  const leave = vscode.l10n.t('Leave It');
  switch (finding.outcome) {
    case 'complete':
      return journal.close(entry.id);
    case 'not-made': {
      await journal.close(entry.id);
      if (entry.told) return;
      const create = vscode.l10n.t('Create Token…');
      const words = vscode.l10n.t('It was not made: no such token has turned up.');
      if ((await vscode.window.showInformationMessage(`${interrupted(entry)} ${words}`, create)) === create)
        await vscode.commands.executeCommand('cloudflareTokens.create', {
          connectionId: entry.connectionId,
          owner: entry.owner,
        });
      return;
    }
    case 'not-rolled':
      if (entry.kind === 'roll') await forgetLeft(parts, entry.tokenId);
      await journal.close(entry.id);
      if (entry.told) return;
      void vscode.window.showInformationMessage(
        `${interrupted(entry)} ${vscode.l10n.t('It was not rolled: its secret works as before.')}`,
      );
      return;
    case 'made': {
      const [roll, remove] = [vscode.l10n.t('Roll Secret…'), vscode.l10n.t('Delete Token…')];
      const words = vscode.l10n.t(
        'The token was made, but nobody has its secret: roll it to get one, or delete it.',
      );
      const message = `${interrupted(entry)} ${words}`;
      const answer = await vscode.window.showWarningMessage(message, roll, remove, leave);
      if (answer === roll) await rollToken(parts, targetOf(finding));
      if (answer === remove) await deleteToken(parts, targetOf(finding));
      if (answer === leave || (answer !== undefined && (await isSettled(parts, entry))))
        await journal.close(entry.id);
      return;
    }
    case 'rolled':
    case 'unknown': {
      const again = vscode.l10n.t('Roll Again…');
      const words =
        finding.outcome === 'rolled'
          ? vscode.l10n.t(
              'It was rolled, and the new secret was lost with it: the old one no longer works. Roll again to get a secret.',
            )
          : vscode.l10n.t(
              'The old secret is not stored here, so it is unknown whether it still works. Roll again to be sure.',
            );
      const answer = await vscode.window.showWarningMessage(`${interrupted(entry)} ${words}`, again, leave);
      if (answer === again) await rollToken(parts, targetOf(finding));
      if (answer === leave || (answer !== undefined && (await isSettled(parts, entry))))
        await journal.close(entry.id);
      return;
    }
    case 'locked-out': {
      const [dashboard, connect] = [vscode.l10n.t('Open Dashboard'), vscode.l10n.t('Connect')];
      const answer = await vscode.window.showErrorMessage(
        vscode.l10n.t(
          'VS Code or its extensions were closed while the secret of “{0}” was being rolled, on which a connection runs. The new secret was lost: roll the token in the dashboard, then connect with the secret shown there.',
          name,
        ),
        dashboard,
        connect,
        leave,
      );
      if (answer === dashboard)
        await vscode.commands.executeCommand('cloudflareTokens.openInDashboard', { owner: entry.owner });
      if (answer === connect) await vscode.commands.executeCommand('cloudflareTokens.connect');
      if (answer === leave) await journal.close(entry.id);
      return;
    }
    case 'out-of-reach': {
      const again = vscode.l10n.t('Try Again');
      const why =
        finding.reason === undefined ? vscode.l10n.t('Its connection is gone.') : explain(finding.reason);
      const words = vscode.l10n.t('What became of it cannot be found out now. {0}', why);
      const answer = await vscode.window.showWarningMessage(`${interrupted(entry)} ${words}`, again, leave);
      if (answer === again) await tell(parts, entry, await findOut(entry, parts));
      if (answer === leave) await journal.close(entry.id);
    }
  }
}

/** The roll was not made, so it has left nothing; an earlier one may have. Which places that are, finishing it finds out. */
async function forgetLeft({ leftRolls, vault }: CommandParts, tokenId: string): Promise<void> {
  const left = leftRolls.of(tokenId);
  const alive = (await envelopeOf(vault, tokenId))?.secret;
  const earlier = left && alive && ofEarlier(left, alive);
  if (earlier === undefined || earlier.digests.length === 0) await leftRolls.remove(tokenId);
  else await leftRolls.save(earlier);
}

function interrupted({ kind, name }: Entry): string {
  return kind === 'create'
    ? vscode.l10n.t('VS Code or its extensions were closed while “{0}” was being created.', plain(name))
    : vscode.l10n.t(
        'VS Code or its extensions were closed while the secret of “{0}” was being rolled.',
        plain(name),
      );
}

function targetOf({ session, token }: Extract<Finding, { readonly outcome: 'made' | 'rolled' | 'unknown' }>) {
  return {
    connectionId: session.connection.id,
    owner: token.owner,
    tokenId: token.id,
  } satisfies TokenTarget;
}

/** A way out that was dismissed half-way settles nothing. */
async function isSettled(parts: CommandParts, entry: Entry): Promise<boolean> {
  const { outcome } = await findOut(entry, parts);
  return outcome === 'complete' || outcome === 'not-made' || outcome === 'not-rolled';
}
