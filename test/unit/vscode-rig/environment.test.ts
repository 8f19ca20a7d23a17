// What nested programs get to see of our environment.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cleanEnv } from '../../vscode/environment.ts';

describe('cleanEnv', () => {
  it('drops what npm and VS Code put there for themselves', () => {
    const env = {
      npm_config_omit: 'optional',
      npm_config_nodedir: '/x',
      npm_lifecycle_event: 'test',
      npm_package_name: 'p',
      INIT_CWD: '/x',
      NODE_OPTIONS: '--require /x',
      NODE_PATH: '/x',
      VSCODE_IPC_HOOK: '/x',
      ELECTRON_RUN_AS_NODE: '1',
    };
    assert.deepEqual(cleanEnv(env), {});
  });

  it('keeps how to reach the registry, in either case, and all that is not npm’s', () => {
    const env = {
      npm_config_registry: 'r',
      NPM_CONFIG_CACHE: 'c',
      npm_config_cafile: 'f',
      PATH: '/bin',
      NODE_ENV: 'test',
    };
    assert.deepEqual(cleanEnv(env), env);
  });

  it('adds what it is told to, whatever its name, and leaves its argument alone', () => {
    const env = { VSCODE_PID: '1' };
    assert.deepEqual(cleanEnv(env, { VSCODE_MINE: '2' }), { VSCODE_MINE: '2' });
    assert.deepEqual(env, { VSCODE_PID: '1' });
  });
});
