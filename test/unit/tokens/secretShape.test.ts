// What a pasted text is taken for, and that the words about it never repeat it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type SecretKind, shapeOf } from '../../../src/tokens/secretShape.ts';

const BODY = 'Ab0Cd1Ef2Gh3Ij4Kl5Mn6Op7Qr8St9Uv0Wx1Yz2A';
const USER_TOKEN = `cfut_${BODY}0123abcd`;
const ACCOUNT_TOKEN = `cfat_${BODY}0123abcd`;
const LEGACY = 'Ab0-d1Ef2_h3Ij4Kl5Mn6Op7Qr8St9Uv0Wx1Yz2A';

function refusal(text: string): readonly [SecretKind, string] {
  const shape = shapeOf(text);
  assert.ok(!shape.usable, 'should be refused');
  assert.equal(shape.cleaned, '');
  return [shape.kind, shape.problem];
}

describe('the shape of a pasted secret', () => {
  it('tells tokens of users, of accounts, and of before 2026', () => {
    assert.deepEqual(shapeOf(USER_TOKEN), { kind: 'user-token', usable: true, cleaned: USER_TOKEN });
    assert.deepEqual(shapeOf(ACCOUNT_TOKEN), { kind: 'account-token', usable: true, cleaned: ACCOUNT_TOKEN });
    assert.deepEqual(shapeOf(LEGACY), { kind: 'legacy-token', usable: true, cleaned: LEGACY });
  });

  it('takes hyphens at the start of a token for a part of it', () => {
    for (const start of ['-H', '--header', '_-'])
      assert.equal(shapeOf(start + LEGACY.slice(start.length)).usable, true, start);
  });

  it('leaves room for longer tokens of the new format, up to what Cloudflare allows', () => {
    assert.equal(shapeOf(USER_TOKEN + 'a'.repeat(27)).usable, true);
    assert.equal(shapeOf(USER_TOKEN + 'a'.repeat(28)).usable, false);
  });

  const WRAPPED: Readonly<Record<string, (secret: string) => string>> = {
    'white space': (secret) => `\n  ${secret}\t\r\n`,
    quotes: (secret) => `"${secret}"`,
    'typographic quotes': (secret) => `“${secret}”`,
    backticks: (secret) => `\`${secret}\``,
    'angle brackets': (secret) => `<${secret}>`,
    braces: (secret) => `{{ ${secret} }}`,
    Bearer: (secret) => `Bearer ${secret}`,
    'a header': (secret) => `Authorization: Bearer ${secret}`,
    'an option of curl': (secret) => `-H "Authorization: Bearer ${secret}"`,
    'a variable': (secret) => `CLOUDFLARE_API_TOKEN=${secret}`,
    'an exported variable': (secret) => `export CLOUDFLARE_API_TOKEN='${secret}'`,
    'a line of HCL': (secret) => `api_token = "${secret}"`,
    'a line of JSON': (secret) => `"apiToken": "${secret}",`,
    'a broken line': (secret) => `${secret.slice(0, 20)}\n${secret.slice(20)}`,
    'invisible characters': (secret) => `\u200b${secret.slice(0, 9)}\u00ad${secret.slice(9)}\ufeff`,
  };
  for (const [name, wrap] of Object.entries(WRAPPED)) {
    it(`is found in ${name}`, () => {
      for (const secret of [USER_TOKEN, ACCOUNT_TOKEN, LEGACY]) {
        const shape = shapeOf(wrap(secret));
        assert.equal(shape.cleaned, secret);
      }
    });
  }

  it('tells what is not an API token, each in its own words', () => {
    const cases: readonly (readonly [string, SecretKind, RegExp])[] = [
      [`cfk_${BODY}0123abcd`, 'global-key', /Global API key/],
      ['0123456789abcdef0123456789abcdef01234', 'global-key', /Global API key/],
      [`cfoat_${BODY}`, 'oauth', /Wrangler login/],
      [`v1.0-${'0a'.repeat(12)}-${'0b'.repeat(73)}`, 'origin-ca', /Origin CA key/],
      ['0123456789abcdef0123456789abcdef', 'not-a-token', /an ID/],
      ['0123456789abcdef'.repeat(4), 'not-a-token', /R2/],
      ['CLOUDFLARE_API_TOKEN', 'not-a-token', /name of a variable/],
      ['$CLOUDFLARE_API_TOKEN', 'not-a-token', /name of a variable/],
      ['"${CF_API_TOKEN}"', 'not-a-token', /name of a variable/],
      ['cfut_••••••••••', 'not-a-token', /masked/],
      ['********', 'not-a-token', /masked/],
      ['Ab0Cd1…', 'not-a-token', /masked/],
      ['p@ssw0rd!', 'not-a-token', /letters, digits, hyphens and underscores/],
      ['  ', 'not-a-token', /Paste the secret/],
      ['', 'not-a-token', /Paste the secret/],
    ];
    for (const [text, kind, words] of cases) {
      const [found, problem] = refusal(text);
      assert.equal(found, kind, text);
      assert.match(problem, words);
    }
  });

  it('counts what is missing', () => {
    assert.equal(refusal(LEGACY.slice(0, 37))[1], 'This has 37 of 40 characters. Copy the whole secret.');
    assert.equal(refusal(USER_TOKEN.slice(0, 41))[1], 'This has 41 of 53 characters. Copy the whole secret.');
    assert.equal(refusal(`${LEGACY}x`)[1], 'This has 41 characters; the secret of a token has 40 or 53.');
  });

  it('never repeats the text, and always ends', () => {
    const wrapping = fc.constantFrom(
      '"',
      "'",
      '{',
      '}',
      '<',
      '>',
      'Bearer ',
      'K=',
      ':',
      '-H ',
      ' ',
      '\n',
      '`',
      ',',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(wrapping, fc.stringMatching(/^[\w•$-]{8,60}$/)), { maxLength: 6 }),
        (pieces) => {
          const shape = shapeOf(pieces.join(''));
          if (shape.usable) return;
          for (const piece of pieces) {
            if (piece.length >= 8) assert.ok(!JSON.stringify(shape).includes(piece), JSON.stringify(pieces));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
