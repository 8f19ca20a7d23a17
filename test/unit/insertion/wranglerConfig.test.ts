// What is read from Wrangler's configuration: whether it declares secrets, and which environments it has.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { declaresSecrets, environmentsIn } from '../../../src/insertion/wranglerConfig.ts';

const JSONC = `{
  // "secrets": no
  "name": "x", /* "env": { "nope": {} } */
  "vars": { "env": "https://example.com // not a comment", "secret": "1" },
  "env": {
    "staging": { "vars": { "inner": { "deep": 1 } }, "routes": [{ "pattern": "a" }] },
    "production": {},
  },
  "after": {}
}`;

const TOML = `name = "x"
# [secrets]
[env.staging]
vars = { secrets = "1" }
[[env.production.routes]]
pattern = "a"
[env.staging.vars]
A = "1"
`;

describe('Wrangler’s configuration', () => {
  it('has environments', () => {
    assert.deepEqual(environmentsIn(JSONC), ['staging', 'production']);
    assert.deepEqual(environmentsIn(TOML), ['staging', 'production']);
    assert.deepEqual(environmentsIn('{"env": {"never closed": {"a'), []);
    assert.deepEqual(environmentsIn(''), []);
  });

  it('declares secrets, or does not', () => {
    assert.equal(declaresSecrets(JSONC), false);
    assert.equal(declaresSecrets(TOML), false);
    for (const text of [
      '{ "secrets": { "required": ["A"] } }',
      '[secrets]\nrequired = ["A"]',
      'secrets = { required = ["A"] }',
      'secrets.required = ["A"]',
      '[env.staging.secrets]\nrequired = ["A"]',
    ])
      assert.equal(declaresSecrets(text), true, text);
  });
});
