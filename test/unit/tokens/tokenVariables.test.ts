// Which variables a token is meant for, by the permissions of tools.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { offlineCatalogue } from '../../../src/tokens/catalogue.ts';
import { checkVariableName, isForToken } from '../../../src/tokens/envName.ts';
import { draftFromPreset, PRESETS } from '../../../src/tokens/presets.ts';
import { namesIn, variablesFor } from '../../../src/tokens/tokenVariables.ts';

const owner = { kind: 'user' } as const;
const catalogue = offlineCatalogue(owner);

function madeFrom(key: string, name?: string) {
  const preset = PRESETS.find((candidate) => candidate.key === key) ?? assert.fail(key);
  const { draft } = draftFromPreset(preset, owner, catalogue);
  // On what does not matter here.
  const policies = draft.parts.map(({ groups }) => ({ effect: 'allow', groups, resources: {} }));
  return { name: name ?? draft.name, policies };
}

describe('the variables of a token', () => {
  it('are those of the tool whose preset it was made from', () => {
    assert.equal(variablesFor(madeFrom('wrangler-deploy'), catalogue)[0]?.name, 'CLOUDFLARE_API_TOKEN');
    assert.equal(variablesFor(madeFrom('lego'), catalogue)[0]?.name, 'CF_DNS_API_TOKEN');
  });

  it('are, where many tools need the same, those of the one it is named after first', () => {
    const names = variablesFor(madeFrom('lego'), catalogue);
    const other = variablesFor(madeFrom('lego', 'ExternalDNS in prod'), catalogue);
    assert.ok(names.length > 2);
    assert.equal(other[0]?.name, 'CF_API_TOKEN');
    assert.match(other[0].tool, /ExternalDNS/);
  });

  it('are none for a token that no tool is known to need', () => {
    assert.deepEqual(variablesFor({ name: 'x', policies: [] }, catalogue), []);
    const all = [madeFrom('wrangler-deploy'), madeFrom('lego')].flatMap(({ policies }) => policies);
    assert.deepEqual(variablesFor({ name: 'x', policies: all }, catalogue), []);
  });

  it('can all be written to an env file, and are known to be meant for a token', () => {
    const names = PRESETS.flatMap(namesIn);
    assert.ok(names.length > 20);
    for (const name of names) {
      assert.equal(checkVariableName(name), undefined, name);
      assert.ok(isForToken(name), name);
    }
  });
});
