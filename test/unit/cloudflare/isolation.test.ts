import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { startServer, type TestServer } from './server.ts';

// The extension host is one process for all extensions: what changes there, changes for all of them.
const SCRIPT = `
  import https from 'node:https';
  const state = () => JSON.stringify({
    slots: [1, 2].map((n) => typeof globalThis[Symbol.for('undici.globalDispatcher.' + n)]),
    // zod keeps its registry and settings under these names, and changes nobody else's.
    globals: Reflect.ownKeys(globalThis).map(String).filter((name) => !name.startsWith('__zod_global')).sort(),
    fetch: globalThis.fetch === original.fetch,
    agent: https.globalAgent === original.agent,
    tls: Object.entries(process.env).filter(([name]) => name.startsWith('NODE_TLS')),
  });
  const original = { fetch: globalThis.fetch, agent: https.globalAgent };
  const before = state();
  const { createTransport } = await import(process.argv[1]);
  const { createCloudflareApi } = await import(process.argv[2]);
  const transport = createTransport();
  const { status } = await transport.send({ method: 'GET', url: process.argv[3], headers: {} });
  await transport.close();
  console.log(JSON.stringify({ before, after: state(), status, client: typeof createCloudflareApi }));
`;

describe('the shared extension host', () => {
  let server: TestServer;
  before(async () => (server = await startServer((_request, response) => response.end('{}'))));
  after(() => server.close());

  it('looks the same after the client was loaded and used', async () => {
    const source = (name: string) => new URL(`../../../src/cloudflare/${name}`, import.meta.url).href;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      SCRIPT,
      source('transport.ts'),
      source('client.ts'),
      server.url,
    ]);
    const seen = JSON.parse(stdout) as Record<'before' | 'after' | 'status' | 'client', unknown>;
    assert.equal(seen.status, 200);
    assert.equal(seen.client, 'function');
    assert.equal(seen.after, seen.before);
    assert.match(String(seen.before), /"slots":\["undefined","undefined"\]/);
  });
});
