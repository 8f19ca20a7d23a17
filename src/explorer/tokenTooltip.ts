// The whole token in Markdown, for the tooltip of its row. Every text from Cloudflare is escaped.
import * as vscode from 'vscode';
import type { Session } from '../connections/session.ts';
import { escapeMarkdown } from '../tokens/markdown.ts';
import { sentencesOf } from '../tokens/sentences.ts';
import { stateOf } from '../tokens/state.ts';
import type { Token } from '../tokens/token.ts';
import type { Whereabouts } from '../vault/vault.ts';
import { secretWords } from './tokenRow.ts';

/** A token may hold every Read permission there is; the rows below it name them all. */
const MOST_IN_A_SENTENCE = 8;

/** Writes a token's tooltip. The Markdown is untrusted: no command links, no HTML, no images of others. */
export function tokenTooltip(
  token: Token,
  session: Session,
  secret: Whereabouts,
  now: Date,
): vscode.MarkdownString {
  const { grants, restrictions, dates } = sentencesOf(
    token,
    session.catalogue(token.owner),
    session.names,
    now,
    { most: MOST_IN_A_SENTENCE },
  );
  const text = new vscode.MarkdownString();
  const list = (lines: readonly string[]) => lines.map((line) => `- ${escapeMarkdown(line)}\n`).join('');
  text.appendMarkdown(`**${escapeMarkdown(token.name)}** — ${escapeMarkdown(stateOf(token, now).label)}\n\n`);
  text.appendMarkdown(`${list(grants)}\n${list([...restrictions, ...dates])}\n`);
  text.appendMarkdown(`${escapeMarkdown(secretWords(secret))}  \n\`${escapeMarkdown(token.id)}\``);
  return text;
}
