// "Connect to Cloudflare": asks for a management token, finds out what it is, and keeps it.
import * as vscode from 'vscode';
import type { CloudflareApi } from '../cloudflare/api.ts';
import { identify } from '../cloudflare/identify.ts';
import { explain, isCancelled } from '../problems.ts';
import { whileTold } from '../progress.ts';
import { plain } from '../tokens/markdown.ts';
import { Secret } from '../tokens/secret.ts';
import { shapeOf, type SecretShape } from '../tokens/secretShape.ts';
import type { Owner, Verification } from '../tokens/token.ts';
import { VaultError } from '../vault/vault.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { discover, type Discovery, type Lack } from './discover.ts';

export interface ConnectParts {
  readonly connections: Connections;
  readonly apiFor: (secret: Secret) => CloudflareApi;
  readonly log: vscode.LogOutputChannel;
}

/** Asks for a token and connects with it. Resolves when the person is told how it went; cancelling is fine. */
export async function connect(parts: ConnectParts): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Connect to Cloudflare'),
    prompt: vscode.l10n.t(
      'Paste an API token that may manage tokens (API Tokens Edit, or Account API Tokens Edit). It is kept in VS Code’s secret storage.',
    ),
    placeHolder: vscode.l10n.t('cfut_… or cfat_…'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : refusal(shapeOf(value))),
  });
  if (text !== undefined && text.trim() !== '') await connectWith(text, parts);
}

/** Connects with the token in the environment's CLOUDFLARE_API_TOKEN. */
export async function connectWithEnvironment(parts: ConnectParts): Promise<void> {
  const text = process.env['CLOUDFLARE_API_TOKEN'] ?? '';
  const problem = text === '' ? vscode.l10n.t('CLOUDFLARE_API_TOKEN is not set.') : refusal(shapeOf(text));
  if (problem === undefined) return connectWith(text, parts);
  await vscode.window.showErrorMessage(
    vscode.l10n.t('CLOUDFLARE_API_TOKEN cannot be used. {0}', problemText(problem)),
  );
}

function problemText(problem: string | vscode.InputBoxValidationMessage): string {
  return typeof problem === 'string' ? problem : problem.message;
}

/** Why a pasted text cannot be a management token, as far as its shape tells; undefined when it may be one. */
function refusal(shape: SecretShape): string | vscode.InputBoxValidationMessage | undefined {
  return shape.usable ? undefined : shape.problem;
}

async function connectWith(text: string, parts: ConnectParts): Promise<void> {
  const shape = shapeOf(text);
  const secret = new Secret(shape.cleaned);
  try {
    const found = await whileTold(
      vscode.l10n.t('Connecting to Cloudflare…'),
      (signal) => lookAround(secret, shape, parts, signal),
      { cancellable: true },
    );
    if (found === undefined) return;
    const unstored = await keep(found.connection, secret, parts);
    await vscode.commands.executeCommand('cloudflareTokens.explorer.focus');
    if (unstored === undefined) report(found);
    else void reportUnstored(found, unstored, parts);
  } catch (error) {
    if (isCancelled(error)) return;
    parts.log.warn(`Connecting failed: ${error instanceof Error ? error.message : typeof error}`);
    const retry = vscode.l10n.t('Try Again');
    const reason = vscode.l10n.t('Could not connect to Cloudflare. {0}', explain(error));
    if ((await vscode.window.showErrorMessage(reason, retry)) === retry) await connect(parts);
  }
}

/**
 * Keeps a connection. @returns why it could not be stored, where it works all the same until the window closes
 * @throws VaultError when SecretStorage cannot even be read
 */
async function keep(
  connection: Connection,
  secret: Secret,
  { connections, log }: ConnectParts,
): Promise<VaultError | undefined> {
  try {
    await connections.save(connection, secret);
    return undefined;
  } catch (error) {
    if (!(error instanceof VaultError && error.kept)) throw error;
    log.error(`The token of connection ${connection.id} is in memory only: ${error.message}`);
    await connections.list();
    return error;
  }
}

async function lookAround(
  secret: Secret,
  shape: SecretShape,
  { apiFor }: ConnectParts,
  signal: AbortSignal,
): Promise<Discovery | undefined> {
  const api = apiFor(secret);
  const known = await identify(api, shape.kind, [], { signal });
  if (known.outcome === 'identified') return discover(api, known.owner, known.verification, signal);
  // An account-owned token that may not list accounts: only the person can say whose it is.
  const accountId = await askForAccountId();
  if (accountId === undefined) return undefined;
  const owner: Owner = { kind: 'account', accountId };
  const verification: Verification = await api.verify(owner, { signal });
  return discover(api, owner, verification, signal);
}

async function askForAccountId(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Connect to Cloudflare'),
    prompt: vscode.l10n.t(
      'This looks like an account-owned token that may not list accounts. Enter the ID of its account (32 characters, on the account’s overview page).',
    ),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === '' || /^[0-9a-f]{32}$/i.test(value.trim())
        ? undefined
        : vscode.l10n.t('An account ID has 32 hexadecimal characters.'),
  });
  const id = text?.trim().toLowerCase();
  return id === undefined || id === '' ? undefined : id;
}

/** Says that the connection works, but only for now, until it is stored or the person lets it be. */
async function reportUnstored(
  { connection, lacks }: Discovery,
  { message }: VaultError,
  { connections }: Pick<ConnectParts, 'connections'>,
): Promise<void> {
  const again = vscode.l10n.t('Store Again');
  const name = plain(connection.label);
  const answer = await vscode.window.showWarningMessage(
    [
      vscode.l10n.t('Connected to Cloudflare as {0}, but in this window only.', name),
      message,
      vscode.l10n.t(
        'Unlock the system keyring and store it again; otherwise the connection is gone when the window closes or reloads.',
      ),
      ...lacks.map((lack) => lackWords(lack)),
    ].join(' '),
    again,
  );
  if (answer !== again) return;
  try {
    await connections.storeAgain(connection.id);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The connection {0} is now in VS Code’s secret storage.', name),
    );
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    await reportUnstored({ connection, lacks: [] }, error, { connections });
  }
}

function report({ connection, lacks }: Discovery): void {
  const message = vscode.l10n.t('Connected to Cloudflare as {0}.', plain(connection.label));
  const notes = lacks.map((lack) => lackWords(lack));
  if (notes.length === 0) void vscode.window.showInformationMessage(message);
  else void vscode.window.showWarningMessage([message, ...notes].join(' '));
}

function lackWords(lack: Lack): string {
  switch (lack) {
    case 'edit-tokens':
      return vscode.l10n.t(
        'Its token may read tokens but not create or change them: it lacks API Tokens Edit.',
      );
    case 'account-names':
      return vscode.l10n.t(
        'It may not list accounts: account tokens are left out, and accounts show as IDs.',
      );
    case 'user-details':
      return vscode.l10n.t(
        'It may not read your e-mail address (User Details Read), so the connection is named by its ID.',
      );
  }
}
