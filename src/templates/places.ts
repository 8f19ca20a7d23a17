// Where a person's own templates are: a folder in each workspace folder, and one that every workspace has.
import * as vscode from 'vscode';

/** One folder of templates. */
export interface TemplatePlace {
  readonly uri: vscode.Uri;
  /** The workspace folder; absent for the person's own. */
  readonly folder?: string;
}

const IN_WORKSPACE = ['.vscode', 'cloudflare-tokens'];

/** Every place, the workspace's first. @param storage the extension's global storage */
export function templatePlaces(storage: vscode.Uri): TemplatePlace[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({
    uri: vscode.Uri.joinPath(uri, ...IN_WORKSPACE),
    folder: name,
  }));
  return [...folders, { uri: vscode.Uri.joinPath(storage, 'templates') }];
}
