// Secrets in files that git tracks, or would take in with the next `git add`, as problems: in the Problems panel and in
// the editor. Open files are looked at as they change; the whole workspace only when somebody asks.
import * as vscode from 'vscode';
import { searchTracked, type Tracking, trackingOf } from '../insertion/gitGuard.ts';
import { findLeaks, type LeakKind } from '../leaks/detect.ts';
import { showsLeaks } from '../settings.ts';
import type { Usage } from '../usage/usage.ts';

/** The source that the Problems panel names. */
export const LEAK_SOURCE = 'Cloudflare Tokens';

export interface LeakProblems {
  /** Looks through all files that git tracks or would take in, and says what it found. */
  searchWorkspace(): Promise<void>;
  dispose(): void;
}

/** An open document is looked at when nobody has typed for this long; in milliseconds. */
const PAUSE = 400;
/** What git makes of a file is asked again after this; in milliseconds. */
const TRACKING_COUNTS = 10_000;
/** Nobody writes files of this size by hand; bytes or characters. */
const LARGEST = 1_000_000;
const MOST_FILES = 2000;
const FORMATS = 'https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/';

/**
 * For git, which lists the files with a line that may hold a secret; the detector has the last word. The second one is
 * for secrets without a prefix, which need a name in front.
 */
const PATTERNS = [
  '(cf(ut|at|k)_[a-z0-9]{48}|cfoat_[a-z0-9_.-]{20}|v1\\.0-[0-9a-f]{24}-[0-9a-f]{100})',
  '(token|key|bearer|password)[]"\']*[[:space:]]*[:=]?[>]?[[:space:]]*["\'`]?[a-z0-9_-]{37}',
];

/** Starts to look at open documents. */
export function watchLeaks(usage: Usage): LeakProblems {
  const problems = vscode.languages.createDiagnosticCollection('cloudflareTokens');
  const decoration = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.warningForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    after: {
      margin: '0 0 0 2em',
      color: new vscode.ThemeColor('editorWarning.foreground'),
      fontStyle: 'italic',
    },
  });
  const typing = new Map<string, NodeJS.Timeout>();
  const tracked = new Map<string, { readonly tracking: Promise<Tracking>; readonly at: number }>();
  /** Found by a search: their problems stay when they are closed. */
  const searched = new Set<string>();
  let ended = false;

  async function look(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    const found = await problemsIn(document);
    if (ended || document.version !== version) return; // or another look is on its way
    problems.set(uri, document.isClosed && !searched.has(uri.toString()) ? [] : found);
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) decorate(editor);
  }

  async function problemsIn(document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
    const { uri } = document;
    // Git is run in trusted workspaces only.
    if (!vscode.workspace.isTrusted || uri.scheme !== 'file' || !showsLeaks()) return [];
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return [];
    const text = document.getText();
    if (text.length > LARGEST) return [];
    const recognize = await usage.recognizer().catch(() => () => undefined);
    const leaks = findLeaks(text, (candidate) => recognize(candidate) !== undefined);
    const tracking = leaks.length === 0 ? 'ignored' : await askGit(uri);
    if (tracking !== 'tracked' && tracking !== 'untracked') return [];
    return leaks.map(({ kind, start, end }) => {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const problem = new vscode.Diagnostic(
        range,
        `${whatIs(kind)} ${whereItGoes(tracking)}`,
        tracking === 'tracked' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
      );
      problem.source = LEAK_SOURCE;
      problem.code = { value: kind, target: vscode.Uri.parse(FORMATS) };
      return problem;
    });
  }

  function askGit(uri: vscode.Uri): Promise<Tracking> {
    const key = uri.toString();
    const known = tracked.get(key);
    if (known !== undefined && Date.now() - known.at < TRACKING_COUNTS) return known.tracking;
    const tracking = trackingOf(uri);
    tracked.set(key, { tracking, at: Date.now() });
    return tracking;
  }

  function decorate(editor: vscode.TextEditor): void {
    const { document } = editor;
    const lines = (problems.get(document.uri) ?? []).map(({ severity, range }) => ({
      range: document.lineAt(Math.min(range.end.line, document.lineCount - 1)).range,
      renderOptions: {
        after: {
          contentText:
            severity === vscode.DiagnosticSeverity.Error
              ? vscode.l10n.t('Secret tracked by git')
              : vscode.l10n.t('Secret not ignored by git'),
        },
      },
    }));
    editor.setDecorations(decoration, lines);
  }

  function lookAtAll(): void {
    tracked.clear();
    for (const document of vscode.workspace.textDocuments) void look(document);
  }

  function lookLater(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(typing.get(key));
    typing.set(
      key,
      setTimeout(() => {
        typing.delete(key);
        if (!document.isClosed) void look(document);
      }, PAUSE),
    );
  }

  async function searchWorkspace(): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Git is not run in a workspace that you do not trust. Trust it first.'),
      );
      return;
    }
    const folders = vscode.workspace.workspaceFolders ?? [];
    const answers = await Promise.all(folders.map(({ uri }) => searchTracked(uri, PATTERNS)));
    const files = answers.flatMap((answer) => answer ?? []).slice(0, MOST_FILES);
    tracked.clear();
    for (const uri of searched) problems.delete(vscode.Uri.parse(uri));
    searched.clear();
    vscode.workspace.textDocuments.forEach(lookLater);
    let [count, inFiles] = [0, 0];
    for (const uri of files) {
      const document = await open(uri);
      if (document === undefined) continue;
      searched.add(uri.toString());
      await look(document);
      const found = problems.get(uri)?.length ?? 0;
      count += found;
      if (found > 0) inFiles++;
    }
    await tellFound(count, inFiles, answers.length > 0 && answers.every((answer) => answer === undefined));
  }

  const subscriptions = [
    problems,
    decoration,
    vscode.workspace.onDidOpenTextDocument((document) => void look(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => lookLater(document)),
    vscode.workspace.onDidSaveTextDocument((document) => {
      tracked.delete(document.uri.toString());
      if (document.uri.path.endsWith('/.gitignore')) lookAtAll();
      else void look(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (!searched.has(uri.toString())) problems.delete(uri);
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => problems.delete(uri))),
    vscode.workspace.onDidGrantWorkspaceTrust(lookAtAll),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('cloudflareTokens.leakProblems')) lookAtAll();
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(decorate)),
    // What was kept or forgotten is recognized, or no longer.
    usage.onDidChange(() => vscode.workspace.textDocuments.forEach(lookLater)),
  ];
  lookAtAll();

  return {
    searchWorkspace,
    dispose() {
      ended = true;
      for (const timer of typing.values()) clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > LARGEST ? undefined : await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

async function tellFound(count: number, inFiles: number, noGit: boolean): Promise<void> {
  if (noGit) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no git repository here, so nothing would be published by a commit.'),
    );
    return;
  }
  if (count === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No secret of Cloudflare is in a file that git tracks or would take in.'),
    );
    return;
  }
  const show = vscode.l10n.t('Show Problems');
  const message =
    count === 1
      ? vscode.l10n.t('1 secret of Cloudflare is in a file that git tracks or would take in.')
      : vscode.l10n.t(
          '{0} secrets of Cloudflare are in files ({1}) that git tracks or would take in.',
          count,
          inFiles,
        );
  if ((await vscode.window.showWarningMessage(message, show)) === show)
    await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function whatIs(kind: LeakKind): string {
  switch (kind) {
    case 'user-token':
      return vscode.l10n.t('Secret of a Cloudflare user API token.');
    case 'account-token':
      return vscode.l10n.t('Secret of a Cloudflare account API token.');
    case 'legacy-token':
      return vscode.l10n.t('Secret of a Cloudflare API token.');
    case 'global-key':
      return vscode.l10n.t('Cloudflare Global API key, which may do everything that its user may.');
    case 'oauth':
      return vscode.l10n.t('Access token of a Wrangler login.');
    case 'origin-ca':
      return vscode.l10n.t('Cloudflare Origin CA key.');
  }
}

function whereItGoes(tracking: 'tracked' | 'untracked'): string {
  return tracking === 'tracked'
    ? vscode.l10n.t('Git tracks this file, so whoever has the repository has the secret.')
    : vscode.l10n.t('Git does not ignore this file: the next “git add” takes the secret in.');
}
