// "Insert Secret": choose the file and the variable, see that nothing takes the secret further or keeps tools from it,
// write, and say where it went.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import { chooseFile } from './chooseFile.ts';
import { chooseVariable, mayReplace } from './chooseVariable.ts';
import { isShellFile } from './envFiles.ts';
import { mayWrite } from './mayWrite.ts';
import type { NamedToken } from './namedToken.ts';
import { isWorldReadable, makePrivate } from './readable.ts';
import { repairForShells, startsWithBom } from './repair.ts';
import { settleGlobalKey, settleProcessVariable } from './rivals.ts';
import { tellUntrusted } from './trust.ts';
import { settleBindings } from './workerBindings.ts';
import { writeSecret, type Written } from './write.ts';

/** A variable of an env file. */
export interface Target {
  readonly uri: vscode.Uri;
  readonly variable: string;
}

/**
 * Leads a person from a secret to a line in an env file. Cancelling at any question changes nothing.
 * @param at where to, if that is settled already: then a value that is there is replaced without asking
 * @returns where the secret is now; undefined when it was not inserted
 */
export async function insertSecret(
  token: NamedToken,
  secret: Secret,
  at?: Target,
): Promise<Target | undefined> {
  if (!vscode.workspace.isTrusted) {
    tellUntrusted();
    return undefined;
  }
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Open a folder first: secrets are inserted into env files of the workspace.'),
    );
    return undefined;
  }
  const target = at ?? (await choose(token));
  if (target === undefined) return undefined;
  const { uri, variable } = target;
  const mayGoOn =
    (await mayWrite(uri)) &&
    (await settleGlobalKey(uri, variable)) &&
    (await settleBindings(uri)) &&
    (await settleProcessVariable(uri, variable, secret));
  if (!mayGoOn) return undefined;
  const written = await writeSecret(uri, variable, secret);
  const message = await messageAbout(target, written);
  // Whoever inserts goes on; the person answers when it suits them.
  void show(target, message, plain(token.name));
  return written.outcome === 'failed' ? undefined : target;
}

async function choose(token: NamedToken): Promise<Target | undefined> {
  const uri = await chooseFile(token);
  const variable = uri && (await chooseVariable(uri, token));
  if (uri === undefined || variable === undefined) return undefined;
  return (await mayReplace(uri, variable)) ? { uri, variable } : undefined;
}

interface Message {
  readonly text: string;
  readonly isFine: boolean;
  /** What is not quite right and can be set right by a button. */
  readonly isBroken: boolean;
  readonly isOpenToAll: boolean;
}

async function messageAbout({ uri, variable }: Target, written: Written): Promise<Message> {
  const file = vscode.workspace.asRelativePath(uri);
  if (written.outcome === 'failed') {
    const text = vscode.l10n.t('The secret could not be inserted into {0}. {1}', file, written.reason);
    return { text, isFine: false, isBroken: false, isOpenToAll: false };
  }
  const isSaved = written.outcome === 'saved';
  const hasBom = isSaved && (await startsWithBom(uri));
  const isOpenToAll = await isWorldReadable(uri);
  const sentences = [
    isSaved
      ? vscode.l10n.t('Inserted {0} into {1}.', variable, file)
      : vscode.l10n.t(
          'Inserted {0} into {1}, which has other unsaved changes. Save it to make it count.',
          variable,
          file,
        ),
    ...written.warnings.map(({ message }) => message),
    ...(hasBom
      ? [
          vscode.l10n.t(
            'The file starts with a byte order mark, with which Node and shells lose the first key.',
          ),
        ]
      : []),
    ...(isOpenToAll ? [vscode.l10n.t('Every user of this machine can read the file.')] : []),
    // Until a person has looked at a changed `.envrc` and says so, direnv does not load it.
    ...(isSaved && isShellFile(uri) ? [vscode.l10n.t('Run “direnv allow” to have it loaded.')] : []),
  ];
  const isBroken = isSaved && (hasBom || written.warnings.some(({ code }) => code === 'crlf'));
  const isFine = isSaved && !hasBom && !isOpenToAll && written.warnings.length === 0;
  return { text: sentences.join(' '), isFine, isBroken, isOpenToAll };
}

/** Says how it went, and does what the person answers. */
async function show(
  { uri }: Target,
  { text, isFine, isBroken, isOpenToAll }: Message,
  tokenName: string,
): Promise<void> {
  const file = vscode.workspace.asRelativePath(uri);
  const open = vscode.l10n.t('Open File');
  const repair = vscode.l10n.t('Fix for Shells');
  const close = vscode.l10n.t('Make Private');
  const buttons = [...(isBroken ? [repair] : []), ...(isOpenToAll ? [close] : []), open];
  const answer = await (isFine
    ? vscode.window.showInformationMessage(text, ...buttons)
    : vscode.window.showWarningMessage(text, ...buttons));
  if (answer === open) await vscode.window.showTextDocument(uri);
  if (answer === repair) tellFixed(file, tokenName, await repairForShells(uri).catch(() => false));
  if (answer === close) {
    await makePrivate(uri).catch(() => undefined);
    tellFixed(file, tokenName, !(await isWorldReadable(uri)));
  }
}

function tellFixed(file: string, tokenName: string, isFixed: boolean): void {
  if (isFixed) void vscode.window.showInformationMessage(vscode.l10n.t('{0} is set right.', file));
  else {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} could not be changed. The secret of “{1}” is in it all the same.', file, tokenName),
    );
  }
}
