// What of the workspace could hold a secret, as fingerprints: env files, Wrangler's configuration, GitHub's workflows and
// whatever is open in an editor. Nothing is looked at before somebody asks; from there on files are followed one by one.
import * as vscode from 'vscode';
import { ENV_PATTERN, exclusions, findIncluded, isEnvFile } from '../insertion/envFiles.ts';
import type { Fingerprints } from './fingerprints.ts';
import { placesIn } from './places.ts';

/** Where a fingerprint was found. */
export interface IndexedPlace {
  readonly fingerprint: string;
  readonly line: number;
  /** Env files only. */
  readonly variable?: string;
}

export interface WorkspaceIndex {
  /** Looks through the workspace, the first time it is called; resolves once that is done. */
  ready(): Promise<void>;
  /** Every place that has one of these fingerprints, in the order of the files' paths. */
  find(wanted: ReadonlySet<string>): { readonly uri: vscode.Uri; readonly place: IndexedPlace }[];
  /** A file or document has other places than before. Fires only once the workspace was looked through. */
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Beside env files, where secrets are found that should not be there. */
const OTHERS = ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'];
const WORKFLOWS = ['.github/workflows/*.yml', '.github/workflows/*.yaml'];
const PATTERN = ENV_PATTERN.replace('}', `,${[...OTHERS, ...WORKFLOWS].join(',')}}`);
const OTHER_PATH = /\/(?:wrangler\.(?:toml|jsonc?)|\.github\/workflows\/[^/]+\.ya?ml)$/;
const MOST = 5000;
/** Nobody keeps secrets in files of this size; characters or bytes. */
const LARGEST = 1_000_000;
const AT_ONCE = 16;
/** An open document is looked at again when nobody has typed for this long; in milliseconds. */
const PAUSE = 200;
/** Documents of these schemes are not somebody's text. */
const NOT_TEXT = new Set(['output', 'vscode-scm', 'git', 'comment', 'vscode-chat-code-block']);

/** Makes an index that knows nothing yet. */
export function openWorkspaceIndex(fingerprints: Fingerprints): WorkspaceIndex {
  const changed = new vscode.EventEmitter<void>();
  const files = new Map<string, { readonly uri: vscode.Uri; readonly places: readonly IndexedPlace[] }>();
  const typing = new Map<string, NodeJS.Timeout>();
  const following: vscode.Disposable[] = [];
  const decoder = new TextDecoder();
  let isExcluded = exclusions();
  let scan: Promise<void> | undefined;

  function learn(uri: vscode.Uri, text: string): void {
    const places = placesIn(text, { isEnvFile: isEnvFile(uri) }).map(
      ({ text: candidate, line, variable }) => ({
        fingerprint: fingerprints.ofText(candidate),
        line,
        ...(variable === undefined ? {} : { variable }),
      }),
    );
    const key = uri.toString();
    const before = JSON.stringify(files.get(key)?.places ?? []);
    if (places.length === 0) files.delete(key);
    else files.set(key, { uri, places });
    if (JSON.stringify(places) !== before) changed.fire();
  }

  /** Looks at a file as it is now: as it stands in an open editor, else on the disk. */
  async function look(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
    if (open !== undefined) lookAt(open);
    else if (isFollowed(uri)) learn(uri, await read(uri));
    else learn(uri, '');
  }

  function lookAt(document: vscode.TextDocument): void {
    if (NOT_TEXT.has(document.uri.scheme)) return;
    const text = document.getText();
    learn(document.uri, text.length > LARGEST ? '' : text);
  }

  async function read(uri: vscode.Uri): Promise<string> {
    try {
      const bytes = await vscode.workspace.fs.readFile(uri);
      return bytes.length > LARGEST ? '' : decoder.decode(bytes);
    } catch {
      return ''; // gone, or not to be read: it holds nothing that could be told of
    }
  }

  function isFollowed(uri: vscode.Uri): boolean {
    const inWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    return inWorkspace && (isEnvFile(uri) || OTHER_PATH.test(uri.path)) && !isExcluded(uri);
  }

  function lookLater({ document }: vscode.TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    clearTimeout(typing.get(key));
    const timer = setTimeout(() => {
      typing.delete(key);
      if (!document.isClosed) lookAt(document);
    }, PAUSE);
    typing.set(key, timer);
  }

  async function lookThrough(): Promise<void> {
    const found = await findIncluded(PATTERN, MOST);
    for (let next = 0; next < found.length; next += AT_ONCE)
      await Promise.all(found.slice(next, next + AT_ONCE).map(look));
    vscode.workspace.textDocuments.forEach(lookAt);
  }

  /** From the start of the scan on, so that nothing that happens meanwhile is missed. */
  function follow(): void {
    const watcher = vscode.workspace.createFileSystemWatcher(PATTERN);
    const ifFollowed = (uri: vscode.Uri) => {
      if (!isExcluded(uri)) void look(uri);
    };
    following.push(
      watcher,
      watcher.onDidCreate(ifFollowed),
      watcher.onDidChange(ifFollowed),
      watcher.onDidDelete((uri) => void look(uri)),
      vscode.workspace.onDidOpenTextDocument(lookAt),
      vscode.workspace.onDidChangeTextDocument(lookLater),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void look(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude') || event.affectsConfiguration('search.exclude'))
          again();
      }),
    );
  }

  /** Other folders, or other files of them, count now. */
  function again(): void {
    isExcluded = exclusions();
    files.clear();
    scan = lookThrough().finally(() => changed.fire());
  }

  return {
    ready() {
      if (scan === undefined) {
        follow();
        scan = lookThrough();
      }
      return scan;
    },

    find(wanted) {
      return [...files.values()]
        .sort((a, b) => a.uri.path.localeCompare(b.uri.path))
        .flatMap(({ uri, places }) =>
          places.filter(({ fingerprint }) => wanted.has(fingerprint)).map((place) => ({ uri, place })),
        );
    },

    onDidChange: changed.event,

    dispose() {
      for (const disposable of following) disposable.dispose();
      for (const timer of typing.values()) clearTimeout(timer);
      changed.dispose();
    },
  };
}
