// Exclusion patterns, as settings have them, against paths.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exclusion } from '../../../src/insertion/glob.ts';

const CASES: readonly (readonly [pattern: string, matches: readonly string[], leaves: readonly string[]])[] =
  [
    [
      '**/node_modules',
      ['node_modules', 'a/node_modules', 'a/node_modules/b/.env'],
      ['node_modules2', 'xnode_modules'],
    ],
    ['**/*.code-search', ['x.code-search', 'a/b.code-search'], ['code-search', 'x.code-searches']],
    ['out/', ['out', 'out/.env'], ['a/out', 'outer']],
    ['dist', ['dist/.env'], ['a/dist/.env']],
    ['**/{tmp,cache}/**', ['tmp/.env', 'a/cache/b'], ['tmp', 'temp/.env']],
    ['**/.env.?', ['.env.a', 'b/.env.c'], ['.env.ab', '.env']],
    ['**/[!a-c]x', ['dx', 'q/zx'], ['ax', 'bx']],
    ['a.b+(c)', ['a.b+(c)'], ['aXb+(c)', 'a.bb(c)']],
    ['**', ['anything', 'a/b'], []],
    ['src/**/gen', ['src/gen', 'src/a/b/gen', 'src/a/gen/x'], ['gen', 'src/generated']],
  ];

describe('an exclusion pattern', () => {
  for (const [pattern, matches, leaves] of CASES) {
    it(`reads ${pattern}`, () => {
      for (const path of matches) assert.match(path, exclusion(pattern) ?? /never/);
      for (const path of leaves) assert.doesNotMatch(path, exclusion(pattern) ?? /never/);
    });
  }

  it('that never closes excludes nothing', () => {
    assert.equal(exclusion('**/{a,b'), undefined);
  });
});
