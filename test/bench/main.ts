// `npm run bench`: measures the packaged extension and shows each figure beside its goal. It reports, and never fails
// because something is slow.
//   npm run bench -- --json              prints JSON and nothing else
//   npm run bench -- --only list         measures one thing: size, loaded, activation, view, wizard, memory, list, usage
//                                        or dotenv
import os from 'node:os';
import { parseArgs } from 'node:util';
import { bring, launchBrowser } from '../vscode/index.ts';
import { measureActivation } from './activation.ts';
import { measureDotenv } from './dotenv.ts';
import type { Figure } from './figures.ts';
import { measureList } from './list.ts';
import { measureLoaded } from './loaded.ts';
import { measureMemory } from './memory.ts';
import { packageExtension } from './package.ts';
import type { Packaged } from './package.ts';
import { measureSize } from './size.ts';
import { tableOf } from './table.ts';
import { measureUsage } from './usage.ts';
import { measureView } from './view.ts';
import type { Stage } from './windows.ts';
import { measureWizard } from './wizard.ts';

const measurements: Record<string, (stage: Stage, packaged: Packaged) => Figure[] | Promise<Figure[]>> = {
  size: (_stage, { vsix }) => measureSize(vsix),
  loaded: measureLoaded,
  activation: (stage, packaged) => measureActivation(stage, packaged),
  view: (stage, packaged) => measureView(stage, packaged),
  wizard: (stage, packaged) => measureWizard(stage, packaged),
  memory: (stage, packaged) => measureMemory(stage, packaged),
  list: () => measureList(),
  usage: (stage) => measureUsage(stage),
  dotenv: () => measureDotenv(),
};

const { values: asked } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
if (asked.only !== undefined && !(asked.only in measurements)) {
  console.error(`--only ${asked.only} is not one of ${Object.keys(measurements).join(', ')}`);
  process.exit(1);
}

const [load = 0] = os.loadavg(); // before there is any of our own
const installation = await bring('newest', progress);
progress('packaging the extension …');
const packaged = await packageExtension(installation);
process.once('exit', () => packaged.remove());
const browser = await launchBrowser();
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(measurements)) {
  if (asked.only !== undefined && asked.only !== name) continue;
  progress(`measuring ${name} …`);
  figures.push(...(await measure({ installation, browser }, packaged)));
}
await browser.close();

const where = {
  vscode: installation.version,
  node: process.versions.node,
  load,
  cpu: `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}`,
};
if (asked.json) console.log(JSON.stringify({ where, figures }, null, 2));
else {
  console.log(
    `\nVS Code ${where.vscode}, Node ${where.node}, ${where.cpu}, load ${load.toFixed(1)} before\n`,
  );
  console.log(tableOf(figures));
}

/** Beside the report, so that this is all there is on standard output. */
function progress(line: string): void {
  console.error(line);
}
