// The wizard's tab in VS Code: opens it, brings it back after a reload, and carries its messages.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type Conversation, startConversation } from './conversation.ts';
import { pageHtml } from './html.ts';
import { type CreatedToken, type HostMessage, madeBefore, readHostMessage, type Start } from './messages.ts';
import type { BuildRequest, WizardServices } from './services.ts';

export const WIZARD_VIEW_TYPE = 'cloudflareTokens.wizard';

export interface WizardParts {
  readonly extensionUri: vscode.Uri;
  readonly services: WizardServices;
  readonly buildRequest: BuildRequest;
}

interface OpenWizard {
  readonly panel: vscode.WebviewPanel;
  readonly conversation: Conversation;
  readonly start: string;
}

const open = new Set<OpenWizard>();

/** Opens the wizard, or shows the one that is already open for the same start and still unfinished. */
export function openWizard(parts: WizardParts, start: Start = {}): void {
  const key = JSON.stringify(start);
  const present = [...open].find(
    ({ start: other, conversation }) =>
      other === key && conversation.unfinished && conversation.edits === undefined,
  );
  if (present !== undefined) {
    present.panel.reveal();
    return;
  }
  openPanel(parts, vscode.l10n.t('Create API Token'), start);
}

/** Opens a token in the wizard to edit it; a token is open but once, through whatever connection. */
export function editToken(
  parts: WizardParts,
  token: Required<Pick<Start, 'connectionId' | 'owner' | 'edit'>> & { readonly name: string },
): void {
  const { name, ...start } = token;
  const present = [...open].find(({ conversation }) => conversation.edits === token.edit);
  if (present !== undefined) {
    present.panel.reveal();
    present.conversation.askedAgain();
    return;
  }
  openPanel(parts, vscode.l10n.t('Edit “{0}”', name), start);
}

function openPanel(parts: WizardParts, title: string, start: Start): void {
  const panel = vscode.window.createWebviewPanel(WIZARD_VIEW_TYPE, title, vscode.ViewColumn.Active, {
    enableFindWidget: true,
  });
  run(parts, panel, start);
}

/** Brings a wizard back after a reload of the window. The webview itself kept the draft, and VS Code kept that. */
export function restoreWizard(parts: WizardParts, panel: vscode.WebviewPanel, kept: unknown): void {
  run(parts, panel, {}, madeBefore(kept));
}

function run(
  { extensionUri, services, buildRequest }: WizardParts,
  panel: vscode.WebviewPanel,
  start: Start,
  made?: CreatedToken,
): void {
  const { webview } = panel;
  const assets = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString();

  const icon = (theme: 'light' | 'dark') => vscode.Uri.joinPath(extensionUri, 'media', `tokens-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  webview.options = { enableScripts: true, localResourceRoots: [assets] };

  const texts = vscode.l10n.bundle;
  const conversation = startConversation({
    services,
    buildRequest,
    start,
    ...(made === undefined ? {} : { made }),
    ...(texts === undefined ? {} : { texts }),
    post: (message) => post(webview, message),
    copyText: (text) => vscode.env.clipboard.writeText(text),
    endedAfterClosing: (creation) => services.tellOutcome(creation),
    close: () => {
      panel.dispose();
    },
  });
  const wizard: OpenWizard = { panel, conversation, start: JSON.stringify(start) };
  open.add(wizard);
  const listening = webview.onDidReceiveMessage((data: unknown) => conversation.hear(data));
  panel.onDidDispose(() => {
    open.delete(wizard);
    listening.dispose();
    conversation.dispose();
  });

  webview.html = pageHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    scriptUri: asset('wizard.js'),
    styleUri: asset('wizard.css'),
    language: vscode.env.language,
    title: panel.title,
  });
}

/** The only place that posts to the webview: what the message's schema does not name stays here. */
function post(webview: vscode.Webview, message: HostMessage): void {
  const checked = readHostMessage(message);
  if (checked === undefined) throw new TypeError(`malformed message to the wizard: ${message.type}`);
  void webview.postMessage(checked);
}
