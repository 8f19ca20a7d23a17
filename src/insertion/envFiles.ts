// Finds the env files of the workspace, and opens them as text the way VS Code sees them (unsaved changes included).
import * as vscode from 'vscode';

/** Files that tools read variables from. */
const PATTERN = '**/{.env,.env.*,.dev.vars,.dev.vars.*,.envrc}';
/** Never a place for a secret of one's own, and often huge. */
const EXCLUDED = '**/{node_modules,.git,dist,vendor,.venv}/**';
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
  const found = await vscode.workspace.findFiles(PATTERN, EXCLUDED, MOST);
  return found
    .filter((uri) => !EXAMPLE.test(uri.path))
    .map((uri) => ({ uri, label: vscode.workspace.asRelativePath(uri) }))
    .sort((a, b) => depth(a.label) - depth(b.label) || a.label.localeCompare(b.label));
}

function depth(label: string): number {
  return label.split('/').length;
}

/** Is it a script that direnv runs in a shell, and not a list of variables? */
export function isShellFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith('/.envrc');
}

/** Example files, whose variable names are worth proposing. */
export async function findExamples(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(PATTERN, EXCLUDED, MOST);
  return found.filter((uri) => EXAMPLE.test(uri.path));
}
