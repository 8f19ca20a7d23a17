// The command line that the stand-in for VS Code's executable understands.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseCodeArguments } from '../../vscode/code-arguments.ts';

describe('parseCodeArguments', () => {
  it('reads what @vscode/test-electron passes', () => {
    const args = [
      '/work space/demo',
      '--user-data-dir=/tmp/u',
      '--no-sandbox',
      '--disable-workspace-trust',
      '--extensionTestsPath=/p/dist/index.cjs',
      '--extensionDevelopmentPath=/p',
      '--extensionDevelopmentPath=/q',
    ];
    assert.deepEqual(parseCodeArguments(args), {
      extensions: ['/p', '/q'],
      testsPath: '/p/dist/index.cjs',
      folder: '/work space/demo',
      userData: '/tmp/u',
      trusted: true,
    });
  });

  it('tells a value of its own from the folder', () => {
    const args = ['--user-data-dir', '/tmp/u', '--extensionTestsPath', '/t.cjs'];
    assert.deepEqual(parseCodeArguments(args), {
      extensions: [],
      testsPath: '/t.cjs',
      userData: '/tmp/u',
      trusted: false,
    });
    assert.equal(parseCodeArguments([...args, '/folder']).folder, '/folder');
  });

  it('refuses to do anything but run tests', () => {
    assert.throws(() => parseCodeArguments(['/folder']), /extensionTestsPath/);
  });
});
