import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { classify, groupIn } from '../../../src/cloudflare/classify.ts';
import type { Endpoint } from '../../../src/cloudflare/endpoint.ts';
import type { ApiErrorKind } from '../../../src/cloudflare/errors.ts';

const VERIFY: Endpoint = { method: 'GET', template: '/user/tokens/verify' };
const CREATE: Endpoint = { method: 'POST', template: '/accounts/{account_id}/tokens' };
const TOKEN: Endpoint = { method: 'GET', template: '/user/tokens/{id}' };
const ZONES: Endpoint = { method: 'GET', template: '/zones' };
const USER: Endpoint = { method: 'GET', template: '/user' };

// Answers of the real API, as recorded in public.
const recorded: readonly (readonly [Endpoint, number, number, string, ApiErrorKind])[] = [
  [VERIFY, 400, 1001, 'Missing "Authorization" header', 'bad-shape'],
  [VERIFY, 400, 6003, 'Invalid request headers', 'bad-shape'],
  [ZONES, 400, 9106, 'Authentication failed (status: 400)', 'bad-shape'],
  [ZONES, 403, 9103, 'Unknown X-Auth-Key or X-Auth-Email', 'bad-shape'],
  [VERIFY, 401, 1000, 'Invalid API Token', 'invalid'],
  [ZONES, 403, 9109, 'Invalid access token', 'invalid'],
  [ZONES, 401, 10000, 'Authentication error', 'invalid'],
  [USER, 403, 9109, 'Valid user-level authentication not found', 'wrong-kind'],
  [ZONES, 400, 1001, 'List accounts endpoint does not support account owned tokens.', 'wrong-kind'],
  [ZONES, 400, 10001, 'Unable to authenticate request', 'wrong-kind'],
  [TOKEN, 403, 9109, 'Cannot use the access token from location: 2001:db8::1', 'ip-filter'],
  [TOKEN, 403, 9109, 'Unauthorized to access requested resource', 'missing-right'],
  [ZONES, 403, 10000, 'Authentication error', 'missing-right'],
  [ZONES, 403, 10000, 'Forbidden', 'missing-right'],
  [ZONES, 403, 7403, 'The given account is not valid or is not authorized', 'missing-right'],
  [ZONES, 403, 1068, 'Permission denied', 'missing-right'],
  [TOKEN, 403, 9109, 'Max auth failures reached, please check your Authorization header.', 'throttled'],
  [
    CREATE,
    400,
    1001,
    'Failed common permission check against resources. (Permission group: "DNS Write")',
    'grant-refused',
  ],
  [CREATE, 400, 1001, 'Permission group 0cc3 not found', 'rejected'],
  [CREATE, 400, 1001, 'Token limit reached: at most 500 API tokens are allowed for this owner', 'quota'],
  [CREATE, 403, 400, 'Maximum number of tokens exceeded', 'quota'],
  [CREATE, 400, 400, 'name must have a length of at most 120', 'rejected'],
  [CREATE, 400, 1001, 'User tokens cannot reference roles with granular resource scopes', 'rejected'],
  [TOKEN, 404, 1003, 'API token not found', 'not-found'],
  [TOKEN, 404, 7003, 'Could not route to /user/tokens/x', 'not-found'],
  [ZONES, 400, 1003, 'Invalid or missing zone id.', 'rejected'],
  [TOKEN, 429, 971, 'Please wait and consider throttling your request speed', 'throttled'],
  [TOKEN, 500, 971, 'Please wait and consider throttling your request speed', 'throttled'],
  [TOKEN, 200, 10429, 'Rate limited.', 'throttled'],
  [ZONES, 500, 10013, 'Unknown error', 'server'],
  [ZONES, 500, 9109, 'Unauthorized to access requested resource', 'server'],
];

describe('classify', () => {
  for (const [endpoint, status, code, message, kind] of recorded) {
    it(`takes ${status}/${code} "${message.slice(0, 50)}" on ${endpoint.template} as ${kind}`, () => {
      assert.equal(classify(endpoint, status, [{ code, message }]), kind);
    });
  }

  it('goes by the status where the answer names no error', () => {
    const kinds = [401, 403, 404, 405, 429, 503].map((status) => classify(TOKEN, status, []));
    assert.deepEqual(kinds, ['invalid', 'missing-right', 'not-found', 'rejected', 'throttled', 'server']);
  });
});

describe('groupIn', () => {
  it('finds the permission group that was refused', () => {
    assert.equal(
      groupIn('Failed … (Permission group: "Account API Tokens Write")'),
      'Account API Tokens Write',
    );
    assert.equal(groupIn('Failed common permission check against resources.'), undefined);
  });
});
