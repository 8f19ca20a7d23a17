// A person's own templates as they are on disk now: read when asked for, and told about when a file changes.
import * as vscode from 'vscode';
import type { Flaw } from '../tokens/reading.ts';
import type { TemplateFile } from '../tokens/templateFile.ts';
import { readTemplateFile } from '../tokens/templateReader.ts';
import { templatePlaces, type TemplatePlace } from './places.ts';

/** A file in one of the places; without a template it cannot be used, and the flaws say why. */
export interface FoundTemplate {
  readonly key: string;
  readonly uri: vscode.Uri;
  readonly file: string;
  readonly folder?: string;
  readonly template?: TemplateFile;
  readonly flaws: readonly Flaw[];
}

export interface OwnTemplates {
  /** Those of the workspace first, each place by file name. Never rejects: a file that cannot be read has a flaw. */
  list(): Promise<FoundTemplate[]>;
  readonly onDidChange: vscode.Event<void>;
  /** Says that a file was written; not every file system tells by itself. */
  changed(): void;
  dispose(): void;
}

/** More is no template, and would only slow the page down. */
const LARGEST_FILE = 256 * 1024;
const MOST_FILES = 200;

/** Opens the person's templates; nothing is read or watched before somebody asks. @param storage see templatePlaces */
export function openOwnTemplates(storage: vscode.Uri): OwnTemplates {
  const changes = new vscode.EventEmitter<void>();
  let watching: vscode.Disposable | undefined;
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
    if (watching === undefined) return;
    watch();
    changes.fire();
  });

  function watch(): void {
    watching?.dispose();
    const watchers = templatePlaces(storage).map(({ uri }) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uri, '*.json'));
      const tell = () => changes.fire();
      return vscode.Disposable.from(
        watcher,
        watcher.onDidCreate(tell),
        watcher.onDidChange(tell),
        watcher.onDidDelete(tell),
      );
    });
    watching = vscode.Disposable.from(...watchers);
  }

  return {
    async list() {
      if (watching === undefined) watch();
      return (await Promise.all(templatePlaces(storage).map(readPlace))).flat();
    },

    onDidChange: changes.event,

    changed() {
      changes.fire();
    },

    dispose() {
      folders.dispose();
      watching?.dispose();
      changes.dispose();
    },
  };
}

async function readPlace(place: TemplatePlace): Promise<FoundTemplate[]> {
  const names = (await entriesOf(place.uri))
    .flatMap(([name, type]) => (isFile(type) && /\.json$/i.test(name) ? [name] : []))
    .sort()
    .slice(0, MOST_FILES);
  return Promise.all(names.map((name) => readOne(place, name)));
}

/** Nothing where there is no such folder. */
async function entriesOf(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(uri);
  } catch {
    return [];
  }
}

/** Links to files are as good. */
function isFile(type: vscode.FileType): boolean {
  return (type & vscode.FileType.File) !== 0;
}

async function readOne({ uri: place, folder }: TemplatePlace, file: string): Promise<FoundTemplate> {
  const uri = vscode.Uri.joinPath(place, file);
  const found = { key: uri.toString(), uri, file, ...(folder === undefined ? {} : { folder }) };
  const text = await textOf(uri);
  if (text === undefined)
    return {
      ...found,
      flaws: [{ path: '', message: vscode.l10n.t('The file could not be read.'), line: 1 }],
    };
  const reading = readTemplateFile(text);
  return {
    ...found,
    ...(reading.outcome === 'valid' ? { template: reading.template } : {}),
    flaws: reading.problems,
  };
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > LARGEST_FILE) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
