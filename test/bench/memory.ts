// What the extension adds to the heap of the extension host: installed, activated, and with tokens listed.
import type * as v8 from 'node:v8';
import type * as vm from 'node:vm';
import { startCloudflare } from '../cloudflare/index.ts';
import type { Host, InHost, Settings, Workbench } from '../vscode/index.ts';
import { settingsFor } from '../vscode/local-cloudflare.ts';
import { connect } from './connected.ts';
import { figureOf, summarize } from './figures.ts';
import type { Figure } from './figures.ts';
import { openWindows } from './windows.ts';
import type { Installed, Stage } from './windows.ts';

/**
 * Measures in `count` windows with the extension, and in turn in as many without it. What activation and use add is the
 * difference within a window, which is far steadier than that between windows; it contains what VS Code itself keeps
 * for them.
 */
export async function measureMemory(stage: Stage, { folder, id }: Installed, count = 5): Promise<Figure[]> {
  const bare: number[] = [];
  const samples: { installed: number; activated: number; listed: number }[] = [];
  const cloudflare = await startCloudflare({ seed: 'demo' });
  for (let round = 0; round < count; round += 1) {
    bare.push(await inNewVSCode(stage, [], {}, ({ host }) => heapOf(host)));
    const settings = settingsFor(cloudflare);
    const sample = await inNewVSCode(stage, [folder], settings, async (workbench) => {
      const { host } = workbench;
      const installed = await heapOf(host);
      await host.run(({ vscode }, extension) => vscode.extensions.getExtension(extension)?.activate(), id);
      const activated = await heapOf(host);
      await connect(workbench, cloudflare.accountToken);
      return { installed, activated, listed: await heapOf(host) };
    });
    samples.push(sample);
  }
  await cloudflare.stop();

  const bareMedian = summarize(bare).median;
  const added = (name: string, what: string, values: readonly number[]): Figure =>
    figureOf(values, { name: `memory.${name}`, what: `  ${what}`, unit: 'MiB' });
  return [
    figureOf(bare, { name: 'memory.without', what: 'Heap without the extension', unit: 'MiB' }),
    added(
      'installed',
      'added by installing it',
      samples.map(({ installed }) => installed - bareMedian),
    ),
    added(
      'activated',
      'added by activating it',
      samples.map(({ installed, activated }) => activated - installed),
    ),
    added(
      'listed',
      'added by connecting and listing (demo)',
      samples.map(({ activated, listed }) => listed - activated),
    ),
  ];
}

/** In the first window of a VS Code that was never started: a later one uses some MiB less, and knows the connection. */
async function inNewVSCode<T>(
  stage: Stage,
  extensions: readonly string[],
  settings: Settings,
  use: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const windows = await openWindows(stage, extensions, settings);
  try {
    return await windows.open(use);
  } finally {
    await windows.close();
  }
}

function heapOf(host: Host): Promise<number> {
  return host.run(collectedHeap);
}

/** MiB of the heap that are in use once garbage is collected; several times, for finalizers release more. */
async function collectedHeap({ require }: InHost): Promise<number> {
  const { setFlagsFromString } = require('node:v8') as typeof v8;
  const { runInNewContext } = require('node:vm') as typeof vm;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((later) => setTimeout(later, 50));
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}
