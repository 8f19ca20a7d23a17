// "Insert Secret": choose the file and the variable, make sure git stays out of it, write, and say where it went.
import * as vscode from 'vscode';
import { readVariable, scan } from '../dotenv/scan.ts';
import { checkVariableName, proposeVariables } from '../tokens/envName.ts';
import { plain } from '../tokens/markdown.ts';
import type { HeldSecret } from '../tokens/presetVariables.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token } from '../tokens/token.ts';
import { findEnvFiles, findExamples, isShellFile } from './envFiles.ts';
import { mayWrite } from './mayWrite.ts';
import { tellUntrusted } from './trust.ts';
import { writeSecret, type Written } from './write.ts';

/** What is known of a secret beside its token. */
export interface InsertOptions {
  /** What it is; the token's own secret unless given. */
  readonly holds?: HeldSecret;
  /** Names that the tool reads, which the token is for. */
  readonly variables?: readonly string[];
}

/** Leads a person from a secret to a line in an env file. Cancelling at any question changes nothing. */
export async function insertSecret(
  token: Pick<Token, 'name'>,
  secret: Secret,
  options: InsertOptions = {},
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    tellUntrusted();
    return;
  }
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Open a folder first: secrets are inserted into env files of the workspace.'),
    );
    return;
  }
  const title = titleOf(token, options);
  const uri = await chooseFile(title);
  if (uri === undefined) return;
  const variable = await chooseVariable(uri, title, options);
  if (variable === undefined) return;
  if (!(await mayWrite(uri))) return;
  await write(uri, variable, secret);
}

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

function titleOf({ name }: Pick<Token, 'name'>, { holds }: InsertOptions): string {
  return holds === 's3-secret'
    ? vscode.l10n.t('Insert the S3 Secret Access Key of “{0}”', plain(name))
    : vscode.l10n.t('Insert the Secret of “{0}”', plain(name));
}

/** Asks for the env file to insert into. @returns undefined when the person cancelled */
export async function chooseFile(title: string): Promise<vscode.Uri | undefined> {
  const existing = await findEnvFiles();
  const present = new Set(existing.map(({ uri }) => uri.toString()));
  const fresh = (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
    ['.env', '.dev.vars']
      .map((name) => vscode.Uri.joinPath(folder.uri, name))
      .filter((uri) => !present.has(uri.toString())),
  );
  const items: FileItem[] = [
    ...existing.map(({ uri, label }) => ({ label: `$(file) ${label}`, description: purposeOf(uri), uri })),
    ...(fresh.length > 0
      ? [{ label: vscode.l10n.t('New file'), kind: vscode.QuickPickItemKind.Separator }]
      : []),
    ...fresh.map((uri) => ({
      label: `$(new-file) ${vscode.workspace.asRelativePath(uri)}`,
      description: purposeOf(uri),
      uri,
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Into which file?'),
    matchOnDescription: true,
  });
  return picked?.uri;
}

function purposeOf(uri: vscode.Uri): string {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  if (name.startsWith('.dev.vars')) return vscode.l10n.t('variables of the Worker itself in wrangler dev');
  if (isShellFile(uri)) return vscode.l10n.t('direnv, for this folder’s shell');
  return vscode.l10n.t('tools that run here: Wrangler, Terraform, scripts');
}

async function chooseVariable(
  uri: vscode.Uri,
  title: string,
  { holds, variables = [] }: InsertOptions,
): Promise<string | undefined> {
  const text = await textOf(uri);
  const inFile = scan(text).entries.map(({ key }) => key);
  const inExamples = (await Promise.all((await findExamples()).map((example) => textOf(example)))).flatMap(
    (content) => scan(content).entries.map(({ key }) => key),
  );
  const proposals = proposeVariables({
    inFile,
    inExamples,
    ofTool: variables,
    ...(holds === undefined ? {} : { holds }),
  });
  const items = proposals.map(({ name, source }) => ({
    label: name,
    description: inFile.includes(name)
      ? vscode.l10n.t('replaces the value in the file')
      : source === 'tool'
        ? vscode.l10n.t('what the tool reads')
        : source === 'example'
          ? vscode.l10n.t('named in the example file')
          : '',
  }));
  const other = { label: `$(edit) ${vscode.l10n.t('Another name…')}`, description: '', alwaysShow: true };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title,
    placeHolder: vscode.l10n.t('As which variable?'),
  });
  if (picked === undefined) return undefined;
  const name = picked === other ? await askForName() : picked.label;
  if (name === undefined) return undefined;
  const replaced = readVariable(text, name);
  if (replaced === undefined || replaced === '') return name;
  return (await confirmReplacing(uri, name)) ? name : undefined;
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

async function confirmReplacing(uri: vscode.Uri, name: string): Promise<boolean> {
  const replace = vscode.l10n.t('Replace Value');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} already has a value in {1}. Replace it?', name, vscode.workspace.asRelativePath(uri)),
    { modal: true, detail: vscode.l10n.t('The change can be undone in the editor.') },
    replace,
  );
  return answer === replace;
}

async function write(uri: vscode.Uri, variable: string, secret: Secret): Promise<void> {
  const file = vscode.workspace.asRelativePath(uri);
  const written = await writeSecret(uri, variable, secret);
  const open = vscode.l10n.t('Open File');
  const told = sentencesAbout(written, file, variable);
  const allow = written.outcome === 'saved' && isShellFile(uri);
  // Until a person has looked at a changed `.envrc` and says so, direnv does not load it.
  const sentences = allow ? `${told} ${vscode.l10n.t('Run “direnv allow” to have it loaded.')}` : told;
  const isFine = written.outcome === 'saved' && written.warnings.length === 0;
  const answer = await (isFine
    ? vscode.window.showInformationMessage(sentences, open)
    : vscode.window.showWarningMessage(sentences, open));
  if (answer === open) await vscode.window.showTextDocument(uri);
}

function sentencesAbout(written: Written, file: string, variable: string): string {
  switch (written.outcome) {
    case 'failed':
      return vscode.l10n.t('The secret could not be inserted into {0}. {1}', file, written.reason);
    case 'unsaved': {
      const unsaved = vscode.l10n.t(
        'Inserted {0} into {1}, which has other unsaved changes. Save it to make it count.',
        variable,
        file,
      );
      return [unsaved, ...written.warnings].join(' ');
    }
    case 'saved':
      return [vscode.l10n.t('Inserted {0} into {1}.', variable, file), ...written.warnings].join(' ');
  }
}

async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch {
    return '';
  }
}
