// What keeps shells from reading an env file, and the ways to set it right: line endings of Windows, a byte order mark.
import * as vscode from 'vscode';

const BOM = [0xef, 0xbb, 0xbf];

/** Does the file start with a byte order mark? VS Code takes it off the text, so the bytes are asked. */
export async function startsWithBom(uri: vscode.Uri): Promise<boolean> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return BOM.every((byte, index) => bytes[index] === byte);
  } catch {
    return false;
  }
}

/** Gives the file the line endings that shells read, and takes a byte order mark off. @returns whether it is so now */
export async function repairForShells(uri: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.eol !== vscode.EndOfLine.LF) {
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, [vscode.TextEdit.setEndOfLine(vscode.EndOfLine.LF)]);
    if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) return false;
  }
  if (!(await startsWithBom(uri))) return true;
  if (document.isDirty) return false;
  const bytes = await vscode.workspace.fs.readFile(uri);
  // No text edit reaches these three bytes.
  await vscode.workspace.fs.writeFile(uri, bytes.subarray(BOM.length));
  return !(await startsWithBom(uri));
}
