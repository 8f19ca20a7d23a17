// Which of the extension's files the extension host compiles on activation and on first use, and what is in them.
import type * as inspector from 'node:inspector';
import type * as fs from 'node:fs';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type * as url from 'node:url';
import type { InHost } from '../vscode/index.ts';
import { figureOf } from './figures.ts';
import type { Figure } from './figures.ts';
import { openWindows } from './windows.ts';
import type { Installed, Stage } from './windows.ts';

/** Texts that survive minification. */
const LIBRARIES = { undici: /UND_ERR_/, zod: /__zod_global/ };

/**
 * Watches the JavaScript engine itself: it tells of every script that it compiles, however that was loaded.
 * @throws Error when a library is found nowhere in the extension, for then it would be missed as well where it matters
 */
export async function measureLoaded(stage: Stage, { folder, id }: Installed): Promise<Figure[]> {
  const windows = await openWindows(stage, [folder]);
  const { onActivation, onFirstUse } = await windows.open(({ host }) => host.run(watchScripts, id));
  await windows.close();

  const librariesIn = (files: readonly string[]): string[] => {
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    return Object.entries(LIBRARIES).flatMap(([name, trace]) => (trace.test(text) ? [name] : []));
  };
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.[cm]?js$/.test(file),
  );
  if (librariesIn(scripts).length < Object.keys(LIBRARIES).length)
    throw new Error('The traces by which libraries are found in the bundles have changed.');

  const kilobytes = (files: readonly string[]): number[] => [
    files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0) / 1000,
  ];
  return [
    figureOf(kilobytes(onActivation), {
      name: 'loaded.activation',
      what: 'Loaded on activation',
      unit: 'kB',
      goal: 80,
      note: onActivation.join(', '),
    }),
    figureOf([librariesIn(onActivation).length], {
      name: 'loaded.libraries',
      what: '  undici and zod in there',
      unit: 'count',
      goal: 0,
    }),
    figureOf(kilobytes(onFirstUse), {
      name: 'loaded.firstUse',
      what: 'Loaded on first use',
      unit: 'kB',
      note: `${onFirstUse.join(', ')} (undici comes with the first request)`,
    }),
  ];
}

interface Loaded {
  readonly onActivation: string[];
  readonly onFirstUse: string[];
}

/** The paths of the scripts below the extension's folder. */
async function watchScripts({ vscode, require }: InHost, id: string): Promise<Loaded> {
  const { Session } = require('node:inspector') as typeof inspector;
  const { realpathSync } = require('node:fs') as typeof fs;
  const { fileURLToPath } = require('node:url') as typeof url;
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined || extension.isActive)
    throw new Error(`${id} is missing, or was active before`);
  const folder = `${realpathSync(extension.extensionPath)}/`;

  let seen: string[] = [];
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (!params.url.startsWith('file:') && !params.url.startsWith('/')) return;
    const path = realpathSync(params.url.startsWith('/') ? params.url : fileURLToPath(params.url));
    if (path.startsWith(folder) && !seen.includes(path)) seen.push(path);
  });
  session.post('Debugger.enable');
  const taken = (): string[] => {
    const paths = seen.map((path) => path.slice(folder.length));
    seen = [];
    return paths;
  };
  if (taken().length > 0) throw new Error(`Scripts of ${id} were loaded before it was activated.`);
  await extension.activate();
  const onActivation = taken();
  if (onActivation.length === 0) throw new Error(`No script of ${id} was seen.`);
  await vscode.commands.executeCommand('cloudflareTokens.refresh');
  const onFirstUse = taken();
  session.disconnect();
  return { onActivation, onFirstUse };
}
