// Puts the parts together: vault, connections, sessions, tree, wizard and commands. Loaded on first use.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createCloudflareApi } from './cloudflare/client.ts';
import { ApiError } from './cloudflare/errors.ts';
import { redact } from './cloudflare/redact.ts';
import { adoptSecret } from './commands/adoptSecret.ts';
import { changeStatus } from './commands/changeStatus.ts';
import { addConsumer, forgetConsumer } from './commands/consumers.ts';
import type { CommandParts } from './commands/context.ts';
import { clearCopiedSecret, copySecret } from './commands/copySecret.ts';
import { deleteToken } from './commands/deleteToken.ts';
import { chooseToDuplicate } from './commands/duplicateToken.ts';
import { chooseToEdit } from './commands/editToken.ts';
import { forgetSecret } from './commands/forgetSecret.ts';
import { insertHere } from './commands/insertHere.ts';
import { insertToken } from './commands/insertToken.ts';
import { storeAgain } from './commands/keepSecret.ts';
import { isAnswerLost } from './commands/lostAnswer.ts';
import { moveLeak, revokeLeak, rollLeak } from './commands/leaks.ts';
import { copyId, openInDashboard, openManagementTokenPage } from './commands/links.ts';
import type { CommandName } from './commands/names.ts';
import { rollToken } from './commands/rollToken.ts';
import { isTarget } from './commands/target.ts';
import { verifyToken } from './commands/verifyToken.ts';
import { connect, connectWithEnvironment } from './connections/connect.ts';
import { openConnections } from './connections/connections.ts';
import { disconnect } from './connections/disconnect.ts';
import { openSessions } from './connections/sessions.ts';
import { startEditing } from './editing/editing.ts';
import { createExplorer, type Explorer, type TreeSurface } from './explorer/explorer.ts';
import { openNetwork } from './network.ts';
import { explain, isCancelled } from './problems.ts';
import { apiBaseUrl } from './settings.ts';
import { openOwnTemplates } from './templates/ownTemplates.ts';
import { requestForEdit, requestOf } from './tokens/request.ts';
import type { Secret } from './tokens/secret.ts';
import type { Owner } from './tokens/token.ts';
import { openUsage } from './usage/usage.ts';
import { openVault, VaultError } from './vault/vault.ts';
import { openAttempts } from './wizard/attempts.ts';
import type { Start } from './wizard/messages.ts';
import { editToken, openWizard, restoreWizard, type WizardParts } from './wizard/panel.ts';
import { createWizardServices } from './wizardServices.ts';

/** What VS Code's entry point has made already. */
export interface Surroundings {
  readonly context: Pick<
    vscode.ExtensionContext,
    'secrets' | 'workspaceState' | 'globalState' | 'extensionUri' | 'extension' | 'globalStorageUri'
  >;
  readonly log: vscode.LogOutputChannel;
  readonly view: TreeSurface['view'];
  readonly treeChanged: TreeSurface['changed'];
}

export interface Parts {
  readonly explorer: Explorer;
  /** Runs a command; failures are told to the person here, once, for all commands. */
  run(name: CommandName, argument: unknown): Promise<void>;
  restoreWizard(panel: vscode.WebviewPanel, kept: unknown): Promise<void>;
  /** The window closes: what was to happen later happens now. */
  end(): Promise<void>;
  dispose(): void;
}

/** Composes everything; what it returns is disposed of with the extension. */
export function composeParts({ context, log, view, treeChanged }: Surroundings): Parts {
  const { bundle } = vscode.l10n;
  if (bundle !== undefined) l10n.config({ contents: bundle });
  const vault = openVault(context.secrets);
  const network = openNetwork();
  const userAgent = `cloudflare-api-tokens/${versionOf(context.extension)} vscode/${vscode.version}`;
  const apiFor = (secret: Secret) =>
    createCloudflareApi({
      baseUrl: apiBaseUrl(),
      secret,
      transport: network.send,
      userAgent,
      log: (line) => log.debug(line),
    });
  const connections = openConnections(vault);
  const sessions = openSessions(connections, apiFor);
  const usage = openUsage(vault, context.globalState);
  const explorer = createExplorer(sessions, vault, usage, { view, changed: treeChanged });
  const parts: CommandParts = { connections, sessions, vault, usage, log };
  const connecting = { connections, apiFor, log };
  const templates = openOwnTemplates(context.globalStorageUri);
  const editing = startEditing(parts, ({ token, session }) => explorer.describe(token, session));
  const wizard: WizardParts = {
    extensionUri: context.extensionUri,
    services: createWizardServices({
      ...parts,
      attempts: openAttempts(context.workspaceState),
      templates,
      storage: context.globalStorageUri,
      reveal: (...row) => explorer.reveal(...row),
    }),
    buildRequest: (draft, { userId }, current) => {
      const context = userId === undefined ? {} : { userId };
      return current === undefined ? requestOf(draft, context) : requestForEdit(draft, current, context);
    },
  };

  const commands: Record<CommandName, (argument: unknown) => Promise<void>> = {
    connect: () => connect(connecting),
    connectWithEnvironment: () => connectWithEnvironment(connecting),
    openManagementTokenPage,
    disconnect: (argument) => disconnect(connections, vault, argument),
    // The view's title hands over the row that happens to have the focus; its button means everything.
    refresh: () => explorer.refresh(undefined),
    refreshList: (argument) => explorer.refresh(argument),
    create: (argument) => {
      openWizard(wizard, startOf(argument));
      return Promise.resolve();
    },
    edit: (argument) =>
      chooseToEdit(parts, argument, (token) => {
        editToken(wizard, token);
      }),
    duplicate: async (argument) => {
      const token = await chooseToDuplicate(parts, argument);
      if (token === undefined) return;
      const { connectionId, owner, tokenId } = token;
      openWizard(wizard, { connectionId, owner, like: tokenId });
    },
    verify: (argument) => verifyToken(parts, argument),
    roll: (argument) => rollToken(parts, argument),
    copySecret: (argument) => copySecret(parts, argument),
    insertSecret: (argument) => insertToken(parts, argument),
    retryStore: (argument) => storeAgain(parts, argument),
    forgetSecret: (argument) => forgetSecret(parts, argument),
    addConsumer: (argument) => addConsumer(parts, argument),
    forgetConsumer: (argument) => forgetConsumer(parts, argument),
    adoptSecret: (argument) => adoptSecret(parts, argument),
    insertHere: (argument) => insertHere(parts, argument),
    revealToken: (argument) => revealToken(explorer, argument),
    findLeaks: () => editing.searchWorkspace(),
    moveLeak: (argument) => moveLeak(parts, argument),
    rollLeak: (argument) => rollLeak(parts, argument),
    revokeLeak: (argument) => revokeLeak(parts, argument),
    disable: (argument) => changeStatus(parts, argument, 'disabled'),
    enable: (argument) => changeStatus(parts, argument, 'active'),
    delete: (argument) => deleteToken(parts, argument),
    copyId: (argument) => copyId(sessions, argument),
    openInDashboard,
  };

  return {
    explorer,

    async run(name, argument) {
      try {
        await commands[name](argument);
      } catch (error) {
        if (isCancelled(error)) return;
        log.error(`${name}: ${detailsOf(error)}`);
        void vscode.window.showErrorMessage(`${failureOf(name, error)} ${explain(error)}`);
      }
    },

    restoreWizard(panel, kept) {
      restoreWizard(wizard, panel, kept);
      return Promise.resolve();
    },

    end: clearCopiedSecret,

    dispose() {
      editing.dispose();
      explorer.dispose();
      templates.dispose();
      usage.dispose();
      sessions.dispose();
      vault.dispose();
      void network.close();
    },
  };
}

/** What the log tells: the stack only of what nobody foresaw, since those texts are ours alone. */
function detailsOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const foreseen = error instanceof ApiError || error instanceof VaultError;
  return foreseen ? error.message : redact(error.stack ?? error.message);
}

/** What did not happen, as the first sentence of a message; or, where the answer was lost, that nobody knows. */
function failureOf(name: CommandName, error: unknown): string {
  const changes = ['disable', 'enable', 'delete', 'revokeLeak'].includes(name);
  if (changes && isAnswerLost(error)) {
    return vscode.l10n.t('It is not known whether the token was changed: refresh the list to see.');
  }
  const words: Record<CommandName, string> = {
    connect: vscode.l10n.t('Could not connect to Cloudflare.'),
    connectWithEnvironment: vscode.l10n.t('Could not connect to Cloudflare.'),
    openManagementTokenPage: vscode.l10n.t('The dashboard could not be opened.'),
    disconnect: vscode.l10n.t('Could not disconnect.'),
    refresh: vscode.l10n.t('Not all tokens could be refreshed.'),
    refreshList: vscode.l10n.t('Not all tokens could be refreshed.'),
    create: vscode.l10n.t('The wizard could not be opened.'),
    edit: vscode.l10n.t('The token could not be opened.'),
    duplicate: vscode.l10n.t('The wizard could not be opened.'),
    verify: vscode.l10n.t('The token could not be verified.'),
    roll: vscode.l10n.t('The secret was not rolled.'),
    copySecret: vscode.l10n.t('The secret could not be copied.'),
    insertSecret: vscode.l10n.t('The secret was not inserted.'),
    retryStore: vscode.l10n.t('The secret could not be stored.'),
    forgetSecret: vscode.l10n.t('The secret was not removed.'),
    addConsumer: vscode.l10n.t('The note could not be kept.'),
    forgetConsumer: vscode.l10n.t('The note could not be removed.'),
    adoptSecret: vscode.l10n.t('The secret was not kept.'),
    insertHere: vscode.l10n.t('The secret was not inserted.'),
    revealToken: vscode.l10n.t('The token could not be shown.'),
    findLeaks: vscode.l10n.t('The workspace could not be searched.'),
    moveLeak: vscode.l10n.t('The secret was not moved.'),
    rollLeak: vscode.l10n.t('The secret was not rolled.'),
    revokeLeak: vscode.l10n.t('The token was not deleted.'),
    disable: vscode.l10n.t('The token was not disabled.'),
    enable: vscode.l10n.t('The token was not enabled.'),
    delete: vscode.l10n.t('The token was not deleted.'),
    copyId: vscode.l10n.t('The ID could not be copied.'),
    openInDashboard: vscode.l10n.t('The dashboard could not be opened.'),
  };
  return words[name];
}

/** Opens the view with a token's row selected. */
async function revealToken(explorer: Explorer, argument: unknown): Promise<void> {
  if (!isTarget(argument)) return;
  await vscode.commands.executeCommand('cloudflareTokens.explorer.focus');
  await explorer.reveal(argument.connectionId, argument.owner, argument.tokenId);
}

/** Whom the wizard starts with: the owner of the row it was opened from. */
function startOf(argument: unknown): Start {
  if (typeof argument !== 'object' || argument === null || !('connectionId' in argument)) return {};
  const { connectionId, owner } = argument as { readonly connectionId: string; readonly owner?: Owner };
  return { connectionId, ...(owner === undefined ? {} : { owner }) };
}

function versionOf({ packageJSON }: { readonly packageJSON: unknown }): string {
  const version = (packageJSON as { readonly version?: unknown }).version;
  return typeof version === 'string' ? version : '0';
}
