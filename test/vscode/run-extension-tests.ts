// `npm run test:extension`: runs test/extension inside the extension host of one or more VS Codes, through
// @vscode/test-electron. The last line is the sum: `N passed, N failed`. For choosing a VS Code see README.md.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { startCloudflare } from '../cloudflare/index.ts';
import { environmentFor, settingsFor } from './local-cloudflare.ts';
import { chooseTargets } from './targets.ts';
import type { Target } from './targets.ts';
import { writeUserSettings } from './settings.ts';

const project = resolve(import.meta.dirname, '../..');
const entry = join(project, 'dist/test/extension/index.cjs');

interface Results {
  passed: number;
  failed: number;
}

async function runOn(target: Target): Promise<Results> {
  console.log(`\nTests inside the extension host of ${target.name}`);
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  const cloudflare = await startCloudflare({ seed: 'demo' });
  try {
    const userData = join(folder, 'user');
    const workspace = join(folder, 'workspace');
    const results = join(folder, 'results.json');
    mkdirSync(workspace);
    writeUserSettings(userData, settingsFor(cloudflare));
    const hasPassed = await runTests({
      ...target.options,
      extensionDevelopmentPath: project,
      extensionTestsPath: entry,
      extensionTestsEnv: { ...target.env, ...environmentFor(cloudflare), TEST_RESULTS: results },
      launchArgs: [
        workspace,
        `--user-data-dir=${userData}`,
        `--extensions-dir=${join(folder, 'extensions')}`,
      ],
    }).then(
      () => true,
      (error: unknown) => {
        console.log(String(error));
        return false;
      },
    );
    // Without results the extension host has died on the way, whatever exit code that gave.
    if (!existsSync(results)) return { passed: 0, failed: 1 };
    const { passed, failed } = JSON.parse(readFileSync(results, 'utf8')) as Results;
    return { passed, failed: hasPassed ? failed : Math.max(failed, 1) };
  } finally {
    await cloudflare.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

if (!existsSync(entry)) throw new Error('The tests are not built yet: run `node esbuild.mjs` first.');
const sum: Results = { passed: 0, failed: 0 };
for (const target of chooseTargets(process.env, process.argv.includes('--all'), console.log)) {
  const { passed, failed } = await runOn(target);
  sum.passed += passed;
  sum.failed += failed;
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
