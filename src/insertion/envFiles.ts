// Finds the env files of the workspace, and opens them as text the way VS Code sees them (unsaved changes included).
import * as vscode from 'vscode';
import { excludedPatterns } from '../settings.ts';
import { exclusion } from './glob.ts';

/** Names of files that tools read variables from, as parts of a glob pattern. */
const ENV_NAMES = ['.env', '.env.*', '.dev.vars', '.dev.vars.*', '.envrc'];
/** The same for an editor's documents, anywhere. */
export const ENV_PATTERN = `**/{${ENV_NAMES.join(',')}}`;
const ENV_PATH = /(?:^|\/)(?:\.env(?:\..+)?|\.dev\.vars(?:\..+)?|\.envrc)$/;

/** Never a place for a secret of one's own, and often huge. */
const NEVER = ['**/node_modules', '**/.git', '**/dist', '**/vendor', '**/.venv'];
const MOST = 200;

/** Examples are committed on purpose; a secret in one would be, too. */
const EXAMPLE = /\.(example|sample|template|dist|defaults?)$/i;

export interface EnvFile {
  readonly uri: vscode.Uri;
  /** Path within the workspace, with the folder's name where there are several. */
  readonly label: string;
}

/** The env files that may hold secrets, the shallowest first. */
export async function findEnvFiles(): Promise<EnvFile[]> {
  return (await findIncluded(ENV_PATTERN, MOST))
    .filter((uri) => !isExample(uri))
    .map((uri) => ({ uri, label: vscode.workspace.asRelativePath(uri) }))
    .sort((a, b) => depth(a.label) - depth(b.label) || a.label.localeCompare(b.label));
}

function depth(label: string): number {
  return label.split('/').length;
}

/** Is it a file that tools read variables from? Examples of such files are, too. */
export function isEnvFile({ path }: vscode.Uri): boolean {
  return ENV_PATH.test(path);
}

/** Is it there to be copied and filled in? */
export function isExample({ path }: vscode.Uri): boolean {
  return EXAMPLE.test(path);
}

/** Is it a script that direnv runs in a shell, and not a list of variables? */
export function isShellFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith('/.envrc');
}

/** Example files, whose variable names are worth proposing. */
export async function findExamples(): Promise<vscode.Uri[]> {
  return (await findIncluded(ENV_PATTERN, MOST)).filter(isExample);
}

/** The workspace's files that match a pattern, without those that are never looked at or that settings exclude. */
export async function findIncluded(pattern: string, most: number): Promise<vscode.Uri[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  // Ripgrep takes no braces within braces; such patterns are left to the filter behind it.
  const simple = [...NEVER, ...folders.flatMap(excludedPatterns)].filter((glob) => !/[{},]/.test(glob));
  const skipped = [...new Set(simple)].flatMap((glob) => [glob, `${glob}/**`]);
  const found = await vscode.workspace.findFiles(pattern, `{${skipped.join(',')}}`, most);
  const isExcluded = exclusions();
  return found.filter((uri) => !isExcluded(uri));
}

/** What tells whether a file of the workspace is passed over, by the settings of now. Outside of it nothing is. */
export function exclusions(): (uri: vscode.Uri) => boolean {
  const expressions = new Map<string, RegExp[]>();
  return (uri) => {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (folder === undefined) return false;
    const key = folder.toString();
    const known =
      expressions.get(key) ??
      [...NEVER, ...excludedPatterns(folder)].flatMap((pattern) => exclusion(pattern) ?? []);
    expressions.set(key, known);
    const path = uri.path.slice(folder.path.length).replace(/^\/+/, '');
    return known.some((expression) => expression.test(path));
  };
}
