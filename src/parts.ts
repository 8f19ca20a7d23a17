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
import { finishRoll } from './commands/finishRoll.ts';
import { forgetSecret } from './commands/forgetSecret.ts';
import { forgetSecrets } from './commands/forgetSecrets.ts';
import { insertHere } from './commands/insertHere.ts';
import { insertToken } from './commands/insertToken.ts';
import { forgetReplaced, keepRotated, storeAgain } from './commands/keepSecret.ts';
import { isAnswerLost } from './commands/lostAnswer.ts';
import { moveLeak, revokeLeak, rollLeak } from './commands/leaks.ts';
import { copyId, openInDashboard, openManagementTokenPage } from './commands/links.ts';
import type { CommandName } from './commands/names.ts';
import { rollToken } from './commands/rollToken.ts';
import { remindOfRotations, remindWhenCool } from './commands/rotation/remind.ts';
import { rotateToken } from './commands/rotation/rotateToken.ts';
import { undoRotation } from './commands/rotation/undoRotation.ts';
import { closeShortLived, openShortLivedTerminal, sweepShortLived } from './commands/shortLivedTerminal.ts';
import { secretForInput } from './commands/secretForInput.ts';
import { openTerminal, useInTerminals, withdrawFromTerminals } from './commands/terminals.ts';
import { remindOfRolls, tellInterrupted } from './commands/tellInterrupted.ts';
import { isTarget } from './commands/target.ts';
import { verifyToken } from './commands/verifyToken.ts';
import { connect, connectWithEnvironment } from './connections/connect.ts';
import { openConnections } from './connections/connections.ts';
import { disconnect } from './connections/disconnect.ts';
import { openSessions } from './connections/sessions.ts';
import { startEditing } from './editing/editing.ts';
import { createExplorer, type Explorer, type TreeSurface } from './explorer/explorer.ts';
import { openLeftRolls } from './journal/leftRolls.ts';
import { openShortLivedTokens } from './journal/shortLived.ts';
import { openTerminalEnvironment } from './insertion/terminalEnvironment.ts';
import { openJournal } from './journal/journal.ts';
import { openNetwork } from './network.ts';
import { explain, isCancelled } from './problems.ts';
import { openReach } from './rotation/openReach.ts';
import type { Rotation } from './rotation/rotation.ts';
import { openRotations } from './rotation/rotations.ts';
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
    | 'secrets'
    | 'globalState'
    | 'workspaceState'
    | 'environmentVariableCollection'
    | 'extensionUri'
    | 'extension'
    | 'globalStorageUri'
  >;
  readonly log: vscode.LogOutputChannel;
  readonly view: TreeSurface['view'];
  readonly treeChanged: TreeSurface['changed'];
}

export interface Parts {
  readonly explorer: Explorer;
  /** Runs a command; failures are told to the person here, once, for all commands. */
  run(name: CommandName, argument: unknown): Promise<unknown>;
  restoreWizard(panel: vscode.WebviewPanel, kept: unknown): Promise<void>;
  /** The window has opened, and something was left unfinished: says what is true now, and what waits. */
  resume(): Promise<void>;
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
  const rotations = openRotations(context.globalState);
  const leftRolls = openLeftRolls(context.globalState);
  const explorer = createExplorer(
    { sessions, vault, usage, rotations, leftRolls },
    { view, changed: treeChanged },
  );
  const terminals = openTerminalEnvironment(
    context.environmentVariableCollection,
    context.workspaceState,
    vault,
    (id) => rotations.successorOf(id),
  );
  const following = rotations.onDidChange(() => void terminals.apply().catch(() => undefined));
  const shortLived = openShortLivedTokens(context.globalState);
  const reachOf = (rotation: Rotation) =>
    openReach(rotation, {
      ...{ connections, sessions, vault, usage, rotations },
      keep: keepRotated(vault),
      follow: (from, to) => terminals.follow(from, to),
      forget: forgetReplaced(vault, leftRolls),
    });
  const journal = openJournal(context.globalState, vault, log);
  const parts: CommandParts = {
    ...{ connections, sessions, vault, usage, log },
    ...{ journal, leftRolls, rotations, reachOf, terminals, shortLived },
  };
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

  const commands: Record<CommandName, (argument: unknown) => Promise<unknown>> = {
    connect: () => connect(connecting),
    connectWithEnvironment: () => connectWithEnvironment(connecting),
    openManagementTokenPage,
    disconnect: (argument) =>
      disconnect(connections, vault, argument, (id) => rotations.of(id) !== undefined),
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
    finishRoll: (argument) => finishRoll(parts, argument),
    rotate: (argument) => rotateToken(parts, argument),
    // The same under the name that it has at a rotation under way.
    continueRotation: (argument) => rotateToken(parts, argument),
    undoRotation: (argument) => undoRotation(parts, argument),
    copySecret: (argument) => copySecret(parts, argument),
    insertSecret: (argument) => insertToken(parts, argument),
    openTerminal: (argument) => openTerminal(parts, argument),
    openShortLivedTerminal: (argument) => openShortLivedTerminal(parts, argument),
    useInTerminals: (argument) => useInTerminals(parts, argument),
    withdrawFromTerminals: () => withdrawFromTerminals(parts),
    secretForInput: (argument) => secretForInput(parts, argument, context.workspaceState),
    retryStore: (argument) => storeAgain(parts, argument),
    forgetSecret: (argument) => forgetSecret(parts, argument),
    forgetSecrets: (argument) => forgetSecrets(parts, argument),
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

  async function run(name: CommandName, work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await work();
    } catch (error) {
      if (isCancelled(error)) return undefined;
      log.error(`${name}: ${detailsOf(error)}`);
      void vscode.window.showErrorMessage(`${failureOf(name, error)} ${explain(error)}`);
      return undefined;
    }
  }
  const announceTerminals = () =>
    vscode.commands.executeCommand('setContext', 'cloudflareTokens.terminals', terminals.all().length > 0);
  void announceTerminals();
  const terminalChanges = terminals.onDidChange(() => void announceTerminals());
  const remind = async () => {
    await run('rotate', () => remindOfRotations(parts));
  };
  const reminder = remindWhenCool(parts, remind);

  return {
    explorer,
    run: (name, argument) => run(name, () => commands[name](argument)),

    async resume() {
      await run('useInTerminals', () => terminals.apply());
      await run('openShortLivedTerminal', () => sweepShortLived(parts));
      await run('roll', () => tellInterrupted(parts));
      // Side by side: a message that is left standing must not keep the next one back.
      await Promise.all([run('finishRoll', () => remindOfRolls(parts)), remind()]);
    },

    restoreWizard(panel, kept) {
      restoreWizard(wizard, panel, kept);
      return Promise.resolve();
    },

    async end() {
      await Promise.allSettled([clearCopiedSecret(), closeShortLived()]);
    },

    dispose() {
      reminder.dispose();
      editing.dispose();
      explorer.dispose();
      terminalChanges.dispose();
      following.dispose();
      terminals.dispose();
      rotations.dispose();
      leftRolls.dispose();
      usage.dispose();
      templates.dispose();
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
    finishRoll: vscode.l10n.t('The new secret is not everywhere yet.'),
    rotate: vscode.l10n.t('The rotation did not go on; continue it later from its row.'),
    continueRotation: vscode.l10n.t('The rotation did not go on; continue it later from its row.'),
    undoRotation: vscode.l10n.t('The rotation is not undone yet; continue it later from its row.'),
    copySecret: vscode.l10n.t('The secret could not be copied.'),
    insertSecret: vscode.l10n.t('The secret was not inserted.'),
    openTerminal: vscode.l10n.t('The terminal was not opened.'),
    openShortLivedTerminal: vscode.l10n.t('The short-lived token could not be made, or not be deleted.'),
    useInTerminals: vscode.l10n.t('The terminals of this workspace do not have the token.'),
    withdrawFromTerminals: vscode.l10n.t('The token could not be withdrawn.'),
    secretForInput: vscode.l10n.t('The secret could not be read.'),
    retryStore: vscode.l10n.t('The secret could not be stored.'),
    forgetSecret: vscode.l10n.t('The secret was not removed.'),
    forgetSecrets: vscode.l10n.t('The secrets were not removed.'),
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
