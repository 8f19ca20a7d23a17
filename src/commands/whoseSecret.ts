// Whose token is a secret? Cloudflare is asked, and what it answers is matched with what the connections see.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import { identify } from '../cloudflare/identify.ts';
import { fetchToken, type Located } from '../connections/findToken.ts';
import { whileTold } from '../progress.ts';
import type { Sessions } from '../connections/sessions.ts';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import { shapeOf } from '../tokens/secretShape.ts';
import { stateOf } from '../tokens/state.ts';
import type { Owner, Verification } from '../tokens/token.ts';
import type { CommandParts } from './context.ts';

/** A token that a connection sees, and what Cloudflare says of its secret. */
export interface Known extends Located {
  readonly verification: Verification;
}

/**
 * Asks Cloudflare, and explains to the person where the answer is of no use.
 * @returns undefined when it was explained
 * @throws ApiError when Cloudflare cannot be asked, VaultError
 */
export async function whoseSecret(
  { sessions }: Pick<CommandParts, 'sessions'>,
  secret: Secret,
): Promise<Known | undefined> {
  const shape = shapeOf(secret.reveal());
  if (!shape.usable) {
    void vscode.window.showWarningMessage(shape.problem);
    return undefined;
  }
  const connections = (await sessions.all()).map(({ connection }) => connection);
  const accounts = connections.flatMap(({ owners }) =>
    owners.flatMap(({ owner }) => (owner.kind === 'account' ? owner.accountId : [])),
  );
  return whileTold(vscode.l10n.t('Asking Cloudflare about the secret…'), async () => {
    try {
      const answer = await identify(sessions.apiFor(secret), shape.kind, accounts);
      if (answer.outcome === 'account-unknown') {
        void offerToConnect(
          vscode.l10n.t(
            'This is an account-owned token of an account that is not connected, or no longer valid. Connect to its account to tell.',
          ),
        );
        return undefined;
      }
      const { owner, verification } = answer;
      const located = await fetchToken(sessions, owner, verification.id);
      if (located !== undefined) return { ...located, verification };
      void offerToConnect(unseenWords(owner, verification));
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError && error.kind === 'invalid')) throw error;
      void vscode.window.showWarningMessage(await unknownWords(sessions));
      return undefined;
    }
  });
}

/** Cloudflare does not say why it knows a secret no longer; a token that it revoked may be the one. */
async function unknownWords(sessions: Sessions): Promise<string> {
  const tokens = (await sessions.all()).flatMap((session) =>
    session.connection.owners.flatMap(({ owner }) => session.known(owner)?.tokens ?? []),
  );
  const exposed = tokens.filter((token) => stateOf(token, new Date()).state === 'exposed');
  const words = vscode.l10n.t(
    'Cloudflare does not know this secret: it was rolled, or its token was deleted or has expired. Nothing can be done with it any more; take it out where it stands.',
  );
  if (exposed.length === 0) return words;
  const names = [...new Set(exposed.map(({ name }) => `“${plain(name)}”`))].join(', ');
  return `${words} ${vscode.l10n.t('Or it is that of {0}, which Cloudflare has revoked because its secret was found in public.', names)}`;
}

function unseenWords(owner: Owner, { id }: Verification): string {
  return owner.kind === 'user'
    ? vscode.l10n.t(
        'The secret works, but its token (ID {0}) belongs to a user who is not connected here. Connect with a token of that user.',
        id,
      )
    : vscode.l10n.t(
        'The secret works, but its token (ID {0}) belongs to the account {1}, whose tokens no connection here sees. Connect with a token that may manage them.',
        id,
        owner.accountId,
      );
}

async function offerToConnect(message: string): Promise<void> {
  const connect = vscode.l10n.t('Connect');
  if ((await vscode.window.showWarningMessage(message, connect)) === connect)
    await vscode.commands.executeCommand('cloudflareTokens.connect');
}
