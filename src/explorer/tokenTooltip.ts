// The whole token in Markdown, for the tooltip of its row. Every text from Cloudflare is escaped.
import * as vscode from 'vscode';
import type { Session } from '../connections/session.ts';
import { capitalized } from '../tokens/capitalized.ts';
import { escapeMarkdown } from '../tokens/markdown.ts';
import { sentencesOf } from '../tokens/sentences.ts';
import { stateOf } from '../tokens/state.ts';
import type { Token } from '../tokens/token.ts';
import type { Consumer } from '../usage/consumer.ts';
import type { Whereabouts } from '../vault/vault.ts';
import { secretWords } from './tokenRow.ts';

/** A token may hold every Read permission there is; the rows below it name them all. */
const MOST_IN_A_SENTENCE = 8;

/** What is known here of a token's secret: where it is kept, and who uses it. */
export interface SecretFacts {
  readonly secret: Whereabouts;
  readonly consumers: readonly Consumer[];
}

/** More consumers than this are counted. */
const MOST_CONSUMERS = 3;

/** Writes a token's tooltip. The Markdown is untrusted: no command links, no HTML, no images of others. */
export function tokenTooltip(
  token: Token,
  session: Session,
  { secret, consumers }: SecretFacts,
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
  const facts = [secretWords(secret), usedIn(consumers)].filter((fact) => fact !== '');
  text.appendMarkdown(`${list(facts.map(capitalized))}\n`);
  text.appendMarkdown(`\`${escapeMarkdown(token.id)}\``);
  return text;
}

function usedIn(consumers: readonly Consumer[]): string {
  if (consumers.length === 0) return '';
  const named = consumers.slice(0, MOST_CONSUMERS).map(({ label }) => label);
  const rest = consumers.length - named.length;
  return rest === 0
    ? vscode.l10n.t('used in {0}', named.join(', '))
    : vscode.l10n.t('used in {0} places: {1} and {2} more', consumers.length, named.join(', '), rest);
}
