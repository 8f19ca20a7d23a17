// Which VS Code the environment chooses for the tests.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { whyUnsupported } from '../../vscode/install.ts';
import { chooseTargets } from '../../vscode/targets.ts';

describe('chooseTargets', () => {
  const names = (env: NodeJS.ProcessEnv, all = false): string[] =>
    chooseTargets(env, all, () => undefined).map(({ name }) => name);

  it('prefers an installed VS Code to everything', () => {
    const env = { VSCODE_EXECUTABLE_PATH: '/usr/bin/code', VSCODE_VERSION: 'floor' };
    assert.deepEqual(
      chooseTargets(env, true, () => undefined).map(({ options }) => options),
      [{ vscodeExecutablePath: '/usr/bin/code' }],
    );
  });

  it('lets @vscode/test-electron download whatever else is asked for', () => {
    const [target] = chooseTargets({ VSCODE_VERSION: '1.110.0' }, true, () => undefined);
    assert.deepEqual(target?.options, { version: '1.110.0' });
  });

  it('takes the newest by itself, and the floor as well when all are wanted', () => {
    const isDownloaded = whyUnsupported() ? ', downloaded' : '';
    const [newest, floor] = names({}, true);
    assert.deepEqual(names({}), [newest]);
    assert.deepEqual(names({ VSCODE_VERSION: 'floor' }, true), [floor]);
    assert.equal(floor, `VS Code 1.105.1${isDownloaded}`);
    assert.notEqual(newest, floor);
  });
});
