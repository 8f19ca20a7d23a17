// The hover over a secret: which token it is of, what that may do, and how it is doing. Never the secret.
import * as vscode from 'vscode';
import type { Located } from '../connections/findToken.ts';
import { type EditingParts, keptSecretsIn } from './keptSecrets.ts';

/** Puts a token in Markdown, as the tree's tooltip does. */
export type Describe = (located: Located) => Promise<vscode.MarkdownString>;

/** Makes what VS Code asks for hovers. */
export function createHover(parts: EditingParts, describe: Describe): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      const offset = document.offsetAt(position);
      // What was not even looked like a secret is no reason to ask for the rest.
      if (document.getWordRangeAtPosition(position, /[\w-]{40,}/) === undefined) return undefined;
      const secrets = await keptSecretsIn(parts, document).catch(() => []);
      const found = secrets.find(({ start, end }) => start <= offset && offset <= end);
      if (found === undefined) return undefined;
      const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
      if (found.located !== undefined) return new vscode.Hover(await describe(found.located), range);
      const unseen = vscode.l10n.t(
        'The secret of a token that is kept in VS Code, and that no connection sees any more.',
      );
      return new vscode.Hover(unseen, range);
    },
  };
}
