// Puts one secret in the place of another in several env files at once: one change that one Undo takes back. What holds
// neither secret is left alone.
import * as vscode from 'vscode';
import { setVariable } from '../dotenv/edit.ts';
import { readVariable } from '../dotenv/scan.ts';
import type { Secret } from '../tokens/secret.ts';
import { isShellFile } from './envFiles.ts';
import { mayWrite } from './mayWrite.ts';

/** A variable of an env file, and what is to stand there. */
export interface Wanted {
  readonly uri: vscode.Uri;
  readonly variable: string;
  readonly to: Secret;
}

/** What is to stand somewhere, and what may give way to it. */
export interface Replacement extends Wanted {
  readonly gives: (value: string) => boolean;
}

/** What gives way is a secret that is known. */
export function onlyThe(secret: Secret | undefined): Replacement['gives'] {
  return (value) => value === secret?.reveal();
}

/** What became of a variable. */
export type Replaced =
  /** What was wanted is there, on the disk. */
  | { readonly state: 'holds' }
  /** It holds neither secret. */
  | { readonly state: 'other' }
  /** The file or the variable is not there. */
  | { readonly state: 'missing' }
  /** The new secret is in the editor, whose other unsaved changes are for the person to save. */
  | { readonly state: 'unsaved' }
  | { readonly state: 'failed'; readonly reason: string };

/**
 * Replaces secrets. Where git would take a file along, the person is asked first.
 * @returns what became of each variable, in their order
 */
export async function replaceSecrets(replacements: readonly Replacement[]): Promise<Replaced[]> {
  const outcomes = new Map<Replacement, Replaced>();
  const refusals = new Map<string, Replaced | undefined>();
  // All questions come first: while one stands, files go on changing.
  for (const place of replacements) {
    const key = place.uri.toString();
    const found = stateIn(await open(place.uri), place);
    if (found !== 'to be changed') outcomes.set(place, found);
    else if (!refusals.has(key)) refusals.set(key, await refusalOf(place.uri));
  }
  const documents = new Map<string, vscode.TextDocument | undefined>();
  for (const { uri } of replacements) documents.set(uri.toString(), await open(uri));
  const edit = new vscode.WorkspaceEdit();
  const dirty = new Set<vscode.TextDocument>();
  for (const place of replacements) {
    if (outcomes.has(place)) continue;
    const document = documents.get(place.uri.toString());
    const found = stateIn(document, place);
    const hindrance =
      found !== 'to be changed'
        ? found
        : (refusals.get(place.uri.toString()) ?? (document && addEdit(edit, document, place)));
    if (hindrance !== undefined) outcomes.set(place, hindrance);
    else if (document?.isDirty === true) dirty.add(document);
  }
  const isApplied = edit.size === 0 || (await vscode.workspace.applyEdit(edit));
  for (const place of replacements) {
    const document = documents.get(place.uri.toString());
    if (outcomes.has(place) || document === undefined) continue;
    if (!isApplied) outcomes.set(place, failed(vscode.l10n.t('VS Code could not change the file.')));
    else if (dirty.has(document)) outcomes.set(place, { state: 'unsaved' });
    else outcomes.set(place, await saved(document));
  }
  return replacements.map((place) => outcomes.get(place) ?? { state: 'missing' });
}

function stateIn(
  document: vscode.TextDocument | undefined,
  { variable, gives, to }: Replacement,
): Replaced | 'to be changed' {
  const value = document && readVariable(document.getText(), variable);
  if (value === undefined) return { state: 'missing' };
  if (value === to.reveal()) return { state: document?.isDirty === true ? 'unsaved' : 'holds' };
  return gives(value) ? 'to be changed' : { state: 'other' };
}

/** Looks into the files on the disk, as programs will: which variables hold what is wanted? */
export async function lookFor(wanted: readonly Wanted[]): Promise<Replaced[]> {
  return Promise.all(
    wanted.map(async ({ uri, variable, to }): Promise<Replaced> => {
      try {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
        const value = readVariable(text, variable);
        if (value === undefined) return { state: 'missing' };
        return { state: value === to.reveal() ? 'holds' : 'other' };
      } catch {
        return { state: 'missing' };
      }
    }),
  );
}

async function refusalOf(uri: vscode.Uri): Promise<Replaced | undefined> {
  if (!vscode.workspace.isTrusted) return failed(vscode.l10n.t('The workspace is not trusted.'));
  return (await mayWrite(uri)) ? undefined : failed(vscode.l10n.t('Git would take the secret along.'));
}

function addEdit(
  edit: vscode.WorkspaceEdit,
  document: vscode.TextDocument,
  { uri, variable, to }: Replacement,
): Replaced | undefined {
  const change = setVariable(document.getText(), variable, to.reveal(), { forShell: isShellFile(uri) });
  if (change.outcome === 'refused') return failed(change.reason);
  for (const { start, end, text } of change.edits)
    edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  return undefined;
}

async function saved(document: vscode.TextDocument): Promise<Replaced> {
  if (!document.isDirty || (await document.save())) return { state: 'holds' };
  return failed(vscode.l10n.t('The change was made, but the file could not be saved.'));
}

function failed(reason: string): Replaced {
  return { state: 'failed', reason };
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
