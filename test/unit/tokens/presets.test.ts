// Starting points by tool.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildCatalogue, entryOf, entryWords, offlineCatalogue } from '../../../src/tokens/catalogue.ts';
import { checkVariableName } from '../../../src/tokens/envName.ts';
import {
  draftFromPreset,
  type Preset,
  PRESET_CATEGORIES,
  presetCategoryName,
  PRESETS,
  searchPresets,
} from '../../../src/tokens/presets.ts';
import { TEMPLATES } from '../../../src/tokens/templates.ts';
import type { Owner } from '../../../src/tokens/token.ts';
import { CATALOGUE, LIVE } from './generated.ts';

const USER: Owner = { kind: 'user' };
const ACCOUNT = { kind: 'account', accountId: 'a'.repeat(32) } satisfies Owner;
// The 2026 roles of Workers: how the API names them is not published.
const UNPUBLISHED = ['Workers Editor'];

function preset(key: string): Preset {
  const found = PRESETS.find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`no preset ${key}`);
  return found;
}

function words(key: string, options?: Parameters<typeof draftFromPreset>[3], owner = USER): string[] {
  const { draft } = draftFromPreset(preset(key), owner, CATALOGUE, options);
  return draft.parts.flatMap(({ groups }) => groups.map((group) => entryWords(entryOf(CATALOGUE, group))));
}

describe('presets', () => {
  it('have keys, names and categories of their own, and say where they come from', () => {
    assert.equal(new Set(PRESETS.map(({ key }) => key)).size, PRESETS.length);
    assert.equal(new Set(PRESETS.map(({ name }) => name)).size, PRESETS.length);
    for (const { key, category, sources, owners } of PRESETS) {
      assert.ok(PRESET_CATEGORIES.includes(category), key);
      assert.ok(sources.length > 0 && sources.every((source) => URL.canParse(source)), key);
      assert.ok(owners.length > 0 && owners.every((kind) => ['user', 'account'].includes(kind)), key);
    }
    const used = new Set(PRESETS.map(({ category }) => category));
    for (const category of PRESET_CATEGORIES) {
      assert.ok(used.has(category), category);
      assert.notEqual(presetCategoryName(category), '');
    }
  });

  it('name permissions that exist, but for those nobody has published', () => {
    for (const { key, permissions } of PRESETS) {
      for (const { scope, name } of permissions) {
        const found = CATALOGUE.entries.some((entry) => entry.scope === scope && entry.name === name);
        assert.equal(found, !UNPUBLISHED.includes(name), `${key}: ${scope} ${name}`);
      }
    }
    const { missing } = draftFromPreset(preset('wrangler-deploy-roles'), USER, CATALOGUE);
    assert.equal(missing.length, 1);
  });

  it('put variables into .env files only where tools read them there', () => {
    for (const { key, variables } of PRESETS) {
      for (const variable of variables) {
        if (variable.in === undefined)
          assert.equal(checkVariableName(variable.name), undefined, `${key}: ${variable.name}`);
        assert.equal(variable.holds === 'text', variable.text !== undefined, key);
        // A variable that names a file is no place for a secret.
        const names = [variable.name, ...(variable.aliases ?? [])];
        assert.deepEqual(
          names.filter((name) => name.endsWith('_FILE')),
          [],
        );
      }
    }
    assert.deepEqual(preset('lego').variables[0], {
      name: 'CF_DNS_API_TOKEN',
      holds: 'token',
      aliases: ['CLOUDFLARE_DNS_API_TOKEN'],
    });
    assert.deepEqual(
      preset('r2-object-rw').variables.map(({ holds }) => holds),
      ['token-id', 's3-secret', 's3-endpoint', 'text'],
    );
  });

  it('leave optional permissions out until they are asked for, and say when they are needed', () => {
    assert.deepEqual(words('certbot'), ['DNS Edit']);
    assert.deepEqual(words('certbot', { withOptional: true }), ['DNS Edit', 'Zone Read']);
    const [pageRules] = preset('dnscontrol').permissions.filter(({ name }) => name === 'Page Rules Write');
    assert.ok(pageRules?.optional === true && pageRules.when === 'it manages page rules');
    assert.deepEqual(words('dnscontrol', { withOptional: [pageRules] }), [
      'Zone Read',
      'DNS Edit',
      'SSL and Certificates Edit',
      'Page Rules Edit',
    ]);
    const routes = preset('wrangler-deploy').permissions.find(({ name }) => name === 'Workers Routes Write');
    assert.equal(routes?.when, 'the configuration has routes or custom domains');
    assert.equal(routes.optional, undefined);
  });

  it('adapt to the owner, and say when the tool takes another’s tokens', () => {
    const { draft, dropped, needsOwner } = draftFromPreset(
      preset('crowdsec-worker-bouncer'),
      ACCOUNT,
      offlineCatalogue(ACCOUNT),
    );
    assert.equal(needsOwner, 'user');
    assert.deepEqual(dropped, ['User Details Read']);
    assert.ok(draft.parts.every(({ target }) => target.scope !== 'user'));
    assert.equal(draftFromPreset(preset('lego'), ACCOUNT, CATALOGUE).needsOwner, undefined);
    assert.deepEqual(draftFromPreset(preset('cert-manager'), USER, CATALOGUE).draft.parts[0]?.target, {
      scope: 'zone',
      zones: 'all',
      except: [],
    });
    assert.deepEqual(draftFromPreset(preset('r2-admin-rw'), ACCOUNT, CATALOGUE).draft.parts[0]?.target, {
      scope: 'account',
      accounts: [{ id: ACCOUNT.accountId }],
    });
    assert.deepEqual(draftFromPreset(preset('r2-object-ro'), USER, CATALOGUE).draft.parts[0]?.target, {
      scope: 'bucket',
      buckets: { chosen: [] },
    });
  });

  it('follow a group that was renamed, by the bundled id', () => {
    const renamed = buildCatalogue(
      LIVE.map((group) => (group.name === 'DNS Write' ? { ...group, name: 'Records Write' } : group)),
    );
    const { draft, missing } = draftFromPreset(preset('qdm12-ddns-updater'), USER, renamed);
    assert.deepEqual(missing, []);
    assert.equal(draft.parts[0]?.groups[0]?.name, 'Records Write');
  });

  it('are the dashboard’s own where they say so', () => {
    const own = PRESETS.filter(({ template }) => template !== undefined);
    assert.equal(own.length, 7);
    for (const { template, name, permissions } of own) {
      const original = TEMPLATES.find(({ key }) => key === template);
      assert.deepEqual({ name, permissions }, { name: original?.name, permissions: original?.permissions });
    }
  });
});

describe('searching presets', () => {
  const keys = (query: string) => searchPresets(query).map(({ key }) => key);

  it('finds every word, in whatever order, with the name first', () => {
    assert.equal(keys('traefik')[0], 'lego');
    assert.deepEqual(keys('worker wrangler deploy').slice(0, 2), [
      'wrangler-deploy',
      'wrangler-deploy-roles',
    ]);
    assert.equal(keys('EXTERNALDNS')[0], 'external-dns');
    assert.deepEqual(keys('CF_Token'), ['acme-sh']);
    assert.ok(keys('certificates').includes('caddy'));
    assert.ok(keys('tunnel').includes('cloudflare-tunnel-api'));
    assert.deepEqual(keys('no such tool'), []);
  });

  it('gives all for an empty query, in their order', () => {
    assert.deepEqual(searchPresets('  '), PRESETS);
  });
});
