// The first question of an insertion: into which env file? Those that are there, the usual new ones, or any other.
import * as vscode from 'vscode';
import { findEnvFiles, isEnvFile, isExample, isShellFile } from './envFiles.ts';
import { insertionTitle, type NamedToken } from './namedToken.ts';
import { textOf } from './text.ts';
import { findWranglerConfig } from './workerBindings.ts';
import { environmentsIn } from './wranglerConfig.ts';

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
  /** The folder that a file of another name would be in. */
  readonly folder?: vscode.Uri;
}

/** Asks; undefined when the person cancels. */
export async function chooseFile(token: NamedToken): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const existing = await findEnvFiles();
  const present = new Set(existing.map(({ uri }) => uri.toString()));
  const fresh = (await Promise.all(folders.map(usualFiles)))
    .flat()
    .filter((uri) => !present.has(uri.toString()));
  const others = folders.map((folder): FileItem => ({
    label: `$(edit) ${vscode.l10n.t('Another new file…')}`,
    description: folders.length > 1 ? vscode.workspace.asRelativePath(folder) : '',
    folder,
  }));
  const items: FileItem[] = [
    ...existing.map(({ uri, label }) => ({ label: `$(file) ${label}`, description: purposeOf(uri), uri })),
    { label: vscode.l10n.t('New file'), kind: vscode.QuickPickItemKind.Separator },
    ...fresh.map((uri) => ({
      label: `$(new-file) ${vscode.workspace.asRelativePath(uri)}`,
      description: purposeOf(uri),
      uri,
    })),
    ...others,
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: insertionTitle(token),
    placeHolder: vscode.l10n.t('Into which file?'),
    matchOnDescription: true,
  });
  return picked?.folder === undefined ? picked?.uri : askForFile(picked.folder);
}

/** The files that tools read in a folder, whether they are there or not. */
async function usualFiles(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const config = await findWranglerConfig(folder);
  const environments = config === undefined ? [] : environmentsIn(await textOf(config));
  const names = ['.env', '.dev.vars', ...environments.map((environment) => `.dev.vars.${environment}`)];
  return names.map((name) => vscode.Uri.joinPath(folder, name));
}

async function askForFile(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const path = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Name of the new file, in a folder or not: .env.local, .dev.vars.staging, .envrc'),
    value: '.env.local',
    ignoreFocusOut: true,
    validateInput: (value) => problemWith(folder, value.trim()),
  });
  return path === undefined || path.trim() === '' ? undefined : vscode.Uri.joinPath(folder, path.trim());
}

function problemWith(folder: vscode.Uri, path: string): string | undefined {
  if (path === '') return undefined;
  const uri = vscode.Uri.joinPath(folder, path);
  if (!uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`)) {
    return vscode.l10n.t('The file has to be in the workspace folder.');
  }
  if (!isEnvFile(uri)) {
    return vscode.l10n.t(
      'Tools read .env, .dev.vars and .envrc, the first two also with a dot and a name behind.',
    );
  }
  return isExample(uri)
    ? vscode.l10n.t('Example files are committed on purpose; a secret in one would be, too.')
    : undefined;
}

function purposeOf(uri: vscode.Uri): string {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  if (name === '.dev.vars') return vscode.l10n.t('variables of the Worker itself in wrangler dev');
  if (name.startsWith('.dev.vars.')) {
    return vscode.l10n.t(
      'takes the place of .dev.vars in wrangler dev --env {0}',
      name.slice('.dev.vars.'.length),
    );
  }
  if (isShellFile(uri)) return vscode.l10n.t('direnv, for this folder’s shell');
  return vscode.l10n.t('tools that run here: Wrangler, Terraform, scripts');
}
