// Cloudflare's templates as drafts, for users and accounts.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildCatalogue, entryOf, entryWords, offlineCatalogue } from '../../../src/tokens/catalogue.ts';
import { problemsOf } from '../../../src/tokens/draftProblems.ts';
import { policiesOf } from '../../../src/tokens/policies.ts';
import { draftFromTemplate, type Template, TEMPLATES } from '../../../src/tokens/templates.ts';
import type { Owner } from '../../../src/tokens/token.ts';
import { CATALOGUE, LIVE, USER_ID } from './generated.ts';

const USER: Owner = { kind: 'user' };
const ACCOUNT_ID = 'a'.repeat(32);
const ACCOUNT: Owner = { kind: 'account', accountId: ACCOUNT_ID };
const ACCOUNT_CATALOGUE = offlineCatalogue(ACCOUNT);

function template(key: string): Template {
  const found = TEMPLATES.find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`no template ${key}`);
  return found;
}

function words(key: string, owner: Owner = USER): string[] {
  const { draft } = draftFromTemplate(template(key), owner, CATALOGUE);
  return draft.parts.flatMap(({ groups }) => groups.map((group) => entryWords(entryOf(CATALOGUE, group))));
}

describe('templates', () => {
  it('are the eight of the dashboard', () => {
    assert.deepEqual(
      TEMPLATES.map(({ name }) => name),
      [
        'Edit zone DNS',
        'Read billing info',
        'Read analytics and logs',
        'Edit Cloudflare Workers',
        'Edit load balancing configuration',
        'WordPress',
        'Create additional tokens',
        'Read all resources',
      ],
    );
  });

  it('name groups that exist, with ids that agree', () => {
    for (const { permissions, accountPermissions = [] } of TEMPLATES) {
      for (const { scope, name, id } of [
        ...(permissions === 'all-reads' ? [] : permissions),
        ...accountPermissions,
      ]) {
        const found = CATALOGUE.entries.find((entry) => entry.scope === scope && entry.name === name);
        assert.equal(found?.id, id, name);
      }
    }
  });

  it('become complete drafts for a user', () => {
    for (const each of TEMPLATES) {
      const { draft, missing, dropped } = draftFromTemplate(each, USER, CATALOGUE);
      assert.deepEqual([missing, dropped], [[], []], each.name);
      assert.equal(draft.name, each.name);
      const open = problemsOf(draft).filter(({ field }) => field !== 'part');
      assert.deepEqual(open, [], each.name);
    }
    assert.deepEqual(words('edit-zone-dns'), ['DNS Edit']);
    assert.equal(words('edit-cloudflare-workers').length, 8);
  });

  it('leave zones and accounts to choose where the dashboard does, and start wide where it does', () => {
    const targets = (key: string) =>
      draftFromTemplate(template(key), USER, CATALOGUE).draft.parts.map(({ target }) => target);
    assert.deepEqual(targets('edit-zone-dns'), [{ scope: 'zone', zones: { chosen: [] }, except: [] }]);
    assert.deepEqual(targets('wordpress'), [
      { scope: 'account', accounts: 'all' },
      { scope: 'zone', zones: 'all', except: [] },
    ]);
    assert.deepEqual(targets('edit-cloudflare-workers')[0], { scope: 'account', accounts: [] });
    assert.deepEqual(targets('create-additional-tokens'), [{ scope: 'user' }]);
  });

  it('adapt to an account: its own account, no user permissions, and tokens of its own kind', () => {
    const { draft, dropped, missing } = draftFromTemplate(
      template('edit-cloudflare-workers'),
      ACCOUNT,
      ACCOUNT_CATALOGUE,
    );
    assert.deepEqual(dropped, ['User Details Read', 'Memberships Read']);
    assert.deepEqual(missing, []);
    assert.deepEqual(draft.parts[0]?.target, { scope: 'account', accounts: [{ id: ACCOUNT_ID }] });
    assert.deepEqual(words('create-additional-tokens', ACCOUNT), ['Account API Tokens Edit']);
    for (const each of TEMPLATES) {
      const made = draftFromTemplate(each, ACCOUNT, ACCOUNT_CATALOGUE).draft;
      const keys = policiesOf(made, {}).flatMap((policy) => Object.keys(policy.resources));
      assert.ok(
        keys.every((key) => key === `com.cloudflare.api.account.${ACCOUNT_ID}`),
        each.name,
      );
    }
  });

  it('read everything: all groups of level Read, and only those', () => {
    const { draft } = draftFromTemplate(template('read-all-resources'), USER, CATALOGUE);
    const reads = CATALOGUE.entries.filter(
      ({ level, scope }) => level === 'Read' && ['user', 'account', 'zone'].includes(scope),
    );
    assert.equal(draft.parts.flatMap(({ groups }) => groups).length, reads.length);
    assert.deepEqual(
      policiesOf(draft, { userId: USER_ID }).map(({ resources }) => Object.keys(resources)[0]),
      [
        'com.cloudflare.api.account.*',
        'com.cloudflare.api.account.zone.*',
        `com.cloudflare.api.user.${USER_ID}`,
      ],
    );
    const account = draftFromTemplate(template('read-all-resources'), ACCOUNT, CATALOGUE).draft;
    assert.ok(account.parts.every(({ target }) => target.scope !== 'user'));
  });

  it('say what the owner’s catalogue lacks', () => {
    const without = buildCatalogue(LIVE.filter(({ name }) => name !== 'DNS Write'));
    const { draft, missing } = draftFromTemplate(template('edit-zone-dns'), USER, without);
    assert.deepEqual([draft.parts, missing], [[], ['DNS Edit']]);
  });

  it('follow a renamed group by its id', () => {
    const renamed = buildCatalogue(
      LIVE.map((group) => (group.name === 'DNS Write' ? { ...group, name: 'Records Write' } : group)),
    );
    const { draft, missing } = draftFromTemplate(template('edit-zone-dns'), USER, renamed);
    assert.deepEqual(missing, []);
    assert.equal(draft.parts[0]?.groups[0]?.name, 'Records Write');
  });
});
