// What it costs to know where secrets are used in a workspace of 50,000 files: nothing before somebody asks, then one
// look through it, and little for each file that changes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { figureOf } from './figures.ts';
import type { Figure } from './figures.ts';
import type * as inHost from './usage-in-host.ts';
import { openWindows } from './windows.ts';
import type { Stage } from './windows.ts';

const FILES = 50_000;
const PER_FOLDER = 100;
/** So many of the folders have an env file, a third of which hold the secret. */
const ENV_FILES = 60;
const SECRET = 'cfut_AbCdEfGhIjKlMnOpQrStUvWxYz01234567890ABCD00000000';

/** Measures in `count` windows on one workspace. */
export async function measureUsage(stage: Stage, count = 5): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-usage-'));
  const workspace = join(folder, 'workspace');
  const program = join(folder, 'usage.cjs');
  try {
    fill(workspace);
    await build({
      entryPoints: [resolve(import.meta.dirname, 'usage-in-host.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      target: 'node22.19',
      format: 'cjs',
      external: ['vscode'],
      logLevel: 'warning',
    });
    const windows = await openWindows(stage, []);
    const argument = { program, secrets: { token: SECRET }, file: join(workspace, 'folder-0', '.env') };
    const samples = await windows.sample(
      count,
      ({ host }) =>
        host.run(({ require }, { program: path, secrets, file }) => {
          const { measureUsageInHost } = require(path) as typeof inHost;
          return measureUsageInHost(secrets, file);
        }, argument),
      workspace,
    );
    await windows.close();
    return figuresOf(samples);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function figuresOf(samples: readonly inHost.UsageTimes[]): Figure[] {
  const of = (key: 'early' | 'first' | 'found') => samples.map((sample) => sample[key]);
  return [
    figureOf(of('early'), {
      name: 'usage.early',
      what: 'Looks at a workspace of 50,000 files before anybody asks',
      unit: 'count',
      goal: 0,
    }),
    figureOf(of('first'), {
      name: 'usage.first',
      what: 'Where a token is used: the first answer',
      unit: 'ms',
      goal: 1000,
      note: 'finds the files with ripgrep, reads and fingerprints them',
    }),
    figureOf(of('found'), { name: 'usage.found', what: '  consumers found', unit: 'count' }),
    figureOf(
      samples.flatMap(({ changes }) => changes),
      {
        name: 'usage.change',
        what: 'A file changed: until what it means is known',
        unit: 'ms',
        goal: 5,
        note: 'from the event on, the reading of the file included',
      },
    ),
  ];
}

function fill(workspace: string): void {
  for (let number = 0; number < FILES / PER_FOLDER; number++) {
    const folder = join(
      workspace,
      number % 4 === 3 ? `packages/p${number}/node_modules/x` : `folder-${number}`,
    );
    mkdirSync(folder, { recursive: true });
    for (let file = 0; file < PER_FOLDER - 1; file++)
      writeFileSync(join(folder, `module-${file}.ts`), 'export {};\n');
    const isUsed = number % 3 === 0;
    const name = number < ENV_FILES ? '.env' : 'module.ts';
    writeFileSync(join(folder, name), `PORT=1\nTOKEN=${isUsed ? SECRET : 'other'}\n`);
  }
}
