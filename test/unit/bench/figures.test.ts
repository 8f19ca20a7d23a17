import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { figureOf, summarize } from '../../bench/figures.ts';
import { tableOf } from '../../bench/table.ts';

describe('figures', () => {
  const subject = { name: 'some.time', what: 'Some time', unit: 'ms' } as const;

  it('have the middle measurement as their median, whatever the order', () => {
    assert.deepEqual(summarize([9, 1, 10]), { median: 9, min: 1, max: 10, n: 3 });
    assert.deepEqual(summarize([7]), { median: 7, min: 7, max: 7, n: 1 });
  });

  it('have the mean of the two in the middle where they are even in number', () => {
    assert.deepEqual(summarize([4, 1, 30, 2]), { median: 3, min: 1, max: 30, n: 4 });
  });

  it('leave the measurements as they were', () => {
    const values = [3, 1, 2];
    summarize(values);
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('refuse to sum up nothing, or what is not a number', () => {
    assert.throws(() => summarize([]), RangeError);
    assert.throws(() => summarize([1, NaN, 2]), RangeError);
  });

  it('meet their goal by the median, and are not judged without one', () => {
    assert.equal(figureOf([8, 10, 99], { ...subject, goal: 10 }).met, true);
    assert.equal(figureOf([8, 10.1, 99], { ...subject, goal: 10 }).met, false);
    assert.equal('met' in figureOf([8], subject), false);
  });

  it('line up as a table, with notes below', () => {
    const table = tableOf([
      figureOf([12, 14], { ...subject, goal: 10, note: 'on a bad day' }),
      figureOf([1.5], { name: 'size', what: '  size', unit: 'kB', goal: 80 }),
    ]);
    assert.deepEqual(table.split('\n'), [
      '           median   min   max  n  unit  goal  met',
      'Some time    13.0  12.0  14.0  2  ms    ≤ 10  NO',
      '  size        1.5              1  kB    ≤ 80  yes',
      '',
      '  Some time: on a bad day',
    ]);
  });
});
