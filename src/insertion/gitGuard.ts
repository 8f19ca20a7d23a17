// Would git track a file? A secret is written only where git ignores the file, or where there is no git at all.
import { execFile } from 'node:child_process';
import * as vscode from 'vscode';

/** What git makes of a file. */
export type Tracking =
  | 'ignored'
  /** In the index: the next commit would carry the secret. */
  | 'tracked'
  /** Neither ignored nor tracked: the next `git add` would take it in. */
  | 'untracked'
  | 'no-repository'
  /** No git to ask, or not a file of this machine. */
  | 'unknown';

/**
 * Asks git about a file. It is told to run no hooks or monitors of the repository; callers make sure that the
 * workspace is trusted.
 */
export async function trackingOf(uri: vscode.Uri): Promise<Tracking> {
  if (uri.scheme !== 'file') return 'unknown';
  const folder = vscode.Uri.joinPath(uri, '..').fsPath;
  const inside = await git(folder, ['rev-parse', '--is-inside-work-tree']);
  if (inside === 'missing') return 'unknown';
  if (inside !== 0) return 'no-repository';
  if ((await git(folder, ['ls-files', '--error-unmatch', '--', uri.fsPath])) === 0) return 'tracked';
  return (await git(folder, ['check-ignore', '--quiet', '--', uri.fsPath])) === 0 ? 'ignored' : 'untracked';
}

/** Runs git; its exit code, or `missing` where there is no git. */
function git(cwd: string, args: readonly string[]): Promise<number | 'missing'> {
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath='];
  return new Promise((resolve) => {
    const child = execFile(
      'git',
      [...safe, ...args],
      { cwd, timeout: 10_000, windowsHide: true },
      (error) => {
        if (error === null) resolve(0);
        else resolve(typeof error.code === 'number' ? error.code : 'missing');
      },
    );
    child.stdin?.end();
  });
}

/** The lines that keep env files out of git, examples excepted, as Cloudflare's own project templates write them. */
const IGNORE_LINES = ['.env*', '!.env.example', '.dev.vars*', '!.dev.vars.example'];

/**
 * Adds the missing lines to the `.gitignore` of the file's workspace folder.
 * @returns whether git ignores the file afterwards
 */
export async function addToGitignore(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
  const ignoreFile = vscode.Uri.joinPath(folder, '.gitignore');
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(ignoreFile, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  const document = await vscode.workspace.openTextDocument(ignoreFile);
  const present = new Set(document.getText().split(/\r?\n/));
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const lines = coveredByPatterns(name) ? IGNORE_LINES : [`/${vscode.workspace.asRelativePath(uri, false)}`];
  const missing = lines.filter((line) => !present.has(line));
  const addition = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  addition.insert(ignoreFile, end, `${end.character === 0 ? '' : '\n'}${missing.join('\n')}\n`);
  if (missing.length > 0 && !(await vscode.workspace.applyEdit(addition))) return false;
  await document.save();
  return (await trackingOf(uri)) === 'ignored';
}

function coveredByPatterns(name: string): boolean {
  return /^\.(env|dev\.vars)/.test(name) && !name.startsWith('.envrc');
}
