// What keeps a tool from using the token in an env file: a Global API key beside it, which silently wins, or a variable
// of the process with the same name, which hides the file's.
import * as vscode from 'vscode';
import { commentOut } from '../dotenv/edit.ts';
import { readVariable } from '../dotenv/scan.ts';
import { sameSecret, Secret } from '../tokens/secret.ts';
import { isEnvFile, isExample } from './envFiles.ts';
import { textOf } from './text.ts';

/** The variables that Wrangler and others read a token from, and those of the Global API key that go before them. */
const TOKENS = ['CLOUDFLARE_API_TOKEN', 'CF_API_TOKEN'];
const KEYS = ['CLOUDFLARE_API_KEY', 'CF_API_KEY'];
const EMAILS = ['CLOUDFLARE_EMAIL', 'CF_EMAIL', 'CLOUDFLARE_API_EMAIL', 'CF_API_EMAIL'];

/** Asks where a Global API key would be used instead of the token. @returns whether to go on */
export async function settleGlobalKey(uri: vscode.Uri, variable: string): Promise<boolean> {
  if (!TOKENS.includes(variable)) return true;
  const files = await filesBeside(uri);
  const texts = await Promise.all(files.map(textOf));
  const where = (names: readonly string[]) =>
    files.filter((_file, index) => names.some((name) => has(readVariable(texts[index] ?? '', name))));
  const inProcess = (names: readonly string[]) => names.some((name) => has(process.env[name]));
  const keys = where(KEYS);
  const hasKey = keys.length > 0 || inProcess(KEYS);
  if (!hasKey || !(where(EMAILS).length > 0 || inProcess(EMAILS))) return true;
  const detail = vscode.l10n.t(
    'Wrangler and other tools take the Global API key (with its e-mail address) and never look at the token. The key may do everything that you may.',
  );
  if (keys.length === 0) {
    return confirmed(
      vscode.l10n.t('The environment of VS Code has a Global API key, which wins over {0}.', variable),
      `${detail} ${vscode.l10n.t('Unset it where you start VS Code.')}`,
    );
  }
  const names = keys.map((file) => vscode.workspace.asRelativePath(file)).join(', ');
  const fix = vscode.l10n.t('Comment Out the Key and Insert');
  const question = vscode.l10n.t('{0} has a Global API key, which wins over {1}.', names, variable);
  const anyway = vscode.l10n.t('Insert Anyway');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, fix, anyway);
  if (answer === fix) return commentOutIn(keys);
  return answer === anyway;
}

/** Asks where the process has another value for the variable. @returns whether to go on */
export async function settleProcessVariable(
  uri: vscode.Uri,
  variable: string,
  secret: Secret,
): Promise<boolean> {
  const value = process.env[variable] ?? '';
  // Wrangler reads `.dev.vars` for the Worker, whatever the process has; a shell sets what `.envrc` exports.
  const isHidden = /\/\.env(?:\.[^/]+)?$/.test(uri.path) && value !== '';
  if (!isHidden || sameSecret(new Secret(value), secret)) return true;
  return confirmed(
    vscode.l10n.t('{0} is set in the environment of VS Code, and hides what the file says.', variable),
    vscode.l10n.t(
      'Tools that are started from here, as in a terminal, use that other value. Run “unset {0}” there, or start VS Code without it.',
      variable,
    ),
  );
}

async function confirmed(question: string, detail: string): Promise<boolean> {
  const anyway = vscode.l10n.t('Insert Anyway');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, anyway)) === anyway;
}

function has(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** The env files of the file's folder, itself included: tools read several of them. */
async function filesBeside(uri: vscode.Uri): Promise<vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(uri, '..');
  try {
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
    return names
      .map((name) => vscode.Uri.joinPath(folder, name))
      .filter((file) => isEnvFile(file) && !isExample(file));
  } catch {
    return [];
  }
}

async function commentOutIn(files: readonly vscode.Uri[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const documents = await Promise.all(files.map((file) => vscode.workspace.openTextDocument(file)));
  const clean = documents.filter(({ isDirty }) => !isDirty);
  for (const document of documents) {
    for (const { start, text } of commentOut(document.getText(), [...KEYS, ...EMAILS]).edits)
      edit.insert(document.uri, document.positionAt(start), text);
  }
  if (!(await vscode.workspace.applyEdit(edit))) return false;
  return (await Promise.all(clean.map((document) => document.save()))).every(Boolean);
}
