// Asks under which name a secret is to be known where there is no file to read names from.
import * as vscode from 'vscode';
import { checkVariableName, proposeVariables } from '../tokens/envName.ts';

/** Asks for the name of a variable. @returns undefined when the person cancelled */
export async function chooseName(title: string): Promise<string | undefined> {
  const items = proposeVariables({ inFile: [], inExamples: [] }).map(({ name }) => ({ label: name }));
  const other = { label: `$(edit) ${vscode.l10n.t('Another name…')}`, alwaysShow: true };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title,
    placeHolder: vscode.l10n.t('As which variable?'),
  });
  if (picked !== other) return picked?.label;
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the variable'),
    ignoreFocusOut: true,
    validateInput: (value) => checkVariableName(value.trim()),
  });
  return name === undefined || name.trim() === '' ? undefined : name.trim();
}
