// What in a text is looked at when a secret is searched for.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { candidateAt, candidatesIn } from '../../../src/usage/candidates.ts';
import { placesIn } from '../../../src/usage/places.ts';

const A = `cfut_${'aB3'.repeat(13)}x0123abcd`;
const B = 'Ab-_'.repeat(10);

describe('a candidate for a secret', () => {
  it('is a run of 40 to 80 characters that secrets have', () => {
    assert.equal(A.length, 53);
    const text = `Bearer ${A}\n"${B}", x${'y'.repeat(38)} ${'z'.repeat(81)} (${'w'.repeat(80)})`;
    assert.deepEqual(
      candidatesIn(text).map((found) => found.text),
      [A, B, 'w'.repeat(80)],
    );
    for (const { text: own, start, end } of candidatesIn(text)) assert.equal(text.slice(start, end), own);
  });

  it('is found from any place in or beside it', () => {
    const text = `x: "${A}" y`;
    for (const offset of [4, 5, 30, 57]) assert.equal(candidateAt(text, offset)?.text, A, String(offset));
    for (const offset of [0, 3, 58, 60]) assert.equal(candidateAt(text, offset), undefined, String(offset));
    assert.deepEqual(candidateAt(text, 20), { text: A, start: 4, end: 57 });
    assert.equal(candidateAt('q'.repeat(1000), 500), undefined);
  });
});

describe('the places of a text', () => {
  it('are the values of an env file that count, with their variables', () => {
    const text = `# ${A}\r\nONE=${A}\r\nexport TWO="${B}" # ${A}\r\nONE='${B}'\r\nPEM="x\n${A}\ny"\nSHORT=1\n`;
    assert.deepEqual(
      placesIn(text, { isEnvFile: true }).map(({ variable, line, text: value }) => [variable, line, value]),
      [
        ['TWO', 2, B],
        ['ONE', 3, B],
      ],
    );
  });

  it('are all candidates of another file, by line', () => {
    const text = `${A}\n\n  token: ${B} ${A}\n`;
    assert.deepEqual(
      placesIn(text, { isEnvFile: false }).map(({ line, text: value, start }) => [line, value, start]),
      [
        [0, A, 0],
        [2, B, text.indexOf(B)],
        [2, A, text.lastIndexOf(A)],
      ],
    );
    assert.deepEqual(placesIn('', { isEnvFile: false }), []);
  });
});
