// "Keep an Existing Secret": takes a secret that was made elsewhere, pasted or found in an env file, into VS Code's
// secret storage, once Cloudflare has said whose it is.
import * as vscode from 'vscode';
import type { Located } from '../connections/findToken.ts';
import { findEnvFiles } from '../insertion/envFiles.ts';
import { textOf } from '../insertion/text.ts';
import { findLeaks } from '../leaks/detect.ts';
import { plain } from '../tokens/markdown.ts';
import { sameSecret, Secret } from '../tokens/secret.ts';
import { shapeOf } from '../tokens/secretShape.ts';
import { isInForce, stateOf } from '../tokens/state.ts';
import { isSpot, secretAt } from '../usage/spot.ts';
import { VaultError } from '../vault/vault.ts';
import type { CommandParts } from './context.ts';
import { keepSecret, tellUnstored } from './keepSecret.ts';
import { whoseSecret } from './whoseSecret.ts';

/** Adopts the secret at a spot, or asks which. @throws ApiError, VaultError */
export async function adoptSecret(parts: CommandParts, argument: unknown): Promise<void> {
  const secret = isSpot(argument) ? (await secretAt(argument))?.secret : await chooseSecret(parts);
  if (secret !== undefined) await adopt(parts, secret);
}

/**
 * Has Cloudflare say whose a secret is, and keeps it.
 * @returns its token; undefined when the secret cannot be kept, which the person was told
 * @throws ApiError
 */
export async function adopt(parts: CommandParts, secret: Secret): Promise<Located | undefined> {
  const { vault } = parts;
  const known = await whoseSecret(parts, secret);
  if (known === undefined) return undefined;
  const { session, token, verification } = known;
  const name = plain(token.name);
  const state = stateOf({ ...token, status: verification.status }, new Date());
  if (state.state === 'exposed') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'Cloudflare has revoked “{0}”, because its secret was found in public. It never works again: create another token in its place, then delete it.',
        name,
      ),
    );
    return undefined;
  }
  const kept = await vault.get('token', token.id);
  if (kept !== undefined && sameSecret(kept.secret, secret)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The secret of “{0}” is kept in VS Code already.', name),
    );
    return known;
  }
  try {
    await keepSecret(vault, session, token, secret, 'adopted');
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    await tellUnstored(vault, token.id, token.name, error);
    return known;
  }
  const done = vscode.l10n.t('The secret of “{0}” is now in VS Code’s secret storage.', name);
  if (isInForce(state)) void vscode.window.showInformationMessage(done);
  else void vscode.window.showWarningMessage(`${done} ${vscode.l10n.t('The token is {0}.', state.label)}`);
  return known;
}

interface SecretItem extends vscode.QuickPickItem {
  readonly secret?: Secret;
}

/** Offers what stands in env files and is not kept yet; where there is nothing, asks for a paste at once. */
async function chooseSecret(parts: CommandParts): Promise<Secret | undefined> {
  const found = await findInFiles(parts);
  if (found.length === 0) return askForSecret();
  const paste: SecretItem = { label: `$(clippy) ${vscode.l10n.t('Paste a secret…')}` };
  const picked = await vscode.window.showQuickPick([...found, paste], {
    title: vscode.l10n.t('Keep an Existing Secret'),
    placeHolder: vscode.l10n.t('Which secret should VS Code keep?'),
  });
  return picked === paste ? askForSecret() : picked?.secret;
}

async function findInFiles({ usage }: CommandParts): Promise<SecretItem[]> {
  const recognize = await usage.recognizer();
  const items: SecretItem[] = [];
  for (const { uri, label } of await findEnvFiles()) {
    const text = await textOf(uri);
    for (const { start, end, name } of findLeaks(text)) {
      const candidate = text.slice(start, end);
      if (!shapeOf(candidate).usable || recognize(candidate) !== undefined) continue;
      items.push({ label: `$(key) ${name ?? label}`, description: label, secret: new Secret(candidate) });
    }
  }
  return items;
}

async function askForSecret(): Promise<Secret | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Keep an Existing Secret'),
    prompt: vscode.l10n.t(
      'Paste the secret of a token. It is sent to Cloudflare only, to learn whose it is.',
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
