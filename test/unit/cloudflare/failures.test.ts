import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import { ApiError, type ApiErrorKind } from '../../../src/cloudflare/errors.ts';
import { createLimiter } from '../../../src/cloudflare/limiter.ts';
import { TransportError } from '../../../src/cloudflare/transport-error.ts';
import { Secret } from '../../../src/tokens/secret.ts';
import type { TokenRequest } from '../../../src/tokens/token.ts';
import { createFakeClock } from './fakeClock.ts';
import { createFakeTransport, refusal, success, type Scripted } from './fakeTransport.ts';

const USER = { kind: 'user' } as const;
const ID = '0'.repeat(32);
const REQUEST: TokenRequest = { name: 'One', policies: [] };
const TOKEN = { id: ID, name: 'One', status: 'active', policies: [], value: 'new-secret' };
const HTML: Scripted = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>502</h1>' };

function client(...answers: readonly Scripted[]) {
  const transport = createFakeTransport(...answers);
  const clock = createFakeClock();
  const lines: string[] = [];
  const api = createCloudflareApi({
    baseUrl: 'https://api.cloudflare.test/client/v4/',
    secret: new Secret('the-management-secret'),
    transport: transport.send,
    userAgent: 'test/1',
    limiter: createLimiter({ clock }),
    clock,
    log: (line) => lines.push(line),
  });
  return { api, clock, lines, requests: transport.requests };
}

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof ApiError, `expected an ApiError, got ${String(thrown)}`);
  return thrown;
}

function lostOnTheWay(): TransportError {
  return new TransportError('network', 'The connection failed (ECONNRESET).', {
    sent: true,
    code: 'ECONNRESET',
  });
}

function neverSent(): TransportError {
  return new TransportError('network', 'The connection failed (ENOTFOUND).', {
    sent: false,
    code: 'ENOTFOUND',
  });
}

describe('a read', () => {
  const passing: readonly (readonly [string, Scripted])[] = [
    ['an HTML 502', HTML],
    ['a 500', refusal(500, 10013, 'unknown')],
    ['a 429 without a body', { status: 429 }],
    ['a 971 in an HTTP 200', refusal(200, 971, 'throttling')],
    ['a broken connection', lostOnTheWay()],
    ['no connection', neverSent()],
    ['a lone 10000', refusal(403, 10000, 'Authentication error')],
  ];
  for (const [name, fault] of passing) {
    it(`is repeated after ${name}`, async () => {
      const { api, requests, clock } = client(fault, success(TOKEN));
      assert.equal((await api.getToken(USER, ID)).id, ID);
      assert.equal(requests.length, 2);
      assert.ok(clock.slept.length >= 1);
    });
  }

  it('gives up on a lasting fault after four attempts, with growing pauses', async () => {
    const { api, requests, clock } = client(HTML);
    const error = await errorOf(api.getToken(USER, ID));
    assert.equal(error.kind, 'server');
    assert.equal(requests.length, 4);
    assert.equal(clock.slept.length, 3);
    for (const [index, longest] of [500, 1000, 2000].entries()) {
      const slept = clock.slept[index] ?? 0;
      assert.ok(slept >= longest / 2 && slept <= longest, `pause ${index} was ${slept}`);
    }
  });

  it('is repeated only once after a 10000', async () => {
    const { api, requests } = client(refusal(403, 10000, 'Authentication error'));
    assert.equal((await errorOf(api.getToken(USER, ID))).kind, 'missing-right');
    assert.equal(requests.length, 2);
  });

  it('waits as long as retry-after says', async () => {
    const { api, clock } = client(
      refusal(429, 10429, 'Rate limited', { 'retry-after': '17' }),
      success(TOKEN),
    );
    const start = clock.now();
    await api.getToken(USER, ID);
    assert.equal(clock.now() - start, 17_000);
  });

  it('does not sit out five minutes, and sends nothing more in that time', async () => {
    const { api, requests } = client(
      refusal(429, 971, 'throttling', { 'retry-after': '300' }),
      success(TOKEN),
    );
    for (const call of [() => api.getToken(USER, ID), () => api.createToken(USER, REQUEST)]) {
      const error = await errorOf(call());
      assert.deepEqual([error.kind, error.retryAfter], ['throttled', 300]);
    }
    assert.equal(requests.length, 1);
  });

  const final: readonly (readonly [Scripted, ApiErrorKind])[] = [
    [refusal(401, 1000, 'Invalid API Token'), 'invalid'],
    [refusal(404, 1003, 'API token not found'), 'not-found'],
    [{ status: 302, headers: { location: 'https://evil.test/' } }, 'unexpected'],
    [{ status: 403, body: '<h1>Blocked</h1>' }, 'server'],
    [new TransportError('certificate', 'Untrusted.', { sent: false }), 'network'],
    [new TransportError('insecure', 'Not over http.', { sent: false }), 'network'],
    [new TransportError('timeout', 'No answer.', { sent: true }), 'timeout'],
    [new TransportError('too-large', 'Too large.', { sent: true }), 'unexpected'],
  ];
  for (const [answer, kind] of final) {
    const name =
      answer instanceof TransportError ? answer.kind : `HTTP ${answer instanceof Error ? '' : answer.status}`;
    it(`is not repeated after ${name}: ${kind}`, async () => {
      const { api, requests } = client(answer);
      assert.equal((await errorOf(api.getToken(USER, ID))).kind, kind);
      assert.equal(requests.length, 1);
    });
  }

  it('stops pausing when it is cancelled', async () => {
    const { api, clock } = client(HTML);
    const abort = new AbortController();
    const reason = new Error('enough');
    const reading = api.getToken(USER, ID, { signal: abort.signal });
    while (clock.slept.length === 0) await Promise.resolve();
    abort.abort(reason);
    await assert.rejects(reading, reason);
  });

  it('names the endpoint and the place of an odd answer, and never shows the answer', async () => {
    const odd = {
      ...TOKEN,
      policies: [{ effect: 'allow', resources: 'private words', permission_groups: [] }],
    };
    const { api } = client(success([odd]));
    const error = await errorOf(api.listTokens({ kind: 'account', accountId: ID }));
    assert.deepEqual(
      [error.kind, error.endpoint, error.at],
      ['unexpected', 'GET /accounts/{account_id}/tokens', 'result.0.policies.0.resources'],
    );
    assert.ok(!inspectAll(error).includes('private words'));
  });

  it('tells what Cloudflare said, with its chain, pointer and code', async () => {
    const body = {
      success: false,
      errors: [
        {
          code: 6003,
          message: 'Invalid request headers',
          error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
          source: { pointer: '/name' },
        },
      ],
    };
    const { api } = client({ status: 400, body: JSON.stringify(body) });
    const error = await errorOf(api.verify(USER));
    assert.deepEqual(
      [error.kind, error.status, error.code, error.at, error.said],
      ['bad-shape', 400, 6003, '/name', 'Invalid request headers: Invalid format for Authorization header'],
    );
    assert.equal(
      error.message,
      'GET /user/tokens/verify failed: the credential is not an API token (HTTP 400, code 6003).',
    );
  });

  it('copes with errors of any shape', async () => {
    for (const errors of [null, 'words', [1], [{ code: 'x', message: 7, error_chain: 'y', source: [] }]]) {
      const { api } = client({ status: 400, body: JSON.stringify({ success: false, errors }) });
      assert.equal((await errorOf(api.verify(USER))).kind, 'rejected');
    }
  });
});

describe('a create', () => {
  const lost: readonly (readonly [string, Scripted, ApiErrorKind])[] = [
    ['its connection breaks', lostOnTheWay(), 'network'],
    ['no answer comes in time', new TransportError('timeout', 'No answer.', { sent: true }), 'timeout'],
    ['the edge answers with HTML', HTML, 'server'],
    ['Cloudflare answers 500', refusal(500, 10001, 'internal'), 'server'],
    ['the answer is garbled', { body: '{"success":tr' }, 'server'],
    ['the answer holds no secret', success({ id: ID }), 'unexpected'],
  ];
  for (const [name, answer, kind] of lost) {
    it(`is lost, and not repeated, when ${name}`, async () => {
      const { api, requests, clock } = client(answer);
      const outcome = await api.createToken(USER, REQUEST);
      assert.equal(outcome.outcome, 'lost');
      assert.equal(outcome.cause.kind, kind);
      assert.equal(outcome.sentAt.getTime(), clock.now());
      assert.equal(requests.length, 1);
    });
  }

  const without: readonly (readonly [string, Scripted, ApiErrorKind])[] = [
    ['nothing was sent', neverSent(), 'network'],
    ['it was throttled', { status: 429 }, 'throttled'],
    ['it was throttled with a 500', refusal(500, 971, 'throttling'), 'throttled'],
    [
      'it was refused',
      refusal(400, 1001, 'Failed common permission check (Permission group: "X")'),
      'grant-refused',
    ],
    ['it was refused in an HTTP 200', refusal(200, 1001, 'no'), 'rejected'],
    ['it was blocked with HTML', { status: 403, body: '<h1>Blocked</h1>' }, 'server'],
    ['it was redirected', { status: 307, headers: { location: '/' } }, 'unexpected'],
  ];
  for (const [name, answer, kind] of without) {
    it(`fails plainly, and is not repeated, when ${name}`, async () => {
      const { api, requests } = client(answer);
      assert.equal((await errorOf(api.createToken(USER, REQUEST))).kind, kind);
      assert.equal(requests.length, 1);
    });
  }

  it('saves the secret of a token whose answer is odd otherwise', async () => {
    const { api } = client(success({ id: ID, value: 'new-secret', policies: 'changed its shape' }));
    const outcome = await api.createToken(USER, REQUEST);
    assert.ok(outcome.outcome === 'created');
    assert.equal(outcome.secret.reveal(), 'new-secret');
    assert.deepEqual(outcome.token, { id: ID, owner: USER, name: 'One', status: 'active', policies: [] });
  });

  it('sends nothing for a time that is none', async () => {
    const { api, requests } = client(success(TOKEN));
    const error = await errorOf(api.createToken(USER, { ...REQUEST, expiresOn: 'soon' }));
    assert.deepEqual([error.kind, error.at, requests.length], ['rejected', 'expires_on', 0]);
  });
});

describe('a roll', () => {
  it('is lost when its answer is, and fails plainly when it was refused', async () => {
    for (const answer of [lostOnTheWay(), HTML, success({ not: 'a secret' }), success('')]) {
      assert.equal((await client(answer).api.rollToken(USER, ID)).outcome, 'lost');
    }
    assert.equal(
      (await errorOf(client(refusal(404, 1003, 'gone')).api.rollToken(USER, ID))).kind,
      'not-found',
    );
  });
});

describe('an update and a delete', () => {
  it('are sent once, whatever happens', async () => {
    for (const answer of [HTML, lostOnTheWay(), refusal(429, 971, 'throttling')]) {
      for (const change of ['update', 'delete']) {
        const { api, requests } = client(answer);
        await errorOf(change === 'update' ? api.updateToken(USER, ID, REQUEST) : api.deleteToken(USER, ID));
        assert.equal(requests.length, 1);
      }
    }
  });
});

describe('an id that is none', () => {
  for (const id of ['', '.', '..', 'a/b', '../x', 'a?b', '%2e%2e']) {
    it(`never leaves for another endpoint: "${id}"`, async () => {
      const { api, requests } = client(success({ id: ID }));
      assert.equal((await errorOf(api.deleteToken(USER, id))).kind, 'not-found');
      assert.equal((await errorOf(api.listTokens({ kind: 'account', accountId: id }))).kind, 'not-found');
      assert.equal(requests.length, 0);
    });
  }
});

describe('a secret that cannot be sent', () => {
  it('fails as no token, without being shown', async () => {
    const transport = createFakeTransport(success(TOKEN));
    for (const text of ['', 'with\nnewline', 'wíth-accent', 'with space']) {
      const api = createCloudflareApi({
        secret: new Secret(text),
        transport: transport.send,
        userAgent: 'test/1',
      });
      const error = await errorOf(api.verify(USER));
      assert.equal(error.kind, 'bad-shape');
      assert.ok(text === '' || !inspectAll(error).includes(text));
    }
    assert.equal(transport.requests.length, 0);
  });
});

describe('the log', () => {
  it('has one line per request: method, path template, status and time', async () => {
    const { api, lines } = client(HTML, success(TOKEN));
    await api.getToken(USER, ID);
    assert.deepEqual(lines, ['GET /user/tokens/{id} 502 0 ms', 'GET /user/tokens/{id} 200 0 ms']);
    const broken = client(lostOnTheWay());
    await broken.api.createToken(USER, REQUEST);
    assert.deepEqual(broken.lines, ['POST /user/tokens ECONNRESET 0 ms']);
  });
});

function inspectAll(error: Error): string {
  const cause = error.cause instanceof Error ? inspectAll(error.cause) : '';
  return [error.message, error.stack ?? '', JSON.stringify(error), cause].join('\n');
}
