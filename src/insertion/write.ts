// Writes a secret into an env file: one WorkspaceEdit that replaces exactly the value's characters, then a save.
import * as vscode from 'vscode';
import { setVariable } from '../dotenv/edit.ts';
import type { Warning } from '../dotenv/warnings.ts';
import type { Secret } from '../tokens/secret.ts';
import { isShellFile } from './envFiles.ts';
import { makePrivate } from './readable.ts';
import { exists } from './text.ts';

/** How a write went; warnings say which readers of the file may not see the value. */
export type Written =
  | { readonly outcome: 'saved'; readonly warnings: readonly Warning[] }
  /** The file had other unsaved changes, so saving is left to the person. */
  | { readonly outcome: 'unsaved'; readonly warnings: readonly Warning[] }
  | { readonly outcome: 'failed'; readonly reason: string };

/** A variable and its value. */
export interface Assignment {
  readonly variable: string;
  readonly value: Secret;
}

/** Sets a variable of an env file to a secret; makes the file, for its owner only, where there is none. */
export async function writeSecret(uri: vscode.Uri, variable: string, secret: Secret): Promise<Written> {
  return writeAll(uri, [{ variable, value: secret }]);
}

/** Sets several variables of an env file in one change; makes the file, for its owner only, where there is none. */
export async function writeAll(uri: vscode.Uri, assignments: readonly Assignment[]): Promise<Written> {
  const options = { forShell: isShellFile(uri) };
  const changesOf = (text: string) =>
    assignments.map(({ variable, value }) => setVariable(text, variable, value.reveal(), options));
  if (!(await exists(uri))) {
    const refused = changesOf('').find((intended) => intended.outcome === 'refused');
    if (refused !== undefined) return { outcome: 'failed', reason: refused.reason };
    const created = new vscode.WorkspaceEdit();
    created.createFile(uri, { ignoreIfExists: true });
    if (!(await vscode.workspace.applyEdit(created))) {
      return { outcome: 'failed', reason: vscode.l10n.t('The file could not be created.') };
    }
    // From the start, and before there is anything in it. A file system that does not take it is no reason to stop.
    await makePrivate(uri).catch(() => undefined);
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const wasDirty = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  const warnings: Warning[] = [];
  for (const change of changesOf(document.getText())) {
    if (change.outcome === 'refused') return { outcome: 'failed', reason: change.reason };
    warnings.push(...change.warnings);
    for (const { start, end, text } of change.edits)
      edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  // VS Code calls an edit without changes a failed one.
  if (edit.size === 0) return { outcome: wasDirty ? 'unsaved' : 'saved', warnings };
  if (!(await vscode.workspace.applyEdit(edit))) {
    return { outcome: 'failed', reason: vscode.l10n.t('VS Code could not change the file.') };
  }
  if (wasDirty) return { outcome: 'unsaved', warnings };
  return (await document.save())
    ? { outcome: 'saved', warnings }
    : { outcome: 'failed', reason: vscode.l10n.t('The change was made, but the file could not be saved.') };
}
