// A token in words: state, times, headline, grants, sentences.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import type { Draft } from '../../../src/tokens/draft.ts';
import { grantsOf } from '../../../src/tokens/grants.ts';
import { headlineOf } from '../../../src/tokens/headline.ts';
import { parseResources, resourceLabel, resourceWords } from '../../../src/tokens/resources.ts';
import { draftSentences, sentencesOf, type Subject } from '../../../src/tokens/sentences.ts';
import { stateOf } from '../../../src/tokens/state.ts';
import { dateAndRelative, parseTime, relativeTime, wholeSeconds } from '../../../src/tokens/times.ts';
import type { Policy } from '../../../src/tokens/token.ts';
import { CATALOGUE, groupId, NO_NAMES, policies } from './generated.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const UTC = { timeZone: 'UTC' } as const;
const ACCOUNT = 'a'.repeat(32);
const ZONE = 'e'.repeat(32);
const NAMES = {
  zone: (id: string) => (id === ZONE ? 'example.com' : undefined),
  account: (id: string) => (id === ACCOUNT ? 'Acme' : undefined),
};
const ZONE_KEY = `com.cloudflare.api.account.zone.${ZONE}`;
const ALL_ZONES = 'com.cloudflare.api.account.zone.*';

function allow(groups: readonly string[], resources: Policy['resources']): Policy {
  return { effect: 'allow', groups: groups.map((id) => ({ id })), resources };
}

const DNS = groupId('zone', 'DNS Write');
const ZONE_READ = groupId('zone', 'Zone Read');

describe('times', () => {
  it('are relative in the unit that says it best, never promising more than there is', () => {
    const at = (time: string) => relativeTime(new Date(time), NOW);
    assert.equal(at('2026-12-05T13:00:00Z'), 'in 12 days');
    assert.equal(at('2026-11-25T11:00:00Z'), 'in 47 hours');
    assert.equal(at('2026-11-23T12:00:30Z'), 'in 30 seconds');
    assert.equal(at('2026-11-23T11:01:00Z'), '59 minutes ago');
    assert.equal(at('2026-08-20T00:00:00Z'), '3 months ago');
    assert.equal(at('2029-12-01T00:00:00Z'), 'in 3 years');
  });

  it('are absolute in the person’s time zone and language', () => {
    const time = new Date('2026-12-05T02:00:00Z');
    assert.equal(dateAndRelative(time, NOW, UTC), '5 December 2026 (in 11 days)');
    assert.equal(
      dateAndRelative(time, NOW, { timeZone: 'America/New_York' }),
      '4 December 2026 (in 11 days)',
    );
    assert.equal(dateAndRelative(time, NOW, { ...UTC, locale: 'de' }), '5. Dezember 2026 (in 11 Tagen)');
  });

  it('go to Cloudflare as UTC in whole seconds', () => {
    assert.equal(wholeSeconds(new Date('2026-12-05T01:00:00.999+01:00')), '2026-12-05T00:00:00Z');
    assert.throws(() => wholeSeconds(new Date('never')), RangeError);
    assert.deepEqual([parseTime('never'), parseTime(undefined)], [undefined, undefined]);
  });
});

describe('the state of a token', () => {
  const state = (status: string, dates: { notBefore?: string; expiresOn?: string } = {}) =>
    stateOf({ status, ...dates }, NOW, UTC);

  it('comes from status and dates', () => {
    assert.deepEqual(state('active'), { state: 'active', label: 'active' });
    assert.deepEqual(state('active', { expiresOn: '2026-12-05T13:00:00Z' }), {
      state: 'expiring',
      label: 'expires in 12 days',
      days: 12,
    });
    assert.equal(state('active', { expiresOn: '2026-12-24T00:00:00Z' }).state, 'active');
    assert.equal(state('active', { expiresOn: '2026-11-23T12:00:00Z' }).state, 'expired');
    assert.equal(state('expired').state, 'expired');
    assert.deepEqual(state('active', { notBefore: '2026-12-01T00:00:00Z' }), {
      state: 'not-yet-valid',
      label: 'not valid before 1 December 2026',
    });
    assert.equal(state('disabled', { expiresOn: '2027-12-05T00:00:00Z' }).state, 'disabled');
    assert.equal(state('revoked (exposed)').state, 'exposed');
  });

  it('shows a status that nobody knows as it is, and safely', () => {
    assert.deepEqual(state('on\nhold'), { state: 'other', label: 'on hold' });
  });
});

describe('the headline of a token', () => {
  const headline = (given: readonly Policy[], expiresOn?: string) =>
    headlineOf(
      { status: 'active', policies: given, ...(expiresOn === undefined ? {} : { expiresOn }) },
      CATALOGUE,
      NAMES,
      NOW,
    );

  it('names the permission, the resource, and an end that is near', () => {
    const dns = allow([DNS], { [ZONE_KEY]: '*' });
    assert.equal(headline([dns], '2026-12-05T13:00:00Z'), 'DNS Edit · example.com · expires in 12 days');
    assert.equal(headline([dns], '2027-12-05T13:00:00Z'), 'DNS Edit · example.com');
  });

  it('puts the strongest first and counts the rest', () => {
    const given = [allow([ZONE_READ, DNS, groupId('zone', 'Cache Purge')], { [ALL_ZONES]: '*' })];
    assert.equal(headline(given), 'DNS Edit +2 · all zones');
    assert.equal(
      headline([allow([ZONE_READ], { [ALL_ZONES]: '*' }), allow([DNS], { [ZONE_KEY]: '*' })]),
      'DNS Edit +1 · example.com +1',
    );
  });

  it('holds the right to make tokens for stronger than anything', () => {
    const user = allow([groupId('user', 'API Tokens Write')], {
      [`com.cloudflare.api.user.${ACCOUNT}`]: '*',
    });
    assert.equal(headline([allow([DNS], { [ALL_ZONES]: '*' }), user]), 'API Tokens Edit +1');
  });

  it('does not count what is denied, and says when nothing is allowed', () => {
    const deny: Policy = { ...allow([DNS], { [ZONE_KEY]: '*' }), effect: 'deny' };
    assert.equal(headline([allow([DNS], { [ALL_ZONES]: '*' }), deny]), 'DNS Edit · all zones');
    assert.equal(headline([deny]), 'no permissions');
  });

  it('is one line without disruptive characters, whatever the names', () => {
    const names = { zone: () => 'evil\u202e\nzone', account: () => 'x' };
    const line = headlineOf(
      { status: 'active', policies: [allow([DNS], { [ZONE_KEY]: '*' })] },
      CATALOGUE,
      names,
      NOW,
    );
    assert.equal(line, 'DNS Edit · evil zone');
  });
});

describe('grants', () => {
  it('are one row for each permission of each policy, with resources in words', () => {
    const grants = grantsOf(
      [allow([DNS, ZONE_READ], { [ZONE_KEY]: '*', [ALL_ZONES]: '*' })],
      CATALOGUE,
      NAMES,
    );
    assert.deepEqual(
      grants.map(({ entry, effect, words }) => [entryWords(entry), effect, words]),
      [
        ['DNS Edit', 'allow', ['example.com', 'all zones']],
        ['Zone Read', 'allow', ['example.com', 'all zones']],
      ],
    );
  });
});

describe('resources in words', () => {
  const cases: readonly (readonly [Policy['resources'], label: string, words: string])[] = [
    [{ [ZONE_KEY]: '*' }, 'example.com', 'example.com'],
    [{ [`com.cloudflare.api.account.zone.${ACCOUNT}`]: '*' }, `Zone ${ACCOUNT}`, `zone ${ACCOUNT}`],
    [{ [ALL_ZONES]: '*' }, 'All zones', 'all zones'],
    [{ [`com.cloudflare.api.account.${ACCOUNT}`]: '*' }, 'Acme', 'Acme'],
    [{ [`com.cloudflare.api.account.${ZONE}`]: '*' }, `Account ${ZONE}`, `account ${ZONE}`],
    [{ 'com.cloudflare.api.account.*': '*' }, 'All accounts', 'all accounts'],
    [
      { [`com.cloudflare.api.account.${ACCOUNT}`]: { [ALL_ZONES]: '*' } },
      'All zones of Acme',
      'all zones of Acme',
    ],
    [{ [`com.cloudflare.edge.r2.bucket.${ACCOUNT}_default_logs`]: '*' }, 'logs', 'R2 bucket logs'],
    [{ [`com.cloudflare.edge.r2.bucket.${ACCOUNT}_eu_logs`]: '*' }, 'logs (eu)', 'R2 bucket logs (eu)'],
    [
      { [`com.cloudflare.api.account.${ACCOUNT}`]: { 'com.cloudflare.edge.r2.bucket.*': '*' } },
      'All R2 buckets of Acme',
      'all R2 buckets of Acme',
    ],
    [{ [`com.cloudflare.api.user.${ACCOUNT}`]: '*' }, 'Your user', 'your user'],
    [{ 'com.cloudflare.new.thing': '*' }, 'com.cloudflare.new.thing', 'com.cloudflare.new.thing'],
    [{ 'com.cloudflare.new': { a: 'b' } }, 'com.cloudflare.new {"a":"b"}', 'com.cloudflare.new {"a":"b"}'],
  ];
  for (const [given, label, words] of cases) {
    it(`are “${label}” and “${words}”`, () => {
      const [resource] = parseResources(given);
      assert.ok(resource !== undefined);
      assert.deepEqual([resourceLabel(resource, NAMES), resourceWords(resource, NAMES)], [label, words]);
    });
  }
});

describe('a token in sentences', () => {
  const sentences = (subject: Partial<Subject>) =>
    sentencesOf({ policies: [], ...subject }, CATALOGUE, NAMES, NOW, UTC);

  it('says what on what, with exceptions', () => {
    const given: Policy[] = [
      { ...allow([ZONE_READ, DNS], { [ZONE_KEY]: '*' }), effect: 'deny' },
      allow([DNS, ZONE_READ], { [ALL_ZONES]: '*' }),
    ];
    assert.deepEqual(sentences({ policies: given }).grants, [
      'DNS Edit and Zone Read on all zones, except example.com',
    ]);
  });

  it('says what is denied on its own, and effects that nobody knows', () => {
    const given = [
      { ...allow([DNS], { [ZONE_KEY]: '*' }), effect: 'deny' },
      { ...allow([DNS], { [ZONE_KEY]: '*' }), effect: 'audit' },
    ];
    assert.deepEqual(sentences({ policies: given }).grants, [
      'Never DNS Edit on example.com',
      'DNS Edit on example.com, with the effect “audit”',
    ]);
    assert.deepEqual(sentences({}).grants, ['No permissions']);
  });

  it('counts what would be too much to name', () => {
    const reads = CATALOGUE.entries
      .filter(({ scope, level }) => scope === 'zone' && level === 'Read')
      .map(({ id }) => id);
    const given = [allow(reads, { [ALL_ZONES]: '*' })];
    const short = sentencesOf({ policies: given }, CATALOGUE, NAMES, NOW, { ...UTC, most: 2 });
    assert.match(
      short.grants[0] ?? '',
      new RegExp(`^Access: Apps and Policies Read, .* and ${reads.length - 2} more on all zones$`),
    );
  });

  it('says from where', () => {
    assert.deepEqual(sentences({}).restrictions, ['From any address']);
    assert.deepEqual(sentences({ otherConditions: { 'de\u202evice': ['strong'] } }).restrictions, [
      'From any address',
      'Further condition “device”: ["strong"]',
    ]);
    assert.deepEqual(sentences({ condition: { allow: [], deny: [] } }).restrictions, ['From any address']);
    assert.deepEqual(
      sentences({ condition: { allow: ['192.0.2.0/24', '::1/128'], deny: ['192.0.2.9/32'] } }).restrictions,
      ['Only from 192.0.2.0/24 and ::1/128', 'Not from 192.0.2.9/32'],
    );
  });

  it('says until when, and what is known of its use', () => {
    assert.deepEqual(sentences({}).dates, ['Never expires']);
    assert.deepEqual(
      sentences({ notBefore: '2026-12-01T00:00:00Z', expiresOn: '2026-12-05T13:00:00Z' }).dates,
      ['Not before 1 December 2026 (in 7 days)', 'Until 5 December 2026 (in 12 days)'],
    );
    assert.deepEqual(
      sentences({
        expiresOn: '2026-11-20T00:00:00Z',
        issuedOn: '2026-01-01T00:00:00Z',
        lastUsedOn: '2026-11-23T09:00:00Z',
      }).dates,
      ['Expired on 20 November 2026 (3 days ago)', 'Last used 3 hours ago', 'Created 10 months ago'],
    );
    assert.ok(sentences({ issuedOn: '2026-01-01T00:00:00Z' }).dates.includes('Not used so far'));
  });

  it('of a draft uses the names that the draft knows', () => {
    const draft: Draft = {
      name: 'x',
      owner: { kind: 'user' },
      parts: [
        {
          groups: [{ id: DNS }],
          target: { scope: 'zone', zones: { chosen: [{ id: ZONE, name: 'known.example' }] }, except: [] },
        },
        { groups: [{ id: groupId('user', 'Memberships Read') }], target: { scope: 'user' } },
      ],
      carried: [],
    };
    assert.deepEqual(draftSentences(draft, CATALOGUE, NO_NAMES, NOW, UTC).grants, [
      'DNS Edit on known.example',
      'Memberships Read on your user',
    ]);
  });

  it('names every permission of every policy', () => {
    fc.assert(
      fc.property(policies, (given) => {
        const text = sentences({ policies: given }).grants.join('\n');
        for (const group of given.flatMap(({ groups }) => groups)) {
          assert.ok(
            text.includes(entryWords(entryOf(CATALOGUE, group))),
            `${text} lacks ${JSON.stringify(group)}`,
          );
        }
      }),
    );
  });
});
