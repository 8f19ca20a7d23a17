// Completion in env files: as the value of a variable that is meant for a token, the tokens whose secrets are kept. What
// is accepted is put in by a command; the secret is in nothing that the list shows or VS Code holds for it.
import * as vscode from 'vscode';
import { findToken } from '../connections/findToken.ts';
import { scan } from '../dotenv/scan.ts';
import { isExample } from '../insertion/envFiles.ts';
import { isForToken } from '../tokens/envName.ts';
import { headlineOf } from '../tokens/headline.ts';
import { plain } from '../tokens/markdown.ts';
import type { Vault } from '../vault/vault.ts';
import type { EditingParts } from './keptSecrets.ts';

/** Makes what VS Code asks for completions in env files. */
export function createCompletion({
  sessions,
  vault,
}: EditingParts & { readonly vault: Vault }): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position) {
      const variable = variableAt(document, position);
      if (variable === undefined || isExample(document.uri)) return [];
      const ids = await vault.ids('token').catch(() => []);
      const tokens = (await Promise.all(ids.map((id) => findToken(sessions, id)))).filter(
        (located) => located !== undefined,
      );
      return tokens.map(({ token, session }) => {
        const item = new vscode.CompletionItem(
          { label: plain(token.name), description: vscode.l10n.t('Cloudflare token') },
          vscode.CompletionItemKind.Constant,
        );
        item.detail = headlineOf(token, session.catalogue(token.owner), session.names, new Date());
        // Accepting takes out what was typed to find the token; the command then sets the whole value.
        item.insertText = '';
        item.range = new vscode.Range(position, position);
        item.command = {
          title: vscode.l10n.t('Insert the Secret'),
          command: 'cloudflareTokens.insertHere',
          arguments: [{ uri: document.uri, variable, tokenId: token.id }],
        };
        return item;
      });
    },
  };
}

/** The variable whose value the position is in, where it is meant for a token. */
function variableAt(document: vscode.TextDocument, position: vscode.Position): string | undefined {
  const offset = document.offsetAt(position);
  const { entries } = scan(document.getText());
  const entry = entries.find(
    ({ separator, span, quote }) => separator.end <= offset && offset <= span.end + quote.length,
  );
  return entry !== undefined && isForToken(entry.key) ? entry.key : undefined;
}
