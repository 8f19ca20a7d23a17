// "Disconnect": forgets a connection and, if the person wants, the secrets that were kept through it.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import type { Vault } from '../vault/vault.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';

/**
 * Asks which connection to forget (unless a tree row says it), confirms, and forgets it.
 * @param isRotated whether a token has a part in a rotation, which needs the secrets of both
 * @throws VaultError
 */
export async function disconnect(
  connections: Connections,
  vault: Vault,
  argument: unknown,
  isRotated: (tokenId: string) => boolean = () => false,
): Promise<void> {
  const connection = await choose(await connections.list(), argument);
  if (connection === undefined) return;
  const kept = await secretsOf(vault, connection.id);
  const onlyDisconnect = vscode.l10n.t('Disconnect');
  const forgetAll = vscode.l10n.t('Disconnect and Forget Secrets');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Disconnect {0}?', plain(connection.label)),
    {
      modal: true,
      detail: [
        vscode.l10n.t('Its management token is removed from VS Code. It stays valid at Cloudflare.'),
        kept.length === 0
          ? ''
          : kept.length === 1
            ? vscode.l10n.t(
                'The secret of one token was stored through this connection. Cloudflare cannot show it again.',
              )
            : vscode.l10n.t(
                'The secrets of {0} tokens were stored through this connection. Cloudflare cannot show them again.',
                kept.length,
              ),
        kept.some(isRotated)
          ? vscode.l10n.t('A rotation that is under way needs some of them: it cannot be undone without.')
          : '',
      ]
        .filter((line) => line !== '')
        .join('\n'),
    },
    onlyDisconnect,
    ...(kept.length === 0 ? [] : [forgetAll]),
  );
  if (answer === undefined) return;
  if (answer === forgetAll) for (const id of kept) await vault.forget('token', id);
  await connections.remove(connection.id);
}

async function choose(all: readonly Connection[], argument: unknown): Promise<Connection | undefined> {
  const id =
    typeof argument === 'object' && argument !== null && 'connectionId' in argument
      ? argument.connectionId
      : undefined;
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no connection to Cloudflare.'));
    return undefined;
  }
  const named = all.find((connection) => connection.id === id);
  if (named !== undefined) return named;
  const items = all.map((connection) => ({
    label: plain(connection.label),
    description: connection.id,
    connection,
  }));
  const placeHolder = vscode.l10n.t('Which connection should be forgotten?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.connection;
}

async function secretsOf(vault: Vault, connectionId: string): Promise<string[]> {
  const ids = await vault.ids('token');
  const envelopes = await Promise.all(ids.map((id) => vault.get('token', id)));
  return ids.filter((_, index) => envelopes[index]?.about['connectionId'] === connectionId);
}
