// A person's own templates: written, read, shared, written by hand, and started from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { buildCatalogue } from '../../../src/tokens/catalogue.ts';
import type { Draft } from '../../../src/tokens/draft.ts';
import { readDuration, writeDuration } from '../../../src/tokens/duration.ts';
import { JsonSyntaxError, parseJsonWithComments } from '../../../src/tokens/jsonWithComments.ts';
import { draftOf, policiesOf, samePolicies } from '../../../src/tokens/policies.ts';
import { draftFromTemplateFile, writeTemplateFile } from '../../../src/tokens/templateFile.ts';
import { readTemplateFile } from '../../../src/tokens/templateReader.ts';
import type { Owner } from '../../../src/tokens/token.ts';
import { CATALOGUE, groupId, LIVE, NO_NAMES, tokens, USER_ID } from './generated.ts';
import { fitsSchema } from './jsonSchema.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const USER: Owner = { kind: 'user' };
const ACCOUNT = { kind: 'account', accountId: 'a'.repeat(32) } satisfies Owner;
const ZONE = { id: 'e'.repeat(32), name: 'example.com' };
const DNS = groupId('zone', 'DNS Write');
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../src/tokens/data/template.schema.json', import.meta.url), 'utf8'),
) as object;

const DRAFT: Draft = {
  name: 'Deploy of example.com',
  owner: USER,
  parts: [
    { groups: [{ id: DNS }], target: { scope: 'zone', zones: 'all', except: [ZONE] } },
    {
      groups: [{ id: groupId('account', 'Workers Scripts Write') }],
      target: { scope: 'account', accounts: [] },
    },
  ],
  carried: [],
  condition: { allow: ['192.0.2.0/24'] },
  otherConditions: { device: 'strong' },
  expiresOn: '2026-12-23T11:58:00Z',
};
const TEXT = writeTemplateFile(DRAFT, { name: 'Deploy', description: 'For CI' }, CATALOGUE, NOW);

/** What is read of a text that can be started from, without flaws. */
function read(text: string) {
  const reading = readTemplateFile(text);
  assert.deepEqual(reading.problems, [], text);
  assert.equal(reading.outcome, 'valid');
  return reading.template;
}
const flaws = (file: unknown) => {
  const { outcome, problems } = readTemplateFile(JSON.stringify(file, null, 2));
  return [outcome, ...problems.map(({ path, line }) => `${path}:${line}`)];
};
const start = (text: string, owner: Owner = USER, catalogue = CATALOGUE) =>
  draftFromTemplateFile(read(text), owner, catalogue, NOW);

describe('a template file', () => {
  it('says what a draft says, in words that a person can change', () => {
    assert.deepEqual(JSON.parse(TEXT), {
      schemaVersion: 1,
      name: 'Deploy',
      description: 'For CI',
      grants: [
        {
          scope: 'zone',
          permissions: [{ name: 'DNS Write', id: DNS }],
          zones: 'all',
          except: [ZONE],
        },
        {
          scope: 'account',
          permissions: [{ name: 'Workers Scripts Write', id: groupId('account', 'Workers Scripts Write') }],
          accounts: 'choose',
        },
      ],
      condition: { allow: ['192.0.2.0/24'], other: { device: 'strong' } },
      ttl: 'P30D',
    });
  });

  it('is started from with the same rights, and a life that begins now', () => {
    const { draft, missing, dropped } = start(TEXT);
    assert.deepEqual([missing, dropped], [[], []]);
    assert.deepEqual(draft, {
      ...DRAFT,
      name: 'Deploy',
      parts: [
        { ...DRAFT.parts[0], groups: [{ id: DNS, name: 'DNS Write' }] },
        {
          ...DRAFT.parts[1],
          groups: [{ id: groupId('account', 'Workers Scripts Write'), name: 'Workers Scripts Write' }],
        },
      ],
      expiresOn: '2026-12-23T12:00:00Z',
    });
  });

  it('means the same when it comes back, whatever the token', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const before = draftOf({ ...token, owner: USER }, CATALOGUE, NO_NAMES);
        const text = writeTemplateFile(before, { name: 'T' }, CATALOGUE, NOW);
        assert.ok(fitsSchema(JSON.parse(text), SCHEMA), text);
        if (token.policies.every(({ groups }) => groups.length === 0) && before.carried.length === 0) return;
        const { draft, missing, dropped } = start(text);
        const context = { userId: USER_ID };
        // A group that is in no catalogue cannot be given; it is named.
        const lost = new Set(
          before.parts.flatMap(({ groups }) => groups.filter(({ id }) => !CATALOGUE.byId.has(id))),
        );
        assert.deepEqual([missing.length > 0, dropped], [lost.size > 0, []]);
        if (lost.size > 0) return;
        assert.ok(samePolicies(policiesOf(draft, context), policiesOf(before, context)), text);
        const restrictionsOf = ({ condition, otherConditions }: Draft) =>
          JSON.stringify([condition, otherConditions]);
        assert.equal(restrictionsOf(draft), restrictionsOf(before));
      }),
      { numRuns: 500 },
    );
  });

  it('adapts to an account: its own resources, and no user permissions', () => {
    const text = JSON.stringify({
      schemaVersion: 1,
      name: 'T',
      grants: [
        { scope: 'user', permissions: [{ name: 'User Details Read' }] },
        { scope: 'account', permissions: [{ name: 'D1 Write' }], accounts: 'all' },
        { scope: 'zone', permissions: [{ name: 'DNS Write' }], zonesOf: [{ id: 'f'.repeat(32) }] },
        {
          scope: 'bucket',
          permissions: [{ name: 'Workers R2 Storage Bucket Item Read' }],
          bucketsOf: 'choose',
        },
      ],
    });
    const { draft, dropped } = start(text, ACCOUNT);
    assert.deepEqual(dropped, ['User Details Read']);
    const own = [{ id: ACCOUNT.accountId }];
    assert.deepEqual(
      draft.parts.map(({ target }) => target),
      [
        { scope: 'account', accounts: own },
        { scope: 'zone', zones: { ofAccounts: own }, except: [] },
        { scope: 'bucket', buckets: { ofAccounts: own } },
      ],
    );
  });

  it('follows renamed groups by id and by older names, and names what nobody offers', () => {
    const renamed = buildCatalogue(
      LIVE.map((group) => (group.id === DNS ? { ...group, name: 'Records Write' } : group)),
    );
    const file = (permissions: object[]) =>
      JSON.stringify({ schemaVersion: 1, name: 'T', grants: [{ scope: 'zone', permissions, zones: 'all' }] });
    const named = (permissions: object[]) => {
      const { draft, missing } = start(file(permissions), USER, renamed);
      return [...draft.parts.flatMap(({ groups }) => groups.map(({ name }) => name)), ...missing];
    };
    assert.deepEqual(named([{ name: 'DNS Write' }]), ['Records Write']);
    assert.deepEqual(named([{ name: 'Whatever', id: DNS }]), ['Records Write']);
    assert.deepEqual(named([{ name: 'Quantum Write' }, { name: 'Zone Read' }]), [
      'Zone Read',
      'Quantum Edit',
    ]);
  });

  describe('that somebody wrote by hand', () => {
    const grant = { scope: 'zone', permissions: [{ name: 'DNS Write' }], zones: 'all' };
    const file = (fields: object) => ({ schemaVersion: 1, name: 'T', grants: [grant], ...fields });

    it('may have comments and commas too many', () => {
      const { grants, name } = read(`\ufeff{
        // What it is for: "CI" /* not a comment's end */
        "schemaVersion": 1, /* , } */
        "name": "// no comment, }",
        "grants": [{ "scope": "zone", "permissions": [{ "name": "DNS Write", }, ], "zones": "all", },],
      }`);
      assert.equal(name, '// no comment, }');
      assert.equal(grants.length, 1);
    });

    it('is pointed at where it is not JSON', () => {
      const invalid = (text: string) => {
        const { outcome, problems } = readTemplateFile(text);
        return [outcome, problems[0]?.line, problems[0]?.message];
      };
      assert.deepEqual(invalid('{\n  "name": tru\n}'), [
        'invalid',
        2,
        'This is not JSON: something is wrong at line 2, column 11.',
      ]);
      assert.deepEqual(invalid('{\n  "name": "x'), [
        'invalid',
        2,
        'This is not JSON: something is wrong at line 2, column 11.',
      ]);
      assert.equal(invalid('')[0], 'invalid');
      assert.equal(invalid('[]')[2], 'Expected an object.');
    });

    it('is told its flaws by path and line, and used as far as that is safe', () => {
      assert.deepEqual(flaws(file({ grants: [{ ...grant, zone: 'all' }] })), ['valid', 'grants[0].zone:13']);
      assert.deepEqual(flaws(file({ schemaVersion: 2 })), ['invalid', 'schemaVersion:2']);
      assert.deepEqual(flaws(file({ schemaVersion: '1' })), ['valid', 'schemaVersion:2']);
      assert.deepEqual(flaws(file({ grants: [] })), ['invalid', 'grants:4']);
      assert.deepEqual(flaws(file({ ttl: '30 days' })), ['valid', 'ttl:15']);
      assert.deepEqual(flaws(file({ grants: [grant, { ...grant, scope: 'world' }] })), [
        'valid',
        'grants[1].scope:15',
      ]);
      assert.deepEqual(
        flaws(file({ grants: [{ ...grant, permissions: [{ id: DNS }, { name: 'DNS Write' }] }] })),
        ['valid', 'grants[0].permissions[0].name:8'],
      );
    });

    it('never reaches further for a flaw', () => {
      const targetOf = (fields: object) => {
        const reading = readTemplateFile(JSON.stringify(file({ grants: [{ ...grant, ...fields }] })));
        return reading.outcome === 'valid' ? reading.template.grants[0]?.target : reading.outcome;
      };
      const nothing = { scope: 'zone', zones: { chosen: [] }, except: [] };
      assert.deepEqual(targetOf({ zones: 'every' }), nothing);
      assert.deepEqual(targetOf({ zones: undefined }), nothing);
      assert.deepEqual(targetOf({ except: [ZONE, { id: 'short' }] }), nothing);
      assert.deepEqual(targetOf({ except: 'example.com' }), nothing);
      assert.deepEqual(flaws(file({ condition: { allow: '192.0.2.1' } })), ['invalid', 'condition.allow:16']);
      assert.deepEqual(flaws(file({ condition: 'home' })), ['invalid', 'condition:15']);
      const { condition } = start(JSON.stringify(file({ condition: { allow: [] } }))).draft;
      assert.equal(condition, undefined);
      const odd = readTemplateFile(JSON.stringify(file({ condition: { allow: ['home', 5] } })));
      assert.ok(odd.outcome === 'valid');
      assert.deepEqual(odd.template.condition, { allow: ['home', '5'] });
      const policy = {
        effect: 'deny',
        groups: [{ id: DNS }],
        resources: { 'com.cloudflare.api.account.zone.*': 5 },
      };
      assert.deepEqual(flaws(file({ policies: [policy] })), [
        'invalid',
        'policies[0].resources.com.cloudflare.api.account.zone.*:24',
      ]);
    });

    it('is judged by the schema as by the reader', () => {
      const bad: object[] = [
        file({ grants: [{ ...grant, zone: 'all' }] }),
        file({ schemaVersion: 2 }),
        file({ schemaVersion: '1' }),
        file({ ttl: '30 days' }),
        file({ ttl: 'P1M' }),
        file({ grants: [{ ...grant, scope: 'world' }] }),
        file({ grants: [{ ...grant, zones: 'every' }] }),
        file({ grants: [{ ...grant, permissions: [{ id: DNS }] }] }),
        file({ grants: [{ ...grant, except: [{ id: 'short' }] }] }),
        file({ condition: { allow: '192.0.2.1' } }),
        file({ policies: [{ effect: 'deny', groups: [{}], resources: {} }] }),
        file({ colour: 'red' }),
      ];
      for (const one of bad) {
        assert.ok(!fitsSchema(one, SCHEMA), JSON.stringify(one));
        assert.ok(readTemplateFile(JSON.stringify(one)).problems.length > 0, JSON.stringify(one));
      }
      for (const ttl of ['PT1H', 'P1D', 'P30D', 'P2W', 'P1Y', 'P1DT12H']) {
        assert.ok(fitsSchema(file({ ttl }), SCHEMA), ttl);
        assert.equal(read(JSON.stringify(file({ ttl }))).ttl, ttl);
      }
      assert.ok(fitsSchema(file({ $schema: './template.schema.json' }), SCHEMA));
    });
  });
});

describe('a length of time', () => {
  it('is read and written', () => {
    const hour = 3_600_000;
    assert.equal(readDuration('PT1H'), hour);
    assert.equal(readDuration('P1Y2W3DT4H'), (365 + 14 + 3) * 24 * hour + 4 * hour);
    for (const odd of ['', 'P', 'PT', 'P1M', '30D', 'P-1D', 'P0D', 'PT1H '])
      assert.equal(readDuration(odd), undefined, odd);
    assert.deepEqual([30 * 24 * hour - 5000, hour, 60_000, 25 * hour].map(writeDuration), [
      'P30D',
      'PT1H',
      'PT1H',
      'P1D',
    ]);
  });
});

describe('JSON with comments', () => {
  it('is JSON where it has none', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        const value: unknown = JSON.parse(text);
        assert.deepEqual(parseJsonWithComments(text).value, value);
        assert.deepEqual(parseJsonWithComments(JSON.stringify(value, null, indent)).value, value);
      }),
    );
  });

  it('takes nothing that is not JSON', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '0',
      '.5',
      'e',
      'true',
      'nul',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 7 }), (list) => {
        const text = list.join('');
        let expected: unknown;
        try {
          // A comma too many is no flaw.
          expected = JSON.parse(
            text.replace(
              /("[^"]*")|,(\s*[}\]])/g,
              (_all, string?: string, end?: string) => string ?? end ?? '',
            ),
          );
        } catch {
          assert.throws(() => parseJsonWithComments(text), JsonSyntaxError, text);
          return;
        }
        if (/[[{]\s*,/.test(text)) return;
        assert.deepEqual(parseJsonWithComments(text).value, expected);
      }),
      { numRuns: 3000, examples: [[['"', ',', ']', '"']]] },
    );
    assert.throws(() => parseJsonWithComments('['.repeat(100_000)), JsonSyntaxError);
    assert.throws(() => parseJsonWithComments('"a\nb"'), JsonSyntaxError);
    assert.throws(() => parseJsonWithComments('1 /* open'), JsonSyntaxError);
  });

  it('knows where things stand, and where they should', () => {
    const { placeOf } = parseJsonWithComments('{\n  "a": [1,\n    { "b.c": 2 }]\n}');
    assert.deepEqual(placeOf('a[0]'), { line: 2, column: 9 });
    assert.deepEqual(placeOf('a[1].b.c'), { line: 3, column: 14 });
    assert.deepEqual(placeOf('a[1].missing'), { line: 3, column: 5 });
    assert.deepEqual(placeOf('nowhere[x'), { line: 1, column: 1 });
  });
});
