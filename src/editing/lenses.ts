// The lenses above secrets, and above variables that are meant for one: whose it is, and what can be done with it.
import * as vscode from 'vscode';
import type { Located } from '../connections/findToken.ts';
import { canEdit } from '../connections/rights.ts';
import { scan } from '../dotenv/scan.ts';
import { isEnvFile, isExample } from '../insertion/envFiles.ts';
import { findLeaks } from '../leaks/detect.ts';
import { showsLenses } from '../settings.ts';
import { isForToken } from '../tokens/envName.ts';
import { plain } from '../tokens/markdown.ts';
import { shapeOf } from '../tokens/secretShape.ts';
import { isInForce, stateOf } from '../tokens/state.ts';
import { spotAt } from '../usage/spot.ts';
import { type EditingParts, type KeptSecret, keptSecretsIn } from './keptSecrets.ts';

/** What a lens does, by the command's name without the `cloudflareTokens.` in front. */
interface Action {
  readonly title: string;
  readonly command: string;
  readonly argument: unknown;
}

/** Makes what VS Code asks for lenses. @param changed fires when they are to be asked for again */
export function createLenses(parts: EditingParts, changed: vscode.Event<void>): vscode.CodeLensProvider {
  return {
    onDidChangeCodeLenses: changed,
    async provideCodeLenses(document) {
      if (!showsLenses() || isExample(document.uri)) return [];
      const secrets = await keptSecretsIn(parts, document).catch(() => []);
      const isConnected = (await parts.sessions.all().catch(() => [])).length > 0;
      const above = isEnvFile(document.uri)
        ? aboveEntries(document, secrets, isConnected)
        : secrets.map((secret) => ({ offset: secret.start, actions: actionsFor(document, secret) }));
      return above.flatMap(({ offset, actions }) => {
        const { range } = document.lineAt(document.positionAt(offset));
        return actions.map(
          ({ title, command, argument }) =>
            new vscode.CodeLens(range, {
              title,
              command: `cloudflareTokens.${command}`,
              arguments: [argument],
            }),
        );
      });
    },
  };
}

interface Above {
  readonly offset: number;
  readonly actions: readonly Action[];
}

/** The lenses of an env file, entry by entry; of several entries for a variable only the last counts. */
function aboveEntries(
  document: vscode.TextDocument,
  secrets: readonly KeptSecret[],
  isConnected: boolean,
): Above[] {
  const text = document.getText();
  const { uri } = document;
  const leaks = findLeaks(text);
  return [...new Map(scan(text).entries.map((entry) => [entry.key, entry])).values()].map((entry) => {
    const { key: variable, value, span } = entry;
    const offset = entry.separator.start;
    const kept = secrets.find(({ start, end }) => span.start <= start && end <= span.end);
    const here = { uri, variable };
    if (kept !== undefined) {
      const replace = { title: vscode.l10n.t('Replace…'), command: 'insertHere', argument: here };
      // What is put in its place is a secret, and here that would be half of a pair.
      return { offset, actions: [...actionsFor(document, kept), ...(kept.isS3 ? [] : [replace])] };
    }
    if (!isForToken(variable)) return { offset, actions: [] };
    const insert: Action[] = isConnected
      ? [
          {
            title:
              value === ''
                ? vscode.l10n.t('Insert a Cloudflare Secret…')
                : vscode.l10n.t('Replace with a Stored Secret…'),
            command: 'insertHere',
            argument: here,
          },
        ]
      : [];
    const leak = leaks.find(({ start }) => span.start <= start && start < span.end);
    const isUsable = leak !== undefined && shapeOf(text.slice(leak.start, leak.end)).usable;
    const spot = leak && spotAt(document, leak.start);
    const others: Action[] = isUsable
      ? [
          ...(isConnected
            ? [{ title: vscode.l10n.t('Keep in VS Code'), command: 'adoptSecret', argument: spot }]
            : []),
          { title: vscode.l10n.t('Verify'), command: 'verify', argument: spot },
        ]
      : [];
    return { offset, actions: [...insert, ...others] };
  });
}

/** What a lens offers for a secret that is kept. */
function actionsFor(document: vscode.TextDocument, { located, start, isS3 }: KeptSecret): Action[] {
  if (located === undefined) {
    if (isS3) return []; // Cloudflare's API does not know it
    return [{ title: vscode.l10n.t('Verify'), command: 'verify', argument: spotAt(document, start) }];
  }
  const { token, session } = located;
  const target = { connectionId: session.connection.id, owner: token.owner, tokenId: token.id };
  return [
    { title: summaryOf(located), command: 'revealToken', argument: target },
    { title: vscode.l10n.t('Verify'), command: 'verify', argument: target },
    ...(canEdit(token, session)
      ? [
          { title: vscode.l10n.t('Roll…'), command: 'roll', argument: target },
          // What nothing can be using need not be replaced with care.
          ...(isInForce(stateOf(token, new Date()))
            ? [{ title: vscode.l10n.t('Rotate…'), command: 'rotate', argument: target }]
            : []),
        ]
      : []),
  ];
}

function summaryOf({ token }: Located): string {
  return `${plain(token.name)} · ${stateOf(token, new Date()).label}`;
}
