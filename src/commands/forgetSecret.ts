// "Forget Secret": removes a token's secret from VS Code. The token lives on, and so does its secret wherever it is used.
import * as vscode from 'vscode';
import type { Session } from '../connections/session.ts';
import { plain } from '../tokens/markdown.ts';
import { ownerKey } from '../tokens/owner.ts';
import { dateWords, parseTime } from '../tokens/times.ts';
import type { CommandParts } from './context.ts';
import { isTarget } from './target.ts';

/** Forgets the secret of a tree row's token, or asks which. @throws VaultError */
export async function forgetSecret(parts: CommandParts, argument: unknown): Promise<void> {
  const { vault } = parts;
  const stored = isTarget(argument) ? await storedOf(parts, argument.tokenId) : await choose(parts);
  if (stored === undefined) return;
  const { id } = stored;
  const name = plain(stored.name);
  if (!(await confirmed(name, (await vault.whereabouts('token', id)) === 'memory'))) return;
  await vault.forget('token', id);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('VS Code no longer has the secret of “{0}”. The token itself is unchanged.', name),
  );
}

/** What is known of a stored secret without asking Cloudflare. */
interface Stored {
  readonly id: string;
  readonly name: string;
  /** Whose token it is; undefined where no connection sees it any more. */
  readonly owner?: string;
  readonly at?: Date;
}

/**
 * Offers every secret that is stored, those included whose token or connection is gone: nowhere else could they be
 * got rid of.
 */
async function choose(parts: CommandParts): Promise<Stored | undefined> {
  const ids = await parts.vault.ids('token');
  if (ids.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('VS Code has no secret of any token.'));
    return undefined;
  }
  const all = await Promise.all(ids.map((id) => storedOf(parts, id)));
  const items = all
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((stored) => ({
      label: `$(key) ${plain(stored.name)}`,
      description: stored.owner === undefined ? vscode.l10n.t('no longer in any list') : plain(stored.owner),
      ...(stored.at === undefined ? {} : { detail: vscode.l10n.t('Stored on {0}', dateWords(stored.at)) }),
      stored,
    }));
  const placeHolder = vscode.l10n.t('Whose secret should VS Code forget?');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.stored;
}

async function storedOf({ vault, sessions }: CommandParts, id: string): Promise<Stored> {
  const envelope = await vault.get('token', id);
  const about = envelope?.about ?? {};
  const { name } = about;
  const at = parseTime(envelope?.storedAt);
  const seen = whereSeen(await sessions.all(), id, about);
  return {
    id,
    name: seen?.name ?? (typeof name === 'string' ? name : id),
    ...(seen === undefined ? {} : { owner: seen.owner }),
    ...(at === undefined ? {} : { at }),
  };
}

/** The owner in whose list a token is, with its name of now; or whose it was, where that list was not fetched yet. */
function whereSeen(
  sessions: readonly Session[],
  id: string,
  { connectionId, owner: key }: Readonly<Record<string, unknown>>,
): { readonly owner: string; readonly name?: string } | undefined {
  const lists = sessions.flatMap((session) =>
    session.connection.owners.map(({ owner, name }) => ({
      tokens: session.known(owner)?.tokens,
      owner: name === '' ? session.connection.label : name,
      isOfSecret: session.connection.id === connectionId && ownerKey(owner) === key,
    })),
  );
  for (const { owner, tokens = [] } of lists) {
    const token = tokens.find((one) => one.id === id);
    if (token !== undefined) return { owner, name: token.name };
  }
  return lists.find(({ tokens, isOfSecret }) => isOfSecret && tokens === undefined);
}

async function confirmed(name: string, onlyInMemory: boolean): Promise<boolean> {
  const forget = vscode.l10n.t('Forget Secret');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Forget the secret of “{0}”?', name),
    {
      modal: true,
      detail: [
        onlyInMemory
          ? vscode.l10n.t('It could not be stored yet, so this window’s memory is all that has it.')
          : vscode.l10n.t('It is removed from VS Code’s secret storage, in all windows.'),
        vscode.l10n.t(
          'The token lives on at Cloudflare: what uses it goes on working, and copies elsewhere, as in env files, stay.',
        ),
        vscode.l10n.t('Cloudflare never shows a secret again. To have one here again, roll the token.'),
      ].join('\n\n'),
    },
    forget,
  );
  return answer === forget;
}
