import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { HttpRequest, HttpTransport } from '../../../src/cloudflare/http.ts';
import { TransportError } from '../../../src/cloudflare/transport-error.ts';
import { createTransport, type Transport, type TransportOptions } from '../../../src/cloudflare/transport.ts';
import { connect } from '../../../src/cloudflare/transport-undici.ts';
import { CERTIFICATE, HOST } from './certificate.ts';
import {
  closedPort,
  startProxy,
  startServer,
  startTlsServer,
  type Behaviour,
  type TestServer,
} from './server.ts';

/** What is left to close after each test. */
let open: { close(): Promise<void> }[] = [];

beforeEach(() => {
  open = [];
});

afterEach(async () => {
  for (const one of open.reverse()) await one.close();
});

function keep<T extends { close(): Promise<void> }>(one: T): T {
  open.push(one);
  return one;
}

async function serve(behave: Behaviour): Promise<TestServer> {
  return keep(await startServer(behave));
}

function transport(options: TransportOptions = {}): Transport {
  return keep(createTransport(options));
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, ...more };
}

async function failure(answer: Promise<unknown>): Promise<TransportError> {
  const error: unknown = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TransportError, `expected a TransportError, got ${String(error)}`);
  return error;
}

// Reached only where a test's host is not loopback, so that the two ways are told apart by who was asked.
const ways: readonly {
  readonly name: string;
  readonly make: (options?: TransportOptions) => HttpTransport;
}[] = [
  { name: 'undici', make: (options) => transport(options).send },
  {
    name: "the host's fetch",
    make: (options) => (request) => sendByHost(request, options?.maxBytes),
  },
];

async function sendByHost(request: HttpRequest, maxBytes = 1 << 24) {
  const { sendWithHost } = await import('../../../src/cloudflare/transport-host.ts');
  return sendWithHost(request, { maxBytes });
}

for (const { name, make } of ways) {
  describe(`transport by ${name}`, () => {
    it('sends method, path, headers and body, and gives status, headers and body back', async () => {
      const server = await serve((_request, response) => {
        response.writeHead(418, { 'X-Odd': 'yes', 'content-type': 'text/plain' }).end('kurz und stoßend ☕');
      });
      const answer = await make()({
        method: 'PUT',
        url: `${server.url}/v4/a?b=c%20d`,
        headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
        body: '{"ö":1}',
      });
      assert.equal(answer.status, 418);
      assert.equal(answer.headers['x-odd'], 'yes');
      assert.equal(answer.body, 'kurz und stoßend ☕');
      const [seen] = server.seen;
      assert.equal(`${seen?.method} ${seen?.path} ${seen?.body}`, 'PUT /v4/a?b=c%20d {"ö":1}');
      assert.equal(seen?.headers.authorization, 'Bearer x');
    });

    it('follows no redirect', async () => {
      const server = await serve((_request, response) => {
        response.writeHead(302, { location: '/elsewhere' }).end();
      });
      const answer = await make()(get(server.url));
      assert.equal(answer.status, 302);
      assert.equal(server.seen.length, 1);
    });

    it('says that nothing was sent when nobody listens', async () => {
      const error = await failure(make()(get(`http://127.0.0.1:${await closedPort()}/`)));
      assert.deepEqual([error.kind, error.sent, error.code], ['network', false, 'ECONNREFUSED']);
    });

    it('says that the request was sent when the connection breaks before the answer', async () => {
      const server = await serve((_request, response) => response.destroy());
      const error = await failure(make()(get(server.url, { method: 'POST', body: '{}' })));
      assert.deepEqual([error.kind, error.sent], ['network', true]);
    });

    it('fails when the connection breaks within the answer', async () => {
      const server = await serve((_request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"half":', () => response.destroy());
      });
      const error = await failure(make()(get(server.url)));
      assert.deepEqual([error.kind, error.sent], ['network', true]);
    });

    it('gives up on a server that does not answer, and says that the request was sent', async () => {
      const server = await serve(() => undefined);
      const error = await failure(make()(get(server.url, { timeout: 150 })));
      assert.deepEqual([error.kind, error.sent], ['timeout', true]);
      assert.equal(server.seen.length, 1);
    });

    it('gives up on an answer that trickles', async () => {
      const server = await serve((_request, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      });
      const error = await failure(make()(get(server.url, { timeout: 200 })));
      assert.equal(error.kind, 'timeout');
    });

    it('refuses an answer beyond the limit', async () => {
      const server = await serve((_request, response) => response.end('x'.repeat(2000)));
      const send = make({ maxBytes: 1999 });
      assert.equal((await failure(send(get(server.url)))).kind, 'too-large');
      const roomy = make({ maxBytes: 2000 });
      assert.equal((await roomy(get(server.url))).body.length, 2000);
    });

    it('rejects with the reason of a signal that is aborted under way', async () => {
      const abort = new AbortController();
      const reason = new Error('enough');
      const server = await serve(() => abort.abort(reason));
      await assert.rejects(make()(get(server.url, { signal: abort.signal })), reason);
    });

    it('sends nothing when the signal is aborted already', async () => {
      const server = await serve((_request, response) => response.end());
      await assert.rejects(make()(get(server.url, { signal: AbortSignal.abort() })), { name: 'AbortError' });
      assert.equal(server.seen.length, 0);
    });

    it("with 'until-sent', waits for the answer although the signal is aborted under way", async () => {
      const abort = new AbortController();
      const server = await serve((_request, response) => {
        abort.abort();
        setImmediate(() => response.end('done'));
      });
      const answer = await make()(get(server.url, { signal: abort.signal, cancel: 'until-sent' }));
      assert.equal(answer.body, 'done');
    });
  });
}

describe('createTransport', () => {
  it('refuses to send over plain http to another machine, and asks nobody about it', async () => {
    let asked = 0;
    const { send } = transport({
      proxyFor: () => {
        asked += 1;
        return Promise.resolve({ via: 'direct' });
      },
    });
    for (const url of [
      'http://example.com/client/v4',
      'http://127.0.0.1.example.com/',
      'ftp://example.com/',
      'nonsense',
      'https://user:pass@example.com/',
    ]) {
      const error = await failure(send(get(url)));
      assert.deepEqual([error.kind, error.sent], ['insecure', false], url);
    }
    assert.equal(asked, 0);
  });

  it('goes to this machine directly, whatever the proxy settings say', async () => {
    const server = await serve((_request, response) => response.end('direct'));
    const { send } = transport({
      proxyFor: () => Promise.resolve({ via: 'proxy', url: 'http://127.0.0.1:1' }),
    });
    assert.equal((await send(get(server.url))).body, 'direct');
    assert.equal((await send(get(`http://localhost:${server.port}`))).body, 'direct');
  });

  it('goes through a proxy with its credentials, by a tunnel, trusting the given certificates', async () => {
    const server = keep(await startTlsServer((_request, response) => response.end('through')));
    const proxy = keep(await startProxy({ port: server.port }));
    const url = proxy.url.replace('//', '//me:p%40ss@');
    const ca = [CERTIFICATE];
    const { send } = transport({
      proxyFor: () => Promise.resolve({ via: 'proxy', url }),
      ca: () => Promise.resolve(ca),
    });
    const answer = await send(get(`https://${HOST}/x`, { headers: { authorization: 'Bearer x' } }));
    assert.equal(answer.body, 'through');
    assert.deepEqual(proxy.asked, [
      { target: `${HOST}:443`, authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` },
    ]);
    const headers = server.seen[0]?.headers ?? {};
    assert.deepEqual([headers.authorization, headers['proxy-authorization']], ['Bearer x', undefined]);
  });

  it('does not send to a server that it does not trust', async () => {
    const server = keep(await startTlsServer((_request, response) => response.end()));
    const error = await failure(transport().send(get(server.url, { method: 'POST', body: '{}' })));
    assert.deepEqual([error.kind, error.sent], ['certificate', false]);
    assert.equal(server.seen.length, 0);
  });

  it('uses new certificates as soon as they are given', async () => {
    const server = keep(await startTlsServer((_request, response) => response.end('trusted')));
    const given: (readonly string[])[] = [];
    const { send } = transport({ ca: () => Promise.resolve(given[0]) });
    assert.equal((await failure(send(get(server.url)))).kind, 'certificate');
    given.push([CERTIFICATE]);
    assert.equal((await send(get(server.url))).body, 'trusted');
  });

  it('can be cancelled while the proxy or the certificates are being found out', async () => {
    const never = new Promise<never>(() => undefined);
    const url = `https://${HOST}/`;
    for (const options of [{ proxyFor: () => never }, { ca: () => never }]) {
      const abort = new AbortController();
      const sending = transport(options).send(get(url, { signal: abort.signal }));
      abort.abort();
      await assert.rejects(sending, { name: 'AbortError' });
    }
  });

  it('asks for certificates only where TLS needs them', async () => {
    const server = await serve((_request, response) => response.end('plain'));
    const { send } = transport({ ca: () => assert.fail('not needed') });
    assert.equal((await send(get(server.url))).body, 'plain');
  });

  it('fails as untrusted, and closes well, with certificates that are none', async () => {
    const server = keep(await startTlsServer((_request, response) => response.end()));
    const { send } = transport({
      ca: () => Promise.resolve(['-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----']),
    });
    const error = await failure(send(get(server.url)));
    assert.equal(error.sent, false);
  });

  it('says that nothing was sent when the proxy refuses', async () => {
    const proxy = keep(await startProxy({ refuse: 502 }));
    const { send } = transport({ proxyFor: () => Promise.resolve({ via: 'proxy', url: proxy.url }) });
    const error = await failure(send(get(`https://${HOST}/`, { method: 'POST', body: '{}' })));
    assert.deepEqual([error.kind, error.sent], ['network', false]);
  });

  describe("with the host's fetch", () => {
    const original = globalThis.fetch;
    let fetched: { url: string; init: RequestInit | undefined }[];

    beforeEach(() => {
      fetched = [];
      globalThis.fetch = (url, init) => {
        fetched.push({ url: url as string, init });
        return Promise.resolve(new Response('by the host'));
      };
    });

    afterEach(() => {
      globalThis.fetch = original;
    });

    it('sends what only the host can send, with the fetch of the moment and without following redirects', async () => {
      const { send } = transport({ proxyFor: () => Promise.resolve({ via: 'host' }) });
      assert.equal((await send(get(`https://${HOST}/y`))).body, 'by the host');
      assert.deepEqual([fetched[0]?.url, fetched[0]?.init?.redirect], [`https://${HOST}/y`, 'manual']);
    });

    it('turns to the host for good when the proxy asks for authentication', async () => {
      const proxy = keep(await startProxy({ refuse: 407 }));
      const { send } = transport({ proxyFor: () => Promise.resolve({ via: 'proxy', url: proxy.url }) });
      assert.equal((await send(get(`https://${HOST}/`))).body, 'by the host');
      assert.equal((await send(get(`https://${HOST}/`))).body, 'by the host');
      assert.equal(proxy.asked.length, 1);
    });

    it('sends nothing in the clear', async () => {
      const { send } = transport({ proxyFor: () => Promise.resolve({ via: 'host' }) });
      assert.equal((await failure(send(get('http://example.com/')))).kind, 'insecure');
      assert.equal(fetched.length, 0);
    });
  });

  it('lets requests under way finish when it is closed', async () => {
    const server = await serve((_request, response) => {
      closing = one.close();
      setImmediate(() => response.end('late'));
    });
    const one = createTransport();
    let closing: Promise<void> | undefined;
    assert.equal((await one.send(get(server.url))).body, 'late');
    await closing;
  });

  it('does not send a request that was cancelled while its connection was being made', async () => {
    const server = await serve((_request, response) => response.end());
    const { send } = keep(
      connect({ proxy: undefined, ca: undefined, connectTimeout: 10_000, maxBytes: 1000 }),
    );
    const abort = new AbortController();
    const post = get(server.url, { method: 'POST', body: '{}', signal: abort.signal });
    const sendings = [send(post), send({ ...post, cancel: 'until-sent' })];
    abort.abort();
    for (const sending of sendings) await assert.rejects(sending, { name: 'AbortError' });
    await send(get(server.url));
    assert.deepEqual(
      server.seen.map(({ method }) => method),
      ['GET'],
    );
  });
});
