// A folder inside the workspace for one test, with real files.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

export interface Folder {
  readonly path: string;
  /** Writes a file as these very bytes. */
  write(name: string, text: string): vscode.Uri;
  uri(name: string): vscode.Uri;
  /** What is on the disk; undefined where there is no such file. */
  read(name: string): string | undefined;
  remove(): void;
}

/** Makes a new folder in the workspace of the tests. */
export function makeFolder(): Folder {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (root === undefined) throw new Error('The tests need a workspace folder.');
  const path = join(root, `test-${Date.now()}-${Math.floor(Math.random() * 1e6)}`);
  mkdirSync(path);
  const uri = (name: string) => vscode.Uri.file(join(path, name));
  return {
    path,
    uri,
    write(name, text) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
      return uri(name);
    },
    read(name) {
      try {
        return readFileSync(join(path, name), 'utf8');
      } catch {
        return undefined;
      }
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Closes all editors, without saving what is in them. */
export async function closeEditors(): Promise<void> {
  const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length;
  for (let closed = 0; closed < open; closed++) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}
