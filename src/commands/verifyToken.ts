// "Verify Token": asks Cloudflare what it thinks of a secret, one that is stored here or one that is pasted.
import * as vscode from 'vscode';
import { ApiError } from '../cloudflare/errors.ts';
import { identify } from '../cloudflare/identify.ts';
import type { Sessions } from '../connections/sessions.ts';
import { explain } from '../problems.ts';
import { whileTold } from '../progress.ts';
import { plain } from '../tokens/markdown.ts';
import { Secret } from '../tokens/secret.ts';
import { shapeOf } from '../tokens/secretShape.ts';
import { isInForce, stateOf } from '../tokens/state.ts';
import { dateAndRelative } from '../tokens/times.ts';
import type { Owner, Token, Verification } from '../tokens/token.ts';
import { isSpot, secretAt } from '../usage/spot.ts';
import { envelopeOf } from '../vault/envelopeOf.ts';
import type { CommandParts } from './context.ts';
import { type Chosen, chooseToken } from './target.ts';

/** Verifies the token of a tree row, or the secret at a spot, or asks which; where no secret is stored, asks for it. */
export async function verifyToken(parts: CommandParts, argument: unknown): Promise<void> {
  const { sessions } = parts;
  if (argument === undefined) return verifyFromPalette(parts);
  if (isSpot(argument)) return verifyPasted(sessions, (await secretAt(argument))?.secret);
  const chosen = await chooseToken(sessions, argument, vscode.l10n.t('Which token should be verified?'));
  if (chosen !== undefined) await verifyChosen(parts, chosen);
}

async function verifyFromPalette(parts: CommandParts): Promise<void> {
  const stored = new Set(await parts.vault.ids('token'));
  const paste: vscode.QuickPickItem = {
    label: `$(clippy) ${vscode.l10n.t('Paste a secret…')}`,
    description: vscode.l10n.t('any Cloudflare API token'),
  };
  const known: vscode.QuickPickItem = {
    label: `$(key) ${vscode.l10n.t('Choose a token whose secret is stored…')}`,
    description: vscode.l10n.t('{0} stored', stored.size),
  };
  const way =
    stored.size === 0
      ? paste
      : await vscode.window.showQuickPick([known, paste], {
          placeHolder: vscode.l10n.t('What should be verified?'),
        });
  if (way === paste) await verifyPasted(parts.sessions, await askForSecret());
  if (way !== known) return;
  const question = vscode.l10n.t('Which token should be verified?');
  const chosen = await chooseToken(parts.sessions, undefined, question, ({ id }) => stored.has(id));
  if (chosen !== undefined) await verifyChosen(parts, chosen);
}

async function verifyChosen({ vault, sessions }: CommandParts, { token }: Chosen): Promise<void> {
  const kept = (await envelopeOf(vault, token.id))?.secret;
  if (kept === undefined) return verifyPasted(sessions, await askForSecret(token.name), token);
  try {
    const verification = await asking(sessions.apiFor(kept).verify(token.owner));
    tell(verification, token);
  } catch (error) {
    tellRefused(error, token);
  }
}

async function askForSecret(name?: string): Promise<Secret | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Verify Token'),
    prompt:
      name === undefined
        ? vscode.l10n.t('Paste the secret to verify. It is sent to Cloudflare only, and not kept.')
        : vscode.l10n.t(
            'The secret of “{0}” is not stored here. Paste it; it is sent to Cloudflare only, and not kept.',
            plain(name),
          ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value.trim() === '') return undefined;
      const shape = shapeOf(value);
      return shape.usable ? undefined : shape.problem;
    },
  });
  return text === undefined || text.trim() === '' ? undefined : new Secret(shapeOf(text).cleaned);
}

async function verifyPasted(sessions: Sessions, secret: Secret | undefined, expected?: Token): Promise<void> {
  if (secret === undefined) return;
  const api = sessions.apiFor(secret);
  const accounts = (await sessions.all()).flatMap(({ connection }) =>
    connection.owners.flatMap(({ owner }) => (owner.kind === 'account' ? owner.accountId : [])),
  );
  try {
    const known = await asking(identify(api, shapeOf(secret.reveal()).kind, accounts));
    if (known.outcome !== 'identified') {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'This is an account-owned token of an account that is not connected, or no longer valid. Connect to its account to tell.',
        ),
      );
      return;
    }
    const { verification, owner } = known;
    if (expected !== undefined && expected.id !== verification.id) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'This is a valid secret, but of another token (ID {0}), not of “{1}”.',
          verification.id,
          plain(expected.name),
        ),
      );
      return;
    }
    tell(verification, expected ?? (await findToken(sessions, owner, verification.id)));
  } catch (error) {
    tellRefused(error, expected);
  }
}

async function findToken(sessions: Sessions, owner: Owner, id: string): Promise<Token | undefined> {
  for (const session of await sessions.all()) {
    const token = session.known(owner)?.tokens.find((known) => known.id === id);
    if (token !== undefined) return token;
  }
  return undefined;
}

async function asking<T>(answer: Promise<T>): Promise<T> {
  return whileTold(vscode.l10n.t('Verifying…'), () => answer);
}

function tell(verification: Verification, token: Token | undefined): void {
  const { id, status, notBefore, expiresOn } = verification;
  const now = new Date();
  const name = token === undefined ? vscode.l10n.t('The token') : `“${plain(token.name)}”`;
  const state = stateOf(
    {
      status,
      ...(notBefore === undefined ? {} : { notBefore }),
      ...(expiresOn === undefined ? {} : { expiresOn }),
    },
    now,
  );
  const facts = [
    expiresOn === undefined
      ? vscode.l10n.t('It never expires.')
      : vscode.l10n.t('Expires {0}.', dateAndRelative(new Date(expiresOn), now)),
    notBefore === undefined
      ? ''
      : vscode.l10n.t('Valid from {0}.', dateAndRelative(new Date(notBefore), now)),
    vscode.l10n.t('ID {0}.', id),
  ].filter((fact) => fact !== '');
  if (isInForce(state)) {
    void vscode.window.showInformationMessage(
      [vscode.l10n.t('{0} works: Cloudflare says it is active.', name), ...facts].join(' '),
    );
  } else {
    void vscode.window.showWarningMessage(
      [vscode.l10n.t('{0} does not work: {1}.', name, state.label), ...facts].join(' '),
    );
  }
}

function tellRefused(error: unknown, token: Token | undefined): void {
  if (!(error instanceof ApiError)) throw error;
  const name = token === undefined ? vscode.l10n.t('The token') : `“${plain(token.name)}”`;
  const reason = error.kind === 'invalid' ? whyInvalid(token) : explain(error);
  void vscode.window.showWarningMessage(vscode.l10n.t('{0} could not be verified. {1}', name, reason));
}

/** Cloudflare only says "Invalid API Token"; what is known of the token often says why. */
function whyInvalid(token: Token | undefined): string {
  if (token === undefined) {
    return vscode.l10n.t(
      'Cloudflare does not accept the secret: it was mistyped, rolled or deleted, or has expired or been disabled.',
    );
  }
  const state = stateOf(token, new Date());
  if (isInForce(state)) {
    return vscode.l10n.t(
      'Cloudflare does not accept this secret, although the token is active: it was rolled elsewhere. Roll it again to have a working secret here.',
    );
  }
  return vscode.l10n.t('Cloudflare does not accept it: the token is {0}.', state.label);
}
