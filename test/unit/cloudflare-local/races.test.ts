// Many calls at once, and calls whose bodies are slow: nothing is made twice, half, or brought back.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { call, refusal, result } from './caller.ts';
import type { TokenView } from './caller.ts';

describe('local Cloudflare: races', () => {
  let cf: Cloudflare;

  before(async () => {
    cf = await startCloudflare({ seed: 'empty' });
  });
  after(() => cf.stop());

  /** Sends a body in two halves; `between` runs once the server has recognised the caller and waits for the second. */
  const inHalves = async (path: string, method: string, body: object, between: () => void) => {
    const management = cf.control.token('VS Code');
    delete management.lastUsedOn;
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const middle = bytes.length >> 1;
    const halves = new ReadableStream<Uint8Array>({
      async pull(stream) {
        stream.enqueue(bytes.subarray(0, middle));
        while (management.lastUsedOn === undefined) await setImmediate();
        between();
        stream.enqueue(bytes.subarray(middle));
        stream.close();
      },
    });
    const init = {
      method,
      headers: { authorization: `Bearer ${cf.userToken}` },
      body: halves,
      duplex: 'half',
    };
    const response = await fetch(cf.url + path, init as RequestInit);
    return [response.status, await response.text()] as const;
  };

  it('make no more tokens than the quota has room for', async () => {
    const quota = cf.control.settings.userTokenQuota;
    const answers = await Promise.all(
      Array.from({ length: quota + 10 }, (_, index) =>
        call(cf, '/user/tokens', { method: 'POST', body: { name: `token ${index}`, policies: [] } }),
      ),
    );
    const made = answers.filter(({ status }) => status === 200);
    assert.equal(made.length, quota - 1, 'the management token is one of them');
    assert.ok(answers.every(({ status }) => status === 200 || status === 400));
    assert.equal(new Set(made.map(({ body }) => (body?.result as TokenView).value)).size, made.length);
    for (const { body } of made) cf.control.remove((body?.result as TokenView).id);
  });

  it('leave a token as one of the PUTs said', async () => {
    const { id } = await result<TokenView>(cf, '/user/tokens', {
      method: 'POST',
      body: { name: 'contested', policies: [] },
    });
    const names = Array.from({ length: 20 }, (_, index) => `contested ${index}`);
    const answers = await Promise.all(
      names.map((name) =>
        result<TokenView>(cf, `/user/tokens/${id}`, {
          method: 'PUT',
          body: { name, policies: [], status: name.endsWith('7') ? 'disabled' : 'active' },
        }),
      ),
    );
    assert.deepEqual(
      answers.map(({ name }) => name),
      names,
    );
    const { name, status } = await result<TokenView>(cf, `/user/tokens/${id}`);
    assert.equal(status, name.endsWith('7') ? 'disabled' : 'active');
    cf.control.remove(id);
  });

  it('do not bring back a token that was deleted while its PUT was on the way', async () => {
    const body = { name: 'ghost', policies: [] };
    const { id } = await result<TokenView>(cf, '/user/tokens', { method: 'POST', body });
    const path = `/user/tokens/${id}`;
    const [status, text] = await inHalves(path, 'PUT', body, () => cf.control.remove(id));
    assert.equal(status, 404, text);
    assert.equal(await refusal(cf, 404, path), '1003 API token not found');
  });
});
