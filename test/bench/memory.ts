// What the extension adds to the heap of the extension host: installed, activated, and with tokens listed.
import type * as v8 from 'node:v8';
import type * as vm from 'node:vm';
import { startCloudflare } from '../cloudflare/index.ts';
import type { Host, InHost } from '../vscode/index.ts';
import { settingsFor } from '../vscode/local-cloudflare.ts';
import { connect } from './connected.ts';
import { figureOf, summarize } from './figures.ts';
import type { Figure } from './figures.ts';
import { openWindows } from './windows.ts';
import type { Installed, Stage } from './windows.ts';

/**
 * Measures in `count` windows with the extension, and as many without it. What activation and use add is the difference
 * within a window, which is far steadier than that between windows; it contains what VS Code itself keeps for them.
 */
export async function measureMemory(stage: Stage, { folder, id }: Installed, count = 5): Promise<Figure[]> {
  const without = await openWindows(stage, []);
  const bare = await without.sample(count, ({ host }) => heapOf(host));
  await without.close();

  const samples: { installed: number; activated: number; listed: number }[] = [];
  const cloudflare = await startCloudflare({ seed: 'demo' });
  // A VS Code for each sample: in a second window of one, the connection of the first would be known already.
  for (let round = 0; round < count; round += 1) {
    const windows = await openWindows(stage, [folder], settingsFor(cloudflare));
    const sample = await windows.open(async (workbench) => {
      const { host } = workbench;
      const installed = await heapOf(host);
      await host.run(({ vscode }, extension) => vscode.extensions.getExtension(extension)?.activate(), id);
      const activated = await heapOf(host);
      await connect(workbench, cloudflare.accountToken);
      return { installed, activated, listed: await heapOf(host) };
    });
    samples.push(sample);
    await windows.close();
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
