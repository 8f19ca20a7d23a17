// Scanning: what the common readers were measured to make of a file, and the spans.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readVariable, scan } from '../../../src/dotenv/scan.ts';
import { anyText, envFile } from './files.ts';

const TOKEN = 'cfut_AbC-dEf_0123456789';

// Each with the value of K that dotenv (16.3.1, which Wrangler pins, to 18.0.10) was measured to read.
const CASES: Readonly<Record<string, readonly [text: string, value: string | undefined]>> = {
  plain: [`K=${TOKEN}\n`, TOKEN],
  'double quotes': [`K="${TOKEN}"\n`, TOKEN],
  'single quotes': [`K='${TOKEN}'\n`, TOKEN],
  backticks: [`K=\`${TOKEN}\`\n`, TOKEN],
  export: [`export K="${TOKEN}"\n`, TOKEN],
  'spaces around the equals sign': [`K = ${TOKEN}\n`, TOKEN],
  'leading spaces': [`   K=${TOKEN}\n`, TOKEN],
  colon: [`K: ${TOKEN}\n`, TOKEN],
  'colon without a space': [`K:${TOKEN}\n`, undefined],
  'an entry that a bare “key:” in front of it swallows': [`A:\nK=${TOKEN}\n`, undefined],
  'an entry behind such a one': [`A:\n\nK=${TOKEN}\n`, TOKEN],
  'the last of two': ['K=first\nexport K=second\n', 'second'],
  'a comment that looks like an entry': ['K=new\n#K=old\n', 'new'],
  'a comment behind': [`K=${TOKEN} # note\n`, TOKEN],
  'a comment right behind': [`K=${TOKEN}#note\n`, TOKEN],
  'a comment behind quotes': [`K="${TOKEN}" # it's a "note"\n`, TOKEN],
  'a hash in quotes': ['K="a#b"\n', 'a#b'],
  CRLF: [`A=1\r\nK=${TOKEN}\r\nB=2\r\n`, TOKEN],
  'CRLF with quotes': [`A=1\r\nK="${TOKEN}"\r\n`, TOKEN],
  'lone CR': [`A=1\rK=${TOKEN}\r`, TOKEN],
  'byte order mark': [`\ufeffK=${TOKEN}\n`, TOKEN],
  'no line ending': [`K=${TOKEN}`, TOKEN],
  'trailing blanks': [`K=${TOKEN}  \t\n`, TOKEN],
  'a tab in front': [`K=\t${TOKEN}\n`, TOKEN],
  'an entry inside a longer value': ['PEM="line1\nK=inside\nline3"\nZ=1\n', undefined],
  'an entry behind a longer value': [`PEM='line1\nK=inside\nline3'\nK=${TOKEN}\n`, TOKEN],
  'an entry behind a quote that is never closed': [`BAD="oops\nK=${TOKEN}\n`, TOKEN],
  'apostrophes in plain values': [`MSG=don't\nK=${TOKEN}\nX=it's\n`, TOKEN],
  'a dollar sign': ['K=a$HOME-b\n', 'a$HOME-b'],
  'an escaped line break': ['K="a\\nb"\n', 'a\nb'],
  'an escaped line break in single quotes': ["K='a\\nb'\n", 'a\\nb'],
  'an escaped quote': ['K="a\\"b"\n', 'a\\"b'],
  'a backslash before the closing quote': ["K='a\\'\nB='b'\n", 'a\\'],
  'text behind the closing quote': ['K="a" b\n', '"a" b'],
  'quotes in quotes': ['K="a"b"\n', 'a"b'],
  empty: ['K=\nB=1\n', ''],
  'empty with a comment': ['K= # c\n', ''],
  'spaces within': ['K=a b c\n', 'a b c'],
  'equals signs in the value': ['K=ab+/c==\n', 'ab+/c=='],
  'a longer name': ['MY-K=1\nK.x=3\nK=2\n', '2'],
  'no entry at all': ['K\n=x\n', undefined],
};

describe('scanning a .env file', () => {
  for (const [name, [text, value]] of Object.entries(CASES)) {
    it(`reads ${name}`, () => assert.equal(readVariable(text, 'K'), value));
  }

  it('knows the parts of an entry', () => {
    const text = '# top\r\n  export TOKEN = "a b"  # note\r\nNEXT=1';
    const { entries, eol, bom } = scan(text);
    const [entry] = entries;
    assert.ok(entry !== undefined);
    const cut = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);
    assert.deepEqual(
      [entry.key, entry.exported, entry.quote, cut(entry.span), cut(entry.separator), cut(entry.comment)],
      ['TOKEN', true, '"', 'a b', ' =', '# note'],
    );
    assert.equal(cut(entry.line), '  export TOKEN = "a b"  # note\r\n');
    assert.deepEqual([eol, bom, entries.length], ['\r\n', false, 2]);
  });

  it('knows which values readers would expand', () => {
    const { entries } = scan('A=$X\nB="${X}"\nC=\'$X\'\nD=x\n');
    assert.deepEqual(
      entries.map(({ interpolated }) => interpolated),
      [true, true, false, false],
    );
  });

  it('has spans in order that hold what they say, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, envFile), (text) => {
        let last = 0;
        for (const { span, line, quote, key, comment } of scan(text).entries) {
          assert.ok(
            last <= line.start && line.start < span.start && span.start <= span.end && span.end <= line.end,
          );
          assert.ok(text.slice(line.start, span.start).includes(key));
          if (quote !== '') assert.deepEqual([text[span.start - 1], text[span.end]], [quote, quote]);
          if (comment !== undefined) assert.ok(text[comment.start] === '#' && comment.end <= line.end);
          last = line.end;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
