// The variables that are proposed for a secret, by the tool that it is for.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { proposeVariables } from '../../../src/tokens/envName.ts';
import { PRESETS } from '../../../src/tokens/presets.ts';
import { variablesOfPreset } from '../../../src/tokens/presetVariables.ts';

describe('the variables of a tool', () => {
  it('are its own first, and then its other names for the same', () => {
    const lego = variablesOfPreset('lego', 'token');
    assert.equal(lego[0], 'CF_DNS_API_TOKEN');
    assert.ok(lego.includes('CLOUDFLARE_DNS_API_TOKEN'));
    assert.deepEqual(variablesOfPreset('r2-object-rw', 's3-secret'), ['AWS_SECRET_ACCESS_KEY']);
    assert.deepEqual(variablesOfPreset('r2-object-rw', 'token'), []);
    for (const none of [undefined, 'custom', 'no-such-tool'])
      assert.deepEqual(variablesOfPreset(none, 'token'), []);
  });

  it('are none where the tool reads the token from something else than the environment', () => {
    const elsewhere = PRESETS.flatMap(({ key, variables }) =>
      variables.filter((variable) => variable.in !== undefined).map(({ name }) => [key, name] as const),
    );
    assert.ok(elsewhere.length > 0);
    for (const [key, name] of elsewhere)
      assert.ok(!variablesOfPreset(key, 'token').includes(name), `${key} ${name}`);
  });

  it('come before what is in the files, and each once', () => {
    const files = { inFile: ['CF_API_TOKEN', 'PORT'], inExamples: ['CLOUDFLARE_DNS_API_TOKEN'] };
    const proposed = proposeVariables({ ...files, ofTool: ['CLOUDFLARE_DNS_API_TOKEN'] });
    assert.deepEqual(proposed.slice(0, 2), [
      { name: 'CLOUDFLARE_DNS_API_TOKEN', source: 'tool' },
      { name: 'CF_API_TOKEN', source: 'file' },
    ]);
    assert.equal(new Set(proposed.map(({ name }) => name)).size, proposed.length);
  });

  it('of an S3 secret are no token’s', () => {
    const files = { inFile: ['CLOUDFLARE_API_TOKEN', 'S3_SECRET_KEY'], inExamples: ['AWS_ACCESS_KEY_ID'] };
    assert.deepEqual(
      proposeVariables({ ...files, holds: 's3-secret' }).map(({ name }) => name),
      ['S3_SECRET_KEY', 'AWS_SECRET_ACCESS_KEY', 'R2_SECRET_ACCESS_KEY'],
    );
  });
});
