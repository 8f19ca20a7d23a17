// A file's text as VS Code sees it: unsaved changes included, and nothing where it cannot be read.
import * as vscode from 'vscode';

/** Reads a file's text. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch {
    return '';
  }
}

/** Is there such a file? */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
