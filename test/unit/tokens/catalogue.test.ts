// The catalogue: the live list joined with the bundled words, and the search over it.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bundledGroups } from '../../../src/tokens/bundledGroups.ts';
import {
  buildCatalogue,
  entryOf,
  entryWords,
  offlineCatalogue,
  searchCatalogue,
} from '../../../src/tokens/catalogue.ts';
import { wordsFor } from '../../../src/tokens/groupWords.ts';
import { API_SCOPES, scopeWord } from '../../../src/tokens/scope.ts';
import { CATALOGUE, groupId, LIVE } from './generated.ts';

const ZONE = API_SCOPES.zone;
const NEW_ID = '9'.repeat(32);

describe('the catalogue', () => {
  it('has the dashboard’s words for irregular API names', () => {
    const words = (scope: keyof typeof API_SCOPES, name: string) =>
      entryWords(entryOf(CATALOGUE, { id: groupId(scope, name) }));
    assert.equal(words('zone', 'DNS Write'), 'DNS Edit');
    assert.equal(words('zone', 'Domain API Gateway'), 'API Gateway Edit');
    assert.equal(words('account', 'Account Rule Lists Write'), 'Account Filter Lists Edit');
    assert.equal(words('zone', 'Cache Purge'), 'Cache Purge');
    assert.equal(words('zone', 'Dynamic URL Redirects Read'), 'Single Redirect Read');
  });

  it('tells groups of the same name apart by scope', () => {
    const same = CATALOGUE.entries.filter(({ name }) => name === 'Logs Read');
    assert.deepEqual(same.map(({ scope }) => scope).sort(), ['account', 'zone']);
    assert.equal(new Set(same.map(({ id }) => id)).size, 2);
  });

  it('finds the words of a group whose id is new by its name and scope', () => {
    const { entries } = buildCatalogue([{ id: NEW_ID, name: 'Managed Headers Write', scopes: [ZONE] }]);
    assert.equal(entries[0] && entryWords(entries[0]), 'Managed Headers Edit');
  });

  it('follows a renamed group by its id, and knows it by both names', () => {
    const id = groupId('zone', 'Dynamic URL Redirects Write');
    const [entry] = buildCatalogue([{ id, name: 'Short Redirects Write', scopes: [ZONE] }]).entries;
    assert.ok(entry !== undefined);
    assert.equal(entryWords(entry), 'Short Redirects Edit');
    assert.ok(entry.aliases.includes('Dynamic URL Redirects Write'));
  });

  it('derives words for a group that nobody knows', () => {
    assert.deepEqual(wordsFor('Snippets Write'), { label: 'Snippets', level: 'Edit' });
    assert.deepEqual(wordsFor('DLS: Read'), { label: 'DLS', level: 'Read' });
    assert.deepEqual(wordsFor('Access: SCIM logs read'), { label: 'Access: SCIM logs', level: 'Read' });
    assert.deepEqual(wordsFor('Workers AI Metadata Read'), { label: 'Workers AI', level: 'Metadata Read' });
    assert.deepEqual(wordsFor('Auto Rag Run Engine'), { label: 'Auto Rag', level: 'Run Engine' });
    assert.deepEqual(wordsFor('Zaraz Edit'), { label: 'Zaraz', level: 'Edit' });
    assert.deepEqual(wordsFor('Realtime'), { label: 'Realtime', level: 'Edit' });
    assert.deepEqual(wordsFor('Read'), { label: 'Read', level: 'Edit' });
  });

  it('keeps what the list says: scope, description, who may give it, deprecation', () => {
    const [entry] = buildCatalogue([
      {
        id: NEW_ID,
        name: 'Flags Evaluate',
        scopes: ['com.cloudflare.api.account.flagship.app'],
        category: 'developer_platform',
        description: 'Deprecated: use another one.',
        selectable: false,
      },
    ]).entries;
    assert.deepEqual(entry, {
      id: NEW_ID,
      name: 'Flags Evaluate',
      scope: 'other',
      apiScope: 'com.cloudflare.api.account.flagship.app',
      label: 'Flags',
      level: 'Evaluate',
      product: 'developer_platform',
      aliases: [],
      description: 'Deprecated: use another one.',
      selectable: false,
      deprecated: true,
    });
  });

  it('offers only what is listed, and still has words for everything bundled', () => {
    const empty = buildCatalogue([]);
    assert.deepEqual(empty.entries, []);
    assert.equal(entryWords(entryOf(empty, { id: groupId('zone', 'DNS Read') })), 'DNS Read');
  });

  it('shows a group nobody knows by the name in the policy, or by its id', () => {
    assert.equal(entryWords(entryOf(CATALOGUE, { id: NEW_ID, name: 'Quantum Write' })), 'Quantum Edit');
    assert.equal(entryWords(entryOf(CATALOGUE, { id: NEW_ID })), NEW_ID);
  });

  it('offline, offers the bundled groups with an id, to accounts without those of users', () => {
    const known = bundledGroups().filter(({ id }) => id !== null).length;
    assert.equal(offlineCatalogue({ kind: 'user' }).entries.length, known);
    const account = offlineCatalogue({ kind: 'account', accountId: 'a'.repeat(32) });
    assert.equal(account.entries.length, known - 6);
    assert.ok(account.entries.every(({ scope }) => scope !== 'user'));
  });

  it('is in one order, whatever the order of the list', () => {
    const reversed = buildCatalogue([...LIVE].reverse());
    assert.deepEqual(reversed.entries, CATALOGUE.entries);
    const labels = CATALOGUE.entries
      .filter(({ scope }) => scope === 'zone')
      .map(({ label }) => label.toLowerCase());
    assert.deepEqual(labels, [...labels].sort());
  });
});

describe('searching the catalogue', () => {
  const first = (query: string) => {
    const [entry] = searchCatalogue(CATALOGUE, query);
    return entry === undefined ? undefined : `${entry.scope}: ${entryWords(entry)}`;
  };

  it('finds words of label and level in any order', () => {
    assert.equal(first('edit dns'), 'zone: DNS Edit');
    assert.equal(first('DNS Edit'), 'zone: DNS Edit');
    assert.equal(first('dns'), 'zone: DNS Read');
    assert.match(first('workers r2') ?? '', /^account: Workers R2 /);
    assert.equal(first('r2 edit workers storage'), 'account: Workers R2 Storage Edit');
    assert.equal(first('api tokens edit user'), 'user: API Tokens Edit');
    assert.equal(first('cache purge'), 'zone: Cache Purge');
  });

  it('finds API names, old names and the API’s word for Edit', () => {
    assert.equal(first('DNS Write'), 'zone: DNS Edit');
    assert.equal(first('Dynamic URL Redirects Write'), 'zone: Single Redirect Edit');
    assert.equal(first('mass url read'), 'account: Bulk URL Redirects Read');
    assert.equal(first('page shield write'), 'zone: Page Shield Edit');
  });

  it('finds a pasted id, and the dashboard’s path', () => {
    assert.equal(first(groupId('zone', 'DNS Write').toUpperCase()), 'zone: DNS Edit');
    assert.equal(first('Zone · DNS · Edit'), 'zone: DNS Edit');
    assert.equal(first('Zone:DNS:Read'), 'zone: DNS Read');
  });

  it('puts first what the words say whole, then what templates use', () => {
    assert.equal(first('zone dns'), 'zone: DNS Read');
    assert.equal(first('dns edit zone'), 'zone: DNS Edit');
    assert.equal(first('zone settings'), 'zone: Zone Settings Read');
    assert.equal(first('logs account'), 'account: Logs Read');
    assert.equal(first('workers r2'), 'account: Workers R2 Storage Read');
    assert.equal(first('kv edit'), 'account: Workers KV Storage Edit');
  });

  it('finds R2’s objects by R2’s own word', () => {
    assert.equal(first('r2 object read'), 'bucket: Workers R2 Storage Bucket Item Read');
    assert.equal(first('bucket write'), 'bucket: Workers R2 Storage Bucket Item Edit');
  });

  it('finds every group by its words, its name, its aliases and its id', () => {
    for (const entry of CATALOGUE.entries) {
      const { id, name, aliases, label, level } = entry;
      const [byId, ...others] = searchCatalogue(CATALOGUE, id);
      assert.deepEqual([byId, others], [entry, []]);
      for (const query of [name, ...aliases, `${label} ${level}`, `${level} ${label}`])
        assert.ok(searchCatalogue(CATALOGUE, query).includes(entry), query);
      const best = searchCatalogue(CATALOGUE, `${scopeWord(entry.scope)} ${label} ${level}`)[0];
      assert.equal(best && entryWords(best), entryWords(entry));
    }
  });

  it('finds words of a description', () => {
    const catalogue = buildCatalogue([
      { id: NEW_ID, name: 'Snippets Write', scopes: [ZONE], description: 'Changes small programs.' },
    ]);
    assert.equal(searchCatalogue(catalogue, 'programs').length, 1);
  });

  it('needs every word, and takes no word for everything', () => {
    assert.deepEqual(searchCatalogue(CATALOGUE, 'dns unheardof'), []);
    assert.equal(searchCatalogue(CATALOGUE, '  ').length, CATALOGUE.entries.length);
    assert.equal(searchCatalogue(CATALOGUE, '·').length, CATALOGUE.entries.length);
  });
});
