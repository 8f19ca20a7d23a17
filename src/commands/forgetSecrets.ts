// "Forget Secrets": removes many secrets from VS Code at once: those kept through a connection, those of all tokens, or
// everything, the connections included. The tokens live on.
import * as vscode from 'vscode';
import { capitalized } from '../tokens/capitalized.ts';
import { plain } from '../tokens/markdown.ts';
import type { CommandParts } from './context.ts';

/** What is to be forgotten. */
interface Scope {
  /** Completes "Forget …?". */
  readonly words: string;
  readonly tokens: readonly string[];
  readonly connections: readonly string[];
}

/** Forgets the secrets of a connection's row, or asks which. @throws VaultError when they cannot be listed */
export async function forgetSecrets(parts: CommandParts, argument: unknown): Promise<void> {
  const scopes = await scopesOf(parts);
  const ofRow = hasConnection(argument) ? scopes.get(argument.connectionId) : undefined;
  const scope = ofRow ?? (await choose([...scopes.values()]));
  if (scope === undefined || !(await confirmed(parts, scope))) return;
  const { vault, connections } = parts;
  const removals = [
    ...scope.tokens.map((id) => () => vault.forget('token', id)),
    ...scope.connections.map((id) => () => connections.remove(id)),
  ];
  let failures = 0;
  // One after the other: VS Code does them so anyway, and one that fails takes nothing from the others.
  for (const remove of removals) await remove().catch(() => failures++);
  if (failures === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Forgotten: {0}. The tokens themselves are unchanged.', scope.words),
    );
  } else {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        '{0} of {1} could not be removed from VS Code’s secret storage. Unlock the system keyring, then try again.',
        failures,
        removals.length,
      ),
    );
  }
}

function hasConnection(argument: unknown): argument is { readonly connectionId: string } {
  return typeof argument === 'object' && argument !== null && 'connectionId' in argument;
}

/** All that can be forgotten at once; those of connections by the connection's id. @throws VaultError */
async function scopesOf({ vault, connections }: CommandParts): Promise<Map<string, Scope>> {
  const ids = await vault.ids('token');
  const envelopes = await Promise.all(ids.map((id) => vault.get('token', id)));
  const all = await connections.list();
  const scopes = new Map<string, Scope>();
  for (const { id, label } of all) {
    const tokens = ids.filter((_id, index) => envelopes[index]?.about['connectionId'] === id);
    if (tokens.length > 0) {
      const words =
        tokens.length === 1
          ? vscode.l10n.t('the secret of 1 token kept through {0}', plain(label))
          : vscode.l10n.t('the secrets of {0} tokens kept through {1}', tokens.length, plain(label));
      scopes.set(id, { words, tokens, connections: [] });
    }
  }
  if (ids.length > 0) {
    const words =
      ids.length === 1
        ? vscode.l10n.t('the secret of the only token')
        : vscode.l10n.t('the secrets of all {0} tokens', ids.length);
    scopes.set('tokens', { words, tokens: ids, connections: [] });
  }
  if (all.length > 0) {
    const words = vscode.l10n.t(
      'everything: {0} and {1}',
      tokenWords(ids.length),
      connectionWords(all.length),
    );
    scopes.set('all', { words, tokens: ids, connections: all.map(({ id }) => id) });
  }
  return scopes;
}

function tokenWords(count: number): string {
  return count === 1 ? vscode.l10n.t('1 secret') : vscode.l10n.t('{0} secrets', count);
}

function connectionWords(count: number): string {
  return count === 1 ? vscode.l10n.t('1 connection') : vscode.l10n.t('{0} connections', count);
}

async function choose(scopes: readonly Scope[]): Promise<Scope | undefined> {
  if (scopes.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('VS Code has no secret of any token.'));
    return undefined;
  }
  const items = scopes.map((scope) => ({ label: capitalized(scope.words), scope }));
  const placeHolder = vscode.l10n.t('What should VS Code forget?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.scope;
}

async function confirmed({ rotations }: CommandParts, { words, ...scope }: Scope): Promise<boolean> {
  const forget = vscode.l10n.t('Forget');
  const isNeeded = scope.tokens.some((id) => rotations.of(id) !== undefined);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Forget {0}?', words),
    {
      modal: true,
      detail: [
        vscode.l10n.t(
          'The tokens live on at Cloudflare: what uses them goes on working, and copies elsewhere, as in env files, stay. Cloudflare never shows a secret again.',
        ),
        scope.connections.length === 0
          ? ''
          : vscode.l10n.t('The connections are gone, too. To come back, connect again.'),
        isNeeded
          ? vscode.l10n.t('A rotation that is under way needs some of them: it cannot be undone without.')
          : '',
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    forget,
  );
  return answer === forget;
}
