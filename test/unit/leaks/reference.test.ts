// What takes a secret's place in a file.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { referenceInPlaceOf } from '../../../src/leaks/reference.ts';

const CASES: readonly (readonly [languageId: string, path: string, before: string, after: string])[] = [
  ['typescript', '/a.ts', 'const t = "SECRET";', 'const t = process.env.CF_TOKEN;'],
  ['javascript', '/a.js', 'f(`SECRET`)', 'f(process.env.CF_TOKEN)'],
  ['javascript', '/a.js', '// SECRET', '// '],
  ['python', '/a.py', "t = 'SECRET'", 't = os.environ["CF_TOKEN"]'],
  ['go', '/a.go', 't := "SECRET"', 't := os.Getenv("CF_TOKEN")'],
  ['ruby', '/a.rb', 't = "SECRET"', 't = ENV.fetch("CF_TOKEN")'],
  [
    'shellscript',
    '/a.sh',
    'curl -H "Authorization: Bearer SECRET"',
    'curl -H "Authorization: Bearer $CF_TOKEN"',
  ],
  ['shellscript', '/a.sh', "T='SECRET' x", 'T="$CF_TOKEN" x'],
  ['shellscript', '/a.sh', 'T=SECRET x', 'T=$CF_TOKEN x'],
  ['yaml', '/r/.github/workflows/ci.yml', 'apiToken: SECRET', 'apiToken: ${{ secrets.CF_TOKEN }}'],
  ['yaml', '/r/values.yml', 'apiToken: "SECRET"', 'apiToken: ""'],
  ['dotenv', '/r/.env', 'CF_TOKEN="SECRET" # x', 'CF_TOKEN="" # x'],
  ['toml', '/r/wrangler.toml', 'T = "SECRET"', 'T = ""'],
];

describe('the reference in place of a secret', () => {
  for (const [languageId, path, before, after] of CASES) {
    it(`in ${path}: ${after}`, () => {
      const start = before.indexOf('SECRET');
      const place = { start, end: start + 'SECRET'.length };
      const { text, ...span } = referenceInPlaceOf(before, place, { languageId, path, variable: 'CF_TOKEN' });
      assert.equal(before.slice(0, span.start) + text + before.slice(span.end), after);
    });
  }
});
