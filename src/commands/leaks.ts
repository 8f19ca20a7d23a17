// What can be done about a secret that stands in a file which git has, or would take in: move it to where it is safe,
// roll it, or revoke it. Each is a quick fix of the problem that tells of it.
import * as vscode from 'vscode';
import { findToken, type Located } from '../connections/findToken.ts';
import { insertSecret } from '../insertion/insert.ts';
import { replaceInFile } from '../insertion/replaceInFile.ts';
import { tellUntrusted } from '../insertion/trust.ts';
import { referenceInPlaceOf } from '../leaks/reference.ts';
import { plain } from '../tokens/markdown.ts';
import { variablesFor } from '../tokens/tokenVariables.ts';
import { isSpot, secretAt, type SpotSecret } from '../usage/spot.ts';
import { adopt } from './adoptSecret.ts';
import type { CommandParts } from './context.ts';
import { deleteToken } from './deleteToken.ts';
import { rollToken } from './rollToken.ts';
import type { TokenTarget } from './target.ts';
import { whoseSecret } from './whoseSecret.ts';

/** Keeps the secret at a spot in VS Code, inserts it into an ignored env file, and takes it out where it stands. */
export async function moveLeak(parts: CommandParts, argument: unknown): Promise<void> {
  const found = await at(argument);
  if (found === undefined) return;
  if (!vscode.workspace.isTrusted) {
    tellUntrusted();
    return;
  }
  const { document, secret, leak } = found;
  const located = (await kept(parts, found)) ?? (await adopt(parts, secret));
  if (located === undefined) return;
  const { session, token } = located;
  const ofTools = variablesFor(token, session.catalogue(token.owner));
  const named =
    leak?.name === undefined
      ? []
      : [{ name: leak.name, tool: vscode.workspace.asRelativePath(document.uri) }];
  const isName = (name: string) => /^[A-Z][A-Z0-9_]*$/.test(name);
  const variables = [...named.filter(({ name }) => isName(name)), ...ofTools];
  const target = await insertSecret({ name: token.name, variables }, secret);
  if (target === undefined) return;
  const { languageId, uri } = document;
  // The file itself was taken out of git, and holds the secret rightly now.
  if (target.uri.toString() === uri.toString()) return;
  const isOut = await replaceInFile(uri, secret, (text, place) =>
    referenceInPlaceOf(text, place, { languageId, path: uri.path, variable: target.variable }),
  );
  void tellMoved(located, vscode.workspace.asRelativePath(uri), isOut);
}

async function tellMoved({ session, token }: Located, file: string, isOut: boolean): Promise<void> {
  const roll = vscode.l10n.t('Roll Secret…');
  const message = isOut
    ? vscode.l10n.t(
        'The secret of “{0}” is out of {1}. Where it was committed or pushed before, it is still in git’s history: roll it to be safe.',
        plain(token.name),
        file,
      )
    : vscode.l10n.t(
        'The secret of “{0}” could not be taken out of {1}. Do that by hand.',
        plain(token.name),
        file,
      );
  if ((await vscode.window.showWarningMessage(message, roll)) === roll)
    await vscode.commands.executeCommand('cloudflareTokens.roll', targetOf({ session, token }));
}

/** Rolls the token whose secret is at a spot. @throws ApiError, VaultError */
export async function rollLeak(parts: CommandParts, argument: unknown): Promise<void> {
  const located = await whose(parts, argument);
  if (located !== undefined) await rollToken(parts, targetOf(located));
}

/** Deletes the token whose secret is at a spot, which revokes the secret. @throws ApiError, VaultError */
export async function revokeLeak(parts: CommandParts, argument: unknown): Promise<void> {
  const located = await whose(parts, argument);
  if (located !== undefined) await deleteToken(parts, targetOf(located));
}

async function whose(parts: CommandParts, argument: unknown): Promise<Located | undefined> {
  const found = await at(argument);
  return found && ((await kept(parts, found)) ?? (await whoseSecret(parts, found.secret)));
}

/** The token, where its secret is one that VS Code keeps: then nobody has to be asked. */
async function kept({ usage, sessions }: CommandParts, { document, start, end }: SpotSecret) {
  const recognize = await usage.recognizer();
  const id = recognize(document.getText().slice(start, end));
  return id === undefined ? undefined : findToken(sessions, id);
}

async function at(argument: unknown): Promise<SpotSecret | undefined> {
  const found = isSpot(argument) ? await secretAt(argument) : undefined;
  if (found === undefined)
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no secret there any more.'));
  return found;
}

function targetOf({ session, token }: Located): TokenTarget {
  return { connectionId: session.connection.id, owner: token.owner, tokenId: token.id };
}
