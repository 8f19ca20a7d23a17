// How long a token lives, and dates in the person's own zone.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  endOfLife,
  LIFETIMES,
  lifetimeName,
  lifetimeOf,
  localText,
  readLocalText,
  timeZoneWords,
  ttlProblems,
  utcWords,
} from '../../../src/tokens/ttl.ts';

const NOW = new Date('2026-11-23T12:00:00.700Z');
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
];

describe('the simple lifetimes', () => {
  it('end in whole seconds, or not at all', () => {
    assert.deepEqual(
      LIFETIMES.map((lifetime) => [lifetimeName(lifetime), endOfLife(lifetime, NOW)]),
      [
        ['1 hour', '2026-11-23T13:00:00Z'],
        ['1 day', '2026-11-24T12:00:00Z'],
        ['30 days', '2026-12-23T12:00:00Z'],
        ['90 days', '2027-02-21T12:00:00Z'],
        ['1 year', '2027-11-23T12:00:00Z'],
        ['No expiry', undefined],
      ],
    );
  });

  it('are known again by their end', () => {
    for (const lifetime of LIFETIMES) assert.equal(lifetimeOf(endOfLife(lifetime, NOW), NOW), lifetime);
    assert.equal(lifetimeOf('2026-12-01T00:00:00Z', NOW), undefined);
  });
});

describe('a date and time of a zone', () => {
  const read = (text: string, zone: string) => {
    const typed = readLocalText(text, zone);
    return typed.outcome === 'valid' ? [typed.time, ...(typed.note === undefined ? [] : [typed.note])] : [];
  };

  it('is read as UTC', () => {
    assert.deepEqual(read('2026-12-05T14:05', 'Europe/Berlin'), ['2026-12-05T13:05:00Z']);
    assert.deepEqual(read('2026-07-05 14:05:30', 'Europe/Berlin'), ['2026-07-05T12:05:30Z']);
    assert.deepEqual(read(' 2026-12-05 ', 'America/New_York'), ['2026-12-05T05:00:00Z']);
    assert.deepEqual(read('2026-12-05T14:05', 'Asia/Kathmandu'), ['2026-12-05T08:20:00Z']);
  });

  it('is explained where the clocks change', () => {
    assert.deepEqual(read('2026-03-29T02:30', 'Europe/Berlin'), [
      '2026-03-29T01:30:00Z',
      'The clocks skip this time; the same moment after the change is meant.',
    ]);
    assert.deepEqual(read('2026-10-25T02:30', 'Europe/Berlin'), [
      '2026-10-25T00:30:00Z',
      'The clocks show this time twice; the first is meant.',
    ]);
    assert.deepEqual(read('2026-11-01T01:30', 'America/New_York')[0], '2026-11-01T05:30:00Z');
  });

  it('is refused when it is none', () => {
    for (const text of [
      '',
      'soon',
      '2026-02-30T00:00',
      '2026-13-01',
      '2026-12-05T24:00',
      '2026-12-05T14:05Z',
    ])
      assert.equal(readLocalText(text, 'UTC').outcome, 'invalid', text);
  });

  it('comes back from what is shown, but for the second of two equal hours', () => {
    const moment = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), (seconds, zone) => {
        const time = new Date(seconds * 1000);
        const typed = readLocalText(localText(time, zone), zone);
        assert.ok(typed.outcome === 'valid');
        if (typed.note === undefined) assert.equal(new Date(typed.time).getTime(), time.getTime());
        assert.equal(localText(new Date(typed.time), zone), localText(time, zone));
      }),
      { numRuns: 500 },
    );
  });

  it('is shown with its zone, and in UTC beside it', () => {
    const winter = new Date('2026-12-05T13:05:00Z');
    assert.equal(timeZoneWords(winter, 'Europe/Berlin'), 'Europe/Berlin (GMT+1)');
    assert.equal(timeZoneWords(new Date('2026-07-05T13:05:00Z'), 'Europe/Berlin'), 'Europe/Berlin (GMT+2)');
    assert.equal(utcWords(winter), '2026-12-05 13:05 UTC');
    assert.equal(localText(new Date('2026-12-05T13:05:09.900Z'), 'UTC'), '2026-12-05T13:05:09');
  });
});

describe('start and end', () => {
  it('have their problems beside the one that causes them', () => {
    const fields = (notBefore?: string, expiresOn?: string) =>
      ttlProblems(
        {
          ...(notBefore === undefined ? {} : { notBefore }),
          ...(expiresOn === undefined ? {} : { expiresOn }),
        },
        NOW,
      ).map(({ field }) => field);
    assert.deepEqual(fields(), []);
    assert.deepEqual(fields('soon', '2027-01-01T00:00:00Z'), ['start']);
    assert.deepEqual(fields(undefined, 'later'), ['end']);
    assert.deepEqual(fields('2027-01-02T00:00:00Z', '2027-01-01T00:00:00Z'), ['end']);
    assert.deepEqual(fields(undefined, '2026-11-23T12:00:00Z'), ['end']);
    assert.deepEqual(fields('2020-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), []);
  });
});
