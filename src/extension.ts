// Where VS Code enters. Nothing happens here but registration: the parts are loaded and put together on first use,
// so that a window in which nobody looks at tokens, and nothing was left unfinished, pays next to nothing.
import * as vscode from 'vscode';
import { COMMANDS } from './commands/names.ts';
import type { Node } from './explorer/nodes.ts';
import { UNFINISHED, OF_WORKSPACE } from './journal/keys.ts';
import type { Parts } from './parts.ts';

let composed: Parts | undefined;

/** Registers the view, the commands and the wizard's restoring; loads nothing else and does no I/O. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Cloudflare API Tokens', { log: true });
  const treeChanged = new vscode.EventEmitter<Node | undefined>();
  let loading: Promise<Parts> | undefined;

  const parts = () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  async function load(): Promise<Parts> {
    const { composeParts } = await import('./parts.ts');
    composed = composeParts({ context, log, view, treeChanged });
    context.subscriptions.push(composed);
    return composed;
  }

  const view = vscode.window.createTreeView<Node>('cloudflareTokens.explorer', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: treeChanged.event,
      getChildren: async (node) => (await parts()).explorer.getChildren(node),
      getParent: (node) => composed?.explorer.getParent(node),
      getTreeItem: async (node) => (await parts()).explorer.getTreeItem(node),
      resolveTreeItem: async (item, node) => (await parts()).explorer.resolveTreeItem(item, node),
    },
  });

  // Whoever keeps secrets here and opens an env file gets the lenses and the rest, which come with the parts.
  const serve = async ({ languageId }: vscode.TextDocument) => {
    if (languageId !== 'dotenv' || loading !== undefined) return;
    const kept = await context.secrets.keys().then(
      (keys) => keys.length > 0,
      () => false,
    );
    if (kept) await parts();
  };
  const serving = (document: vscode.TextDocument) =>
    void serve(document).catch((error: unknown) => log.error(`Loading: ${String(error)}`));
  vscode.workspace.textDocuments.forEach(serving);

  // For the welcome view and the palette, which offer it only where there is one.
  const hasToken = (process.env['CLOUDFLARE_API_TOKEN'] ?? '') !== '';
  void vscode.commands.executeCommand('setContext', 'cloudflareTokens.environmentToken', hasToken);

  context.subscriptions.push(
    log,
    treeChanged,
    view,
    vscode.workspace.onDidOpenTextDocument(serving),
    ...COMMANDS.map((name) =>
      vscode.commands.registerCommand(`cloudflareTokens.${name}`, async (argument?: unknown) =>
        (await parts()).run(name, argument),
      ),
    ),
    vscode.window.registerWebviewPanelSerializer('cloudflareTokens.wizard', {
      deserializeWebviewPanel: async (panel, kept: unknown) => (await parts()).restoreWizard(panel, kept),
    }),
  );

  // These states are in memory already, so asking them is no I/O.
  const isUnfinished =
    context.globalState
      .keys()
      .some((key) => Object.values(UNFINISHED).some((prefix) => key.startsWith(prefix))) ||
    context.workspaceState.get(OF_WORKSPACE.terminals) !== undefined;
  if (isUnfinished)
    parts().then(
      (loaded) => loaded.resume(),
      (error: unknown) => log.error(String(error)),
    );
}

/** VS Code waits a few seconds for this when the window closes, or the extension is turned off. */
export async function deactivate(): Promise<void> {
  await composed?.end();
}
