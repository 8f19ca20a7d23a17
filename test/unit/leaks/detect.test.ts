// The detector: what is a secret of Cloudflare's, and, more often, what is none.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findLeaks, type LeakKind } from '../../../src/leaks/detect.ts';

const BODY = 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d';
const SUM = '0a1b2c3d';
const USER = `cfut_${BODY}${SUM}`;
const LEGACY = 'Xy7_kQ2-mB9zL4wT8vR1cN6pJ3hG5fD0sA_eUiOq';
const HEX37 = '1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9';
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const ORIGIN = `v1.0-0a1b2c3d4e5f60718293a4b5-${'0123456789abcdef'.repeat(10).slice(0, 146)}`;

const FOUND: Readonly<Record<string, readonly [text: string, kind: LeakKind, name?: string]>> = {
  'a user token': [`const x = f("${USER}")`, 'user-token'],
  'an account token': [`cfat_${BODY}${SUM}`, 'account-token'],
  'a new Global API key': [`key: cfk_${BODY}${SUM}`, 'global-key', 'key'],
  'the token of a login': [`oauth_token = "cfoat_${BODY}.x-${BODY}"`, 'oauth', 'oauth_token'],
  'an Origin CA key': [ORIGIN, 'origin-ca'],
  'a token in a comment': [`# CF_API_TOKEN=${USER}`, 'user-token', 'CF_API_TOKEN'],
  'a legacy token by its variable': [
    `CLOUDFLARE_API_TOKEN=${LEGACY}`,
    'legacy-token',
    'CLOUDFLARE_API_TOKEN',
  ],
  'one in quotes, exported': [`export CF_DNS_API_TOKEN='${LEGACY}'`, 'legacy-token', 'CF_DNS_API_TOKEN'],
  'one in acme.sh’s spelling': [`CF_Token="${LEGACY}"`, 'legacy-token', 'CF_Token'],
  'one in an INI': [`dns_cloudflare_api_token = ${LEGACY}`, 'legacy-token', 'dns_cloudflare_api_token'],
  'one in camel case': [`{ cloudflareApiToken: "${LEGACY}" }`, 'legacy-token', 'cloudflareApiToken'],
  'one in JSON': [`"cf_api_token": "${LEGACY}",`, 'legacy-token', 'cf_api_token'],
  'one in Terraform': [`provider "cloudflare" {\n  api_token = "${LEGACY}"\n}`, 'legacy-token', 'api_token'],
  'one in a workflow': [
    `uses: cloudflare/wrangler-action@v3\nwith:\n  apiToken: ${LEGACY}`,
    'legacy-token',
    'apiToken',
  ],
  'one in a header': [
    `curl https://api.cloudflare.com/client/v4/zones \\\n  -H "Authorization: Bearer ${LEGACY}"`,
    'legacy-token',
  ],
  'one in a header before the address': [
    `curl -H 'Authorization: Bearer ${LEGACY}' \\\n  https://api.cloudflare.com/`,
    'legacy-token',
  ],
  'a legacy Global API key': [`CLOUDFLARE_API_KEY=${HEX37}`, 'global-key', 'CLOUDFLARE_API_KEY'],
  'one in a header of its own': [`-H "X-Auth-Key: ${HEX37}"`, 'global-key', 'X-Auth-Key'],
  'one of acme.sh': [`CF_Key=${HEX37}`, 'global-key', 'CF_Key'],
};

const NONE: Readonly<Record<string, string>> = {
  'a git hash': SHA1,
  'a git hash of Pages': `CF_PAGES_COMMIT_SHA=${SHA1}`,
  'a git hash under a token’s name': `CLOUDFLARE_API_TOKEN=${SHA1}`,
  'a git hash under a key’s name': `CLOUDFLARE_API_KEY=${SHA1}`,
  'a pinned action': `uses: cloudflare/wrangler-action@${SHA1}`,
  'an upper-case hash': `CF_TOKEN=${SHA1.toUpperCase()}`,
  'an id': 'CLOUDFLARE_ACCOUNT_ID=0123456789abcdef0123456789abcdef',
  'a SHA-256': `CF_TOKEN=${SHA1}${SHA1.slice(0, 24)}`,
  '40 characters without a name': LEGACY,
  '40 characters under another name': `SESSION_TOKEN=${LEGACY}`,
  'a token of another service nearby': `# deploys with github\ntoken: ${LEGACY}`,
  'a GitHub token': `CLOUDFLARE_GITHUB_TOKEN=ghp_${BODY.slice(0, 36)}`,
  'an AWS key': 'CF_AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  Base64: `CF_TOKEN_KEY=${LEGACY}/${LEGACY}==`,
  'the integrity of a package': `"cloudflare-token": "sha512-${LEGACY}${LEGACY}+x=="`,
  'a JSON Web Token': `CF_ACCESS_TOKEN=${LEGACY}.${LEGACY}.${LEGACY}`,
  'a file name': `CF_TOKEN=/run/secrets/${LEGACY}`,
  'a placeholder': `cfut_${'x'.repeat(40)}00000000`,
  'a placeholder in words': 'CLOUDFLARE_API_TOKEN=your-cloudflare-api-token-goes-here-please',
  'a masked token': `cfut_${'•'.repeat(48)}`,
  'a reference': 'CLOUDFLARE_API_TOKEN=${{ secrets.CLOUDFLARE_API_TOKEN_OF_PRODUCTION_1 }}',
  'a token that is too short': `cfut_${BODY}${SUM.slice(1)}`,
  'a token that is too long': `${USER}0`,
  'a checksum that is none': `cfut_${BODY}0A1B2C3D`,
  'a part of a word': `x${USER}`,
  'a constant’s name': 'const CF_TOKEN = MAX_LENGTH_OF_CLOUDFLARE_API_TOKENS_2026',
  'a UUID': 'CF_TOKEN=123e4567-e89b-12d3-a456-426614174000',
};

describe('the detector of leaks', () => {
  for (const [what, [text, kind, name]] of Object.entries(FOUND)) {
    it(`finds ${what}`, () => {
      const [leak, ...others] = findLeaks(text);
      assert.ok(leak !== undefined && others.length === 0);
      assert.equal(leak.kind, kind);
      assert.equal(leak.name, name);
      assert.match(text.slice(leak.start, leak.end), /^(?:cf|v1\.0-|Xy7|1a2b)[\w.-]+$/);
    });
  }
  for (const [what, text] of Object.entries(NONE)) {
    it(`takes no notice of ${what}`, () => assert.deepEqual(findLeaks(text), []));
  }

  it('finds what is known wherever it stands', () => {
    const text = `see ${LEGACY}, ${USER} and ${SHA1}`;
    assert.deepEqual(
      findLeaks(text, (candidate) => candidate === LEGACY).map(({ kind }) => kind),
      ['legacy-token', 'user-token'],
    );
  });

  it('takes each secret once, in order', () => {
    const text = `CF_API_TOKEN=${USER}\nCF_API_KEY=${HEX37}\nCF_TOKEN=${LEGACY}\n`;
    assert.deepEqual(
      findLeaks(text, () => true).map(({ start }) => start),
      [text.indexOf(USER), text.indexOf(HEX37), text.indexOf(LEGACY)],
    );
  });

  it('finds every token that is random, wherever a word ends, and none in other random text', () => {
    const characters = (alphabet: string, length: number) =>
      fc
        .array(fc.constantFrom(...alphabet.split(/(?:)/u)), { minLength: length, maxLength: length })
        .map((list) => list.join(''));
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    const edge = fc.constantFrom('', ' ', '"', '\n', '=', '(', ',', "'", ':');
    fc.assert(
      fc.property(
        edge,
        characters(letters, 40),
        characters('0123456789abcdef', 8),
        edge,
        (before, body, sum, after) => {
          const text = `${before}cfut_${body}${sum}${after}`;
          const expected = new Set(body + sum).size >= 12 ? 1 : 0;
          assert.equal(findLeaks(text).length, expected, text);
        },
      ),
    );
    fc.assert(
      fc.property(characters(`${letters}-_ \n=:"/+.`, 200), (text) => {
        assert.deepEqual(findLeaks(text), []);
      }),
    );
  });

  it('takes time in proportion to the text, whatever is in it', () => {
    const texts = [
      'a'.repeat(1_000_000),
      `CF_TOKEN=${'a-'.repeat(500_000)}`,
      `CF_TOKEN = "${LEGACY}"\n`.repeat(15_000),
      `${LEGACY} `.repeat(20_000),
      'cfut_'.repeat(200_000),
      `authorization: bearer${' '.repeat(900_000)}`,
    ];
    for (const text of texts) {
      const began = performance.now();
      findLeaks(text);
      const took = performance.now() - began;
      assert.ok(took < 1500, `${text.slice(0, 20)}…: ${took} ms`);
    }
  });
});
