import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { after, before, describe, it } from 'mocha';
import type { CloudflareApi } from '../../../src/cloudflare/api.ts';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import { createLimiter } from '../../../src/cloudflare/limiter.ts';
import { createTransport, type Transport } from '../../../src/cloudflare/transport.ts';
import { Secret } from '../../../src/tokens/secret.ts';
import type { Owner, TokenRequest } from '../../../src/tokens/token.ts';
import { createFakeClock } from './fakeClock.ts';
import { closedPort, startServer, type Behaviour } from './server.ts';

// A legacy shape, which only the client's own knowledge of its secret can take out.
const CANARY = 'Canary-0123456789_canary-0123456789_Cana';
const MADE = `cfut_${'Made'.repeat(10)}0123abcd`;
const OWNER: Owner = { kind: 'user' };
const ID = '0'.repeat(32);
const REQUEST: TokenRequest = { name: 'One', policies: [] };

/** Every trouble here repeats the credential, as a careless server, proxy or page could. */
const troubles: Readonly<Record<string, Behaviour>> = {
  'a refusal that quotes the header': ({ headers }, response) => {
    const message = `Bad header: ${headers.authorization ?? ''}`;
    const errors = [
      { code: 6003, message, error_chain: [{ code: 6111, message }], source: { pointer: message } },
    ];
    response.writeHead(400).end(JSON.stringify({ success: false, errors }));
  },
  'a refused grant that quotes the token': (_request, response) => {
    const message = `Failed common permission check (Permission group: "${CANARY}")`;
    response.writeHead(400).end(JSON.stringify({ success: false, errors: [{ code: 1001, message }] }));
  },
  'an HTML page that quotes the header': ({ headers }, response) => {
    response
      .writeHead(502, { 'content-type': 'text/html' })
      .end(`<pre>${headers.authorization ?? ''} ${MADE}</pre>`);
  },
  'broken JSON with a new secret in it': (_request, response) => {
    response.end(`{"success":true,"result":{"id":"${ID}","value":"${MADE}" ${CANARY}`);
  },
  'an odd result with a new secret in it': (_request, response) => {
    response.end(
      JSON.stringify({ success: true, result: { [MADE]: CANARY, id: [MADE], value: { [CANARY]: MADE } } }),
    );
  },
  'a redirect that carries the token': (_request, response) => {
    response.writeHead(302, { location: `/?token=${CANARY}` }).end();
  },
  'a throttle that names the token': (_request, response) => {
    const headers = { 'retry-after': '900', ratelimit: `"${CANARY}";r=0;t=900` };
    response.writeHead(429, headers).end(CANARY);
  },
  'a broken connection': (_request, response) => response.destroy(),
  'an answer that is not HTTP': (_request, response) => {
    response.socket?.end(`${CANARY} ${MADE}\r\n\r\n`);
  },
};

const calls: Readonly<Record<string, (api: CloudflareApi) => Promise<unknown>>> = {
  verify: (api) => api.verify(OWNER),
  list: (api) => api.listTokens(OWNER),
  create: (api) => api.createToken(OWNER, REQUEST),
  roll: (api) => api.rollToken(OWNER, ID),
  update: (api) => api.updateToken(OWNER, ID, REQUEST),
  buckets: (api) => api.listBuckets(ID, 'eu'),
};

describe('the canary', () => {
  let transport: Transport;
  before(() => {
    transport = createTransport();
  });
  after(() => transport.close());

  async function everythingSaid(
    baseUrl: string,
    call: (api: CloudflareApi) => Promise<unknown>,
  ): Promise<string> {
    const said: unknown[] = [];
    const clock = createFakeClock();
    const api = createCloudflareApi({
      baseUrl,
      secret: new Secret(CANARY),
      transport: transport.send,
      userAgent: 'test/1',
      limiter: createLimiter({ clock }),
      clock,
      log: (line) => said.push(line),
    });
    await call(api).then(
      (outcome) => said.push(outcome),
      (error: unknown) => said.push(error, (error as Error).stack, JSON.stringify(error)),
    );
    assert.ok(said.length >= 2, 'nothing was said');
    return inspect(said, { depth: 20, showHidden: true });
  }

  for (const [trouble, behave] of Object.entries(troubles)) {
    it(`is in no error, outcome or log line after ${trouble}`, async () => {
      const server = await startServer(behave);
      try {
        for (const [name, call] of Object.entries(calls)) {
          const said = await everythingSaid(server.url, call);
          assert.ok(!said.includes(CANARY), `${name}: ${said}`);
          assert.ok(!said.includes(MADE), `${name}: ${said}`);
        }
        assert.ok(server.seen.every(({ headers }) => headers.authorization === `Bearer ${CANARY}`));
      } finally {
        await server.close();
      }
    });
  }

  it('is in no error or log line without a connection, and never leaves in the clear', async () => {
    for (const baseUrl of [
      `http://127.0.0.1:${await closedPort()}`,
      'http://example.com/',
      `https://${CANARY}@x.test/`,
    ]) {
      for (const call of Object.values(calls)) {
        assert.ok(!(await everythingSaid(baseUrl, call)).includes(CANARY));
      }
    }
  });
});
