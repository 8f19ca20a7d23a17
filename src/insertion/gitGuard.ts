// Would git track a file? A secret is written only where git ignores the file, or where there is no git at all.
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { findGit } from './findGit.ts';

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
 * Asks git about a file. It is told to run nothing that the repository brings along; callers make sure that the
 * workspace is trusted.
 */
export async function trackingOf(uri: vscode.Uri): Promise<Tracking> {
  if (uri.scheme !== 'file') return 'unknown';
  const file = await behindLinks(uri.fsPath);
  const folder = dirname(file);
  const inside = await git(folder, ['rev-parse', '--is-inside-work-tree']);
  // Git also refuses repositories of other people, and broken ones: only its own word makes a folder a plain one.
  if (inside.code !== 0) return /not a git repository/i.test(inside.said) ? 'no-repository' : 'unknown';
  if ((await git(folder, ['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', file])).code === 0)
    return 'tracked';
  return (await git(folder, ['check-ignore', '--quiet', '--', file])).code === 0 ? 'ignored' : 'untracked';
}

/** The file that is really written: what a link leads to may be tracked where the link is not. */
async function behindLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return join(folder, basename(path));
  }
}

/** Takes a file out of git's index and leaves it where it is. @returns whether git tracks it no longer */
export async function stopTracking(uri: vscode.Uri): Promise<boolean> {
  const file = await behindLinks(uri.fsPath);
  await git(dirname(file), ['--literal-pathspecs', 'rm', '--cached', '--quiet', '--', file]);
  return (await trackingOf(uri)) !== 'tracked';
}

/**
 * Looks through the files of a folder that git tracks or would take in, without those that it takes for binary. Where
 * the folder is in no repository, those right below it are looked through.
 * @param patterns extended regular expressions, of which a line has to match one, in any case
 * @returns undefined where there is no repository, or no git to ask
 */
export async function searchTracked(
  folder: vscode.Uri,
  patterns: readonly string[],
): Promise<readonly vscode.Uri[] | undefined> {
  if (folder.scheme !== 'file') return undefined;
  const own = await grep(folder, patterns);
  if (own !== undefined) return own;
  const below = (await vscode.workspace.fs.readDirectory(folder))
    .filter(([, type]) => (type & vscode.FileType.Directory) !== 0)
    .map(([name]) => vscode.Uri.joinPath(folder, name));
  const found = (await Promise.all(below.map((inner) => grep(inner, patterns)))).filter(
    (files) => files !== undefined,
  );
  return found.length === 0 ? undefined : found.flat();
}

async function grep(
  folder: vscode.Uri,
  patterns: readonly string[],
): Promise<readonly vscode.Uri[] | undefined> {
  const options = ['--untracked', '-I', '-l', '-z', '-i', '-E', '--no-color'];
  const sought = patterns.flatMap((pattern) => ['-e', pattern]);
  const { code, output } = await git(folder.fsPath, ['grep', ...options, ...sought]);
  if (code !== 0) return code === 1 ? [] : undefined;
  const paths = output.split('\0').filter((path) => path !== '');
  return paths.map((path) => vscode.Uri.joinPath(folder, path));
}

interface Answer {
  /** Git's exit code; undefined where it did not run, or did not end. */
  readonly code: number | undefined;
  readonly output: string;
  readonly said: string;
}

/** Settings of a repository that make git run programs, or read more than was asked for, are overruled. */
const SAFE = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'];

async function git(folder: string, args: readonly string[]): Promise<Answer> {
  const program = await findGit(process.env['PATH'] ?? '');
  if (program === undefined) return { code: undefined, output: '', said: '' };
  const env = {
    ...process.env,
    // Its words in English, and about the repository of the folder, whatever VS Code was started from.
    LC_ALL: 'C',
    GIT_DIR: undefined,
    GIT_COMMON_DIR: undefined,
    GIT_WORK_TREE: undefined,
    GIT_INDEX_FILE: undefined,
    // It changes nothing, asks nobody and fetches nothing.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
  };
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...SAFE.flatMap((setting) => ['-c', setting]), '-C', folder, ...args],
      // Git itself goes to the folder: Windows looks for programs in the working folder first.
      { cwd: dirname(program), env, timeout: 10_000, windowsHide: true, maxBuffer: 16_000_000 },
      (error, output, said) => {
        const code = error === null ? 0 : error.code;
        resolve({ code: typeof code === 'number' ? code : undefined, output, said });
      },
    );
    child.stdin?.end();
  });
}

/** The lines that keep env files out of git, examples excepted, as Cloudflare's own project templates write them. */
const IGNORE_LINES = ['.env*', '!.env.example', '.dev.vars*', '!.dev.vars.example'];

/**
 * Adds the missing lines to the `.gitignore` of the file's workspace folder, or of its repository where that lies
 * deeper: git looks no further up.
 * @returns whether git ignores the file afterwards
 */
export async function addToGitignore(uri: vscode.Uri): Promise<boolean> {
  const folder = await ignoringFolder(uri);
  const ignoreFile = vscode.Uri.joinPath(folder, '.gitignore');
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(ignoreFile, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  const document = await vscode.workspace.openTextDocument(ignoreFile);
  const present = new Set(document.getText().split(/\r?\n/));
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const lines = coveredByPatterns(name) ? IGNORE_LINES : [uri.path.slice(folder.path.length)];
  const missing = lines.filter((line) => !present.has(line));
  const addition = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  addition.insert(ignoreFile, end, `${end.character === 0 ? '' : '\n'}${missing.join('\n')}\n`);
  if (missing.length > 0 && !(await vscode.workspace.applyEdit(addition))) return false;
  await document.save();
  return (await trackingOf(uri)) === 'ignored';
}

async function ignoringFolder(uri: vscode.Uri): Promise<vscode.Uri> {
  const own = vscode.Uri.joinPath(uri, '..');
  const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? own;
  const { code, output } = await git(own.fsPath, ['rev-parse', '--show-cdup']);
  const repository = code === 0 ? vscode.Uri.joinPath(own, output.trim()) : workspace;
  const top = repository.with({ path: repository.path.replace(/\/$/, '') });
  return top.path.length > workspace.path.length ? top : workspace;
}

function coveredByPatterns(name: string): boolean {
  return /^\.(env|dev\.vars)/.test(name) && !name.startsWith('.envrc');
}
