// "Insert Secret into .env": finds the token's secret, and hands it to the insertion; of a token for R2 the S3 keys, if
// those are wanted.
import * as vscode from 'vscode';
import type { Sessions } from '../connections/sessions.ts';
import { insertSecret } from '../insertion/insert.ts';
import { insertS3 } from '../insertion/insertS3.ts';
import { plain } from '../tokens/markdown.ts';
import { type ToolVariable, variablesFor } from '../tokens/tokenVariables.ts';
import type { CommandParts } from './context.ts';
import { chooseSecret } from './stored.ts';

/** Inserts the secret of a tree row's token, or asks which. @throws VaultError */
export async function insertToken(parts: CommandParts, argument: unknown): Promise<void> {
  const chosen = await chooseSecret(parts, argument, vscode.l10n.t('Whose secret should be inserted?'));
  if (chosen === undefined) return;
  const { id, name, secret, endpoints = [] } = chosen;
  const what = endpoints.length === 0 ? 'secret' : await chooseWhat(name);
  if (what === 'secret')
    await insertSecret({ name, variables: await variablesIfKnown(parts.sessions, id) }, secret);
  if (what === 's3') await insertS3(name, { id, secret }, endpoints);
}

async function chooseWhat(name: string): Promise<'secret' | 's3' | undefined> {
  const items = [
    {
      label: `$(key) ${vscode.l10n.t('The API token')}`,
      detail: vscode.l10n.t('for Cloudflare’s own API: Wrangler, Terraform, scripts'),
      what: 'secret' as const,
    },
    {
      label: `$(database) ${vscode.l10n.t('S3 keys for R2')}`,
      detail: vscode.l10n.t(
        'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the endpoint; made of the token here',
      ),
      what: 's3' as const,
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Insert the Secret of “{0}”', plain(name)),
    placeHolder: vscode.l10n.t('The token may reach R2 buckets. What should the file have?'),
  });
  return picked?.what;
}

/** What tools read that a token suits, where its list was fetched already: a stored secret needs no network. */
async function variablesIfKnown(sessions: Sessions, id: string): Promise<readonly ToolVariable[]> {
  for (const session of await sessions.all()) {
    for (const { owner } of session.connection.owners) {
      const token = session.known(owner)?.tokens.find((known) => known.id === id);
      if (token !== undefined) return variablesFor(token, session.catalogue(owner));
    }
  }
  return [];
}
