// Keeps the secret of a token that was just created or rolled, before anything of it is shown.
import * as vscode from 'vscode';
import type { LeftRolls } from '../journal/leftRolls.ts';
import { explain } from '../problems.ts';
import { plain } from '../tokens/markdown.ts';
import { ownerKey } from '../tokens/owner.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token } from '../tokens/token.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import type { CommandParts } from './context.ts';
import { copyToClipboard } from './copySecret.ts';
import { storedOf } from './stored.ts';
import { isTarget } from './target.ts';

/** Where a secret came from; kept beside it. */
export type Origin = 'created' | 'rolled' | 'rotated' | 'adopted';

/** Stores a token's secret with what is needed to find its way back. @throws VaultError (it is then in memory only) */
export async function keepSecret(
  vault: Vault,
  { connection }: { readonly connection: { readonly id: string } },
  token: Pick<Token, 'id' | 'name' | 'owner'>,
  secret: Secret,
  origin: Origin,
): Promise<void> {
  await vault.put('token', token.id, secret, {
    connectionId: connection.id,
    owner: ownerKey(token.owner),
    name: token.name,
    origin,
  });
}

/** Keeps the secrets of twins that rotations make. */
export function keepRotated(vault: Vault) {
  return (connectionId: string, token: Pick<Token, 'id' | 'name' | 'owner'>, secret: Secret): Promise<void> =>
    keepSecret(vault, { connection: { id: connectionId } }, token, secret, 'rotated');
}

/** Forgets the secrets of tokens that rotations delete, and what rolls of them have left to do. */
export function forgetReplaced(vault: Vault, leftRolls: LeftRolls) {
  return async (id: string): Promise<void> => {
    await leftRolls.remove(id);
    await vault.forget('token', id);
  };
}

/** Tells of a secret that is only in memory, until it is stored or the person decides otherwise. */
export async function tellUnstored(
  vault: Vault,
  tokenId: string,
  name: string,
  error: VaultError,
): Promise<void> {
  const again = vscode.l10n.t('Store Again');
  const copy = vscode.l10n.t('Copy Secret');
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t('The secret of “{0}” is not stored. {1}', plain(name), explain(error)),
    again,
    copy,
  );
  if (answer === again) await retryStore(vault, tokenId, name);
  if (answer === copy) {
    const kind = vault.unstored('token').includes(tokenId) ? 'token' : 'connection';
    const envelope = await vault.get(kind, tokenId);
    if (envelope !== undefined) await copyToClipboard(envelope.secret, name);
  }
}

/** "Store Secret Again": of the token of a tree row, or of all that are only in memory. @throws VaultError */
export async function storeAgain(parts: CommandParts, argument: unknown): Promise<void> {
  const { vault } = parts;
  const unstored = [...new Set([...vault.unstored('token'), ...vault.unstored('connection')])];
  const wanted = isTarget(argument) ? unstored.filter((id) => id === argument.tokenId) : unstored;
  for (const id of wanted) await retryStore(vault, id, (await storedOf(parts, id)).name);
}

/** Tries again to store a secret that is only in memory, and says how it went. */
async function retryStore(vault: Vault, tokenId: string, name: string): Promise<void> {
  try {
    // A connection's own token may be waiting as the connection's secret, as a token's, or as both.
    const stored = [await vault.retry('connection', tokenId), await vault.retry('token', tokenId)];
    if (!stored.includes(true)) return;
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The secret of “{0}” is now in VS Code’s secret storage.', plain(name)),
    );
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    await tellUnstored(vault, tokenId, name, error);
  }
}
