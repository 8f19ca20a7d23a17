// The second question of an insertion: as which variable?
import * as vscode from 'vscode';
import { readVariable, scan } from '../dotenv/scan.ts';
import { checkVariableName, type ProposedVariable, proposeVariables } from '../tokens/envName.ts';
import { findExamples } from './envFiles.ts';
import { insertionTitle, type NamedToken } from './namedToken.ts';
import { textOf } from './text.ts';

/** Asks for a variable of a file; undefined when the person cancels. */
export async function chooseVariable(uri: vscode.Uri, token: NamedToken): Promise<string | undefined> {
  const inFile = scan(await textOf(uri)).entries.map(({ key }) => key);
  const inExamples = (await Promise.all((await findExamples()).map(textOf))).flatMap((content) =>
    scan(content).entries.map(({ key }) => key),
  );
  const { holds, ofTool = [], variables = [] } = token;
  const proposals = proposeVariables({
    inFile,
    inExamples,
    ofTool,
    ofTools: variables,
    ...(holds === undefined ? {} : { holds }),
  });
  const items = proposals.map((proposal) => ({
    label: proposal.name,
    description: inFile.includes(proposal.name)
      ? vscode.l10n.t('replaces the value in the file')
      : reasonFor(proposal),
  }));
  const other = { label: `$(edit) ${vscode.l10n.t('Another name…')}`, description: '', alwaysShow: true };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title: insertionTitle(token),
    placeHolder: vscode.l10n.t('As which variable?'),
  });
  return picked === other ? askForName() : picked?.label;
}

/** Where the variable has a value already: may it be replaced? */
export async function mayReplace(uri: vscode.Uri, variable: string): Promise<boolean> {
  const replaced = readVariable(await textOf(uri), variable);
  if (replaced === undefined || replaced === '') return true;
  const replace = vscode.l10n.t('Replace Value');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} already has a value in {1}. Replace it?',
      variable,
      vscode.workspace.asRelativePath(uri),
    ),
    { modal: true, detail: vscode.l10n.t('The change can be undone in the editor.') },
    replace,
  );
  return answer === replace;
}

function reasonFor({ source, tool }: ProposedVariable): string {
  if (source === 'example') return vscode.l10n.t('named in the example file');
  if (source !== 'tool') return '';
  return tool === undefined
    ? vscode.l10n.t('what the tool reads')
    : vscode.l10n.t('read by {0}, which needs these permissions', tool);
}

async function askForName(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Name of the variable'),
    value: 'CLOUDFLARE_API_TOKEN',
    ignoreFocusOut: true,
    validateInput: (value) => checkVariableName(value.trim()),
  });
  return name?.trim() === '' ? undefined : name?.trim();
}
