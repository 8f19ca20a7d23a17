// The entry of the tests inside the extension host: VS Code calls run(). Bundled to CommonJS, as VS Code requires that;
// the bundles of the test files (*.test.cjs) lie beside it.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs every test file with mocha, and writes how many passed and failed as JSON to the file that TEST_RESULTS names.
 * @throws Error when a test failed, which makes VS Code end with exit code 1
 */
export async function run(): Promise<void> {
  // Mocha is an ES module and lives outside of the bundles, so that all of them share the one that runs them.
  const { default: Mocha } = await import('mocha');
  const grep = process.env['TEST_GREP'];
  const mocha = new Mocha({
    reporter: 'spec',
    color: false,
    timeout: 20_000,
    forbidOnly: true,
    forbidPending: true,
    ...(grep ? { grep } : {}),
  });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort())
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  const { passed, failed } = await new Promise<{ passed: number; failed: number }>((resolve) => {
    const runner = mocha.run((failures) => resolve({ passed: runner.stats?.passes ?? 0, failed: failures }));
  });
  const results = process.env['TEST_RESULTS'];
  if (results) writeFileSync(results, JSON.stringify({ passed, failed }));
  if (failed > 0) throw new Error(`${failed} failed`);
  if (passed === 0) throw new Error('There was no test to run.');
}
