// "Save as Template…": asks for a name and a place, and writes a draft to a file of its own.
import * as vscode from 'vscode';
import type { Catalogue } from '../tokens/catalogueEntry.ts';
import type { Draft } from '../tokens/draft.ts';
import { LONGEST_NAME } from '../tokens/draftProblems.ts';
import { plain } from '../tokens/markdown.ts';
import { writeTemplateFile } from '../tokens/templateFile.ts';
import type { OwnTemplates } from './ownTemplates.ts';
import { templatePlaces, type TemplatePlace } from './places.ts';

export interface SavingParts {
  /** The extension's global storage. */
  readonly storage: vscode.Uri;
  readonly templates: Pick<OwnTemplates, 'changed'>;
}

/**
 * Keeps a draft as a template. It never replaces a file.
 * @returns false when the person thought better of it
 * @throws Error when the file could not be written
 */
export async function saveTemplate(
  { storage, templates }: SavingParts,
  draft: Draft,
  catalogue: Catalogue,
): Promise<boolean> {
  const name = await askName(draft.name);
  if (name === undefined) return false;
  const place = await askPlace(storage);
  if (place === undefined) return false;
  const uri = await freeFile(place.uri, name);
  const text = writeTemplateFile(draft, { name }, catalogue, new Date());
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: new TextEncoder().encode(text) });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Error(vscode.l10n.t('The template could not be written to {0}.', uri.fsPath));
  }
  templates.changed();
  void tell(uri, name);
  return true;
}

async function askName(proposal: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Save as Template'),
    prompt: vscode.l10n.t('What should the template be called? Tokens made from it get this name at first.'),
    value: proposal,
    validateInput: (text) => problemOf(text.trim()),
  });
  return name?.trim();
}

function problemOf(name: string): string | undefined {
  if (name === '') return vscode.l10n.t('Give the template a name.');
  return name.length > LONGEST_NAME
    ? vscode.l10n.t('The name has {0} characters; {1} is the most.', name.length, LONGEST_NAME)
    : undefined;
}

interface PlaceItem extends vscode.QuickPickItem {
  readonly place: TemplatePlace;
}

async function askPlace(storage: vscode.Uri): Promise<TemplatePlace | undefined> {
  const items = templatePlaces(storage).map((place): PlaceItem =>
    place.folder === undefined
      ? {
          label: `$(account) ${vscode.l10n.t('Your own templates')}`,
          detail: vscode.l10n.t('In every workspace on this machine'),
          place,
        }
      : {
          label: `$(folder) ${plain(place.folder)}`,
          detail: vscode.l10n.t('In .vscode/cloudflare-tokens, to be shared with the workspace'),
          place,
        },
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Save as Template'),
    placeHolder: vscode.l10n.t('Where should it be kept?'),
  });
  return picked?.place;
}

/** A file that is not there yet, named after the template. */
async function freeFile(place: vscode.Uri, name: string): Promise<vscode.Uri> {
  const stem =
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'template';
  for (let count = 1; ; count++) {
    const uri = vscode.Uri.joinPath(place, `${stem}${count === 1 ? '' : `-${count}`}.json`);
    if (!(await isThere(uri))) return uri;
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function tell(uri: vscode.Uri, name: string): Promise<void> {
  const open = vscode.l10n.t('Open File');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('“{0}” was saved as a template. It is listed when you create a token.', plain(name)),
    open,
  );
  if (answer === open) await vscode.window.showTextDocument(uri);
}
