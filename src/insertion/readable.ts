// Who else on this machine may read a file? Only POSIX says so in a way that can be asked and set here.
import { chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as vscode from 'vscode';

const OTHERS_READ = 0o004;
const OTHERS_ENTER = 0o001;
const OWNER_ONLY = 0o600;

/** Can every user of this machine read the file: by its own mode, and by that of each folder on the way to it? */
export async function isWorldReadable(uri: vscode.Uri): Promise<boolean> {
  if (!hasModes(uri)) return false;
  try {
    if (((await stat(uri.fsPath)).mode & OTHERS_READ) === 0) return false;
    for (let folder = dirname(uri.fsPath); ; folder = dirname(folder)) {
      if (((await stat(folder)).mode & OTHERS_ENTER) === 0) return false;
      if (folder === dirname(folder)) return true;
    }
  } catch {
    return false;
  }
}

/** Leaves reading and writing to the file's owner. Does nothing where files have no modes. @throws Error of the file system */
export async function makePrivate(uri: vscode.Uri): Promise<void> {
  if (hasModes(uri)) await chmod(uri.fsPath, OWNER_ONLY);
}

function hasModes({ scheme }: vscode.Uri): boolean {
  return scheme === 'file' && process.platform !== 'win32';
}
