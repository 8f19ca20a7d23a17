// Takes a secret out of a file: every place that holds it gets something else, in one edit that can be undone.
import * as vscode from 'vscode';
import type { Secret } from '../tokens/secret.ts';

/** What takes the place of an occurrence; offsets in the text. */
export type InPlaceOf = (
  text: string,
  occurrence: { readonly start: number; readonly end: number },
) => { readonly start: number; readonly end: number; readonly text: string };

/**
 * Replaces a secret in a file, and saves the file unless it had other changes.
 * @returns whether the file (or, unsaved, its document) is without the secret now
 */
export async function replaceInFile(uri: vscode.Uri, secret: Secret, inPlaceOf: InPlaceOf): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const sought = secret.reveal();
  const edit = new vscode.WorkspaceEdit();
  for (let start = text.indexOf(sought); start !== -1; start = text.indexOf(sought, start + sought.length)) {
    const change = inPlaceOf(text, { start, end: start + sought.length });
    const range = new vscode.Range(document.positionAt(change.start), document.positionAt(change.end));
    edit.replace(uri, range, change.text);
  }
  if (edit.size === 0) return true;
  const wasDirty = document.isDirty;
  if (!(await vscode.workspace.applyEdit(edit))) return false;
  return wasDirty || document.save();
}
