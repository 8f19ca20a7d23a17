// "Copy Secret": puts a stored secret on the clipboard, and takes it off again after a while.
import * as vscode from 'vscode';
import { clipboardClearSeconds } from '../settings.ts';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import type { CommandParts } from './context.ts';
import { chooseSecret } from './stored.ts';

/** Copies the secret of a tree row's token, or asks which. @throws VaultError */
export async function copySecret(parts: CommandParts, argument: unknown): Promise<void> {
  const chosen = await chooseSecret(parts, argument, vscode.l10n.t('Whose secret should be copied?'));
  if (chosen !== undefined) await copyToClipboard(chosen.secret, chosen.name);
}

/** The secret that was copied last, until it has left the clipboard again; an earlier one gave way to it. */
let copied: { readonly secret: Secret; readonly timer: NodeJS.Timeout } | undefined;

/** Copies a secret and says so; clears the clipboard later if it still holds it. */
export async function copyToClipboard(secret: Secret, name: string): Promise<void> {
  await vscode.env.clipboard.writeText(secret.reveal());
  const seconds = clipboardClearSeconds();
  void vscode.window.setStatusBarMessage(
    seconds === 0
      ? vscode.l10n.t('$(clippy) Copied the secret of “{0}”', plain(name))
      : vscode.l10n.t(
          '$(clippy) Copied the secret of “{0}”; it leaves the clipboard in {1} s',
          plain(name),
          seconds,
        ),
    5000,
  );
  clearTimeout(copied?.timer);
  copied =
    seconds === 0 ? undefined : { secret, timer: setTimeout(() => void clearCopiedSecret(), seconds * 1000) };
}

/**
 * Takes the copied secret off the clipboard now, if it is still there and was to leave it. Called when its time is
 * over, and when the window closes before that.
 */
export async function clearCopiedSecret(): Promise<void> {
  if (copied === undefined) return;
  const { secret, timer } = copied;
  copied = undefined;
  clearTimeout(timer);
  try {
    if ((await vscode.env.clipboard.readText()) === secret.reveal()) await vscode.env.clipboard.writeText('');
  } catch {
    // A clipboard that cannot be reached cannot be cleared either, and nobody is there to be told.
  }
}
