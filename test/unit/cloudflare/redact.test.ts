import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { redact } from '../../../src/cloudflare/redact.ts';
import { Secret } from '../../../src/tokens/secret.ts';

const BODY = 'aB3'.repeat(13) + 'x0123abcd';

describe('redact', () => {
  for (const text of [
    `cfut_${BODY}`,
    `cfat_${BODY}`,
    `cfk_${BODY}`,
    `cfoat_${BODY}`,
    `v1.0-${'0a'.repeat(12)}-${'0b'.repeat(73)}`,
  ]) {
    it(`takes out ${text.slice(0, 6)}…`, () => {
      assert.equal(redact(`no "${text}".`), 'no "[redacted]".');
    });
  }

  it('takes out known secrets of any shape', () => {
    const legacy = 'Abc_def-0123456789Abc_def-0123456789abcd';
    assert.equal(redact(`${legacy} and ${legacy}`, [new Secret(legacy)]), '[redacted] and [redacted]');
  });

  it('takes out authorization headers and passwords in URLs', () => {
    assert.equal(redact('authorization: Bearer abcdefgh12345'), 'authorization: Bearer [redacted]');
    assert.equal(redact('via http://me:secret@proxy:80/'), 'via http://[redacted]@proxy:80/');
  });

  it('leaves ids, hashes and ordinary words alone', () => {
    const text =
      'GET /user/tokens/{id} 200 0cc3a61731504c89b99ec1be78b77aa0 https://api.cloudflare.com/client';
    assert.equal(redact(text, [new Secret('')]), text);
  });

  it('leaves no trace of a known secret wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9_-]{40}$/),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          assert.ok(!redact(before + secret + after, [new Secret(secret)]).includes(secret));
        },
      ),
    );
  });
});
