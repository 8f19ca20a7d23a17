// The seeds, and the program that serves one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare, SeedName } from '../../cloudflare/index.ts';
import { seedNames } from '../../cloudflare/seeds/seed.ts';
import { statusOf } from '../../cloudflare/state.ts';
import { call, result } from './caller.ts';
import type { TokenView } from './caller.ts';

const DAY = 86_400_000;
/** For starting a process on a busy machine, in milliseconds. */
const PATIENCE = 30_000;
const MAIN = fileURLToPath(new URL('../../cloudflare/main.ts', import.meta.url));

async function withSeed(seed: SeedName, look: (cf: Cloudflare) => Promise<void> | void): Promise<void> {
  const cf = await startCloudflare({ seed });
  try {
    await look(cf);
  } finally {
    await cf.stop();
  }
}

async function countAll(cf: Cloudflare, path: string): Promise<number> {
  const { body } = await call(cf, `${path}${path.includes('?') ? '&' : '?'}per_page=50`);
  return Number(body?.result_info?.['total_count']);
}

describe('local Cloudflare: seeds', () => {
  for (const seed of seedNames) {
    it(`${seed}: both tokens manage tokens and read zones and accounts; ids and secrets repeat`, async () => {
      await withSeed(seed, async (cf) => {
        assert.match(cf.userToken, /^cfut_[A-Za-z0-9]{40}[0-9a-f]{8}$/);
        assert.match(cf.accountToken, /^cfat_[A-Za-z0-9]{40}[0-9a-f]{8}$/);
        assert.ok(cf.accounts.every((id) => /^[0-9a-f]{32}$/.test(id)));
        const ofAccount = `/accounts/${cf.accounts[0]}/tokens`;
        for (const [base, as] of [
          ['/user/tokens', cf.userToken],
          [ofAccount, cf.userToken],
          [ofAccount, cf.accountToken],
        ] as const) {
          cf.control.set({ userTokenQuota: 1000, accountTokenQuota: 1000 });
          const body = { name: 'new', policies: [] };
          const made = await result<TokenView>(cf, base, { method: 'POST', as, body });
          await result(cf, `${base}/${made.id}/value`, { method: 'PUT', as, body: {} });
          await result(cf, `${base}/${made.id}`, { method: 'DELETE', as });
          await result(cf, `${base}/permission_groups`, { as });
          await result(cf, '/zones', { as });
          assert.ok((await result<unknown[]>(cf, '/accounts', { as })).length > 0);
        }
        const ids = [...cf.control.state.tokens.keys()];
        await withSeed(seed, (again) => {
          assert.deepEqual([...again.control.state.tokens.keys()], ids);
          assert.equal(again.userToken, cf.userToken);
          assert.deepEqual(again.accounts, cf.accounts);
        });
      });
    });
  }

  it('demo has tokens of every state and shape', () =>
    withSeed('demo', async (cf) => {
      const { state } = cf.control;
      assert.equal(state.accounts.size, 3);
      assert.equal(state.zones.size, 12);
      const tokens = [...state.tokens.values()];
      assert.ok(tokens.length >= 15);
      const statuses = new Set(tokens.map((token) => statusOf(state, token)));
      assert.deepEqual([...statuses].sort(), ['active', 'disabled', 'expired', 'revoked (exposed)']);
      const left = (cf.control.token('Certbot on web-01').expiresOn ?? 0) - state.now();
      assert.ok(left > 11 * DAY && left <= 12 * DAY, 'expires in 12 days');
      assert.ok((cf.control.token('Black Friday cache purge').notBefore ?? 0) > state.now());
      assert.ok(tokens.some((token) => token.lastUsedOn === undefined));
      assert.ok(tokens.some((token) => token.policies.some(({ effect }) => effect === 'deny')));
      assert.ok(tokens.some((token) => token.condition !== undefined));
      for (const { id, issuedOn, expiresOn = Infinity, lastUsedOn = issuedOn } of tokens) {
        assert.ok(issuedOn <= lastUsedOn && lastUsedOn <= state.now() && issuedOn < expiresOn, id);
      }
      const pilot = `/accounts/${cf.accounts[1]}/tokens/${cf.control.token('Quantum gateway pilot').id}`;
      const view = await result<TokenView & { provisioner_type: string }>(cf, pilot);
      assert.equal(view.provisioner_type, 'oauth_client');
      assert.ok(
        view.policies.some(({ permission_groups: [group] }) => group?.name === 'Quantum Gateway Write'),
      );
    }));

  it('large has 20 accounts, 5,000 zones, 50 user tokens and 500 account tokens in each of 5 accounts', () =>
    withSeed('large', async (cf) => {
      assert.equal(cf.accounts.length, 20);
      assert.equal(await countAll(cf, '/zones'), 5000);
      assert.equal(await countAll(cf, '/user/tokens'), 50);
      for (const id of cf.accounts.slice(0, 5))
        assert.equal(await countAll(cf, `/accounts/${id}/tokens`), 500);
      assert.equal(await countAll(cf, `/accounts/${cf.accounts[5]}/tokens`), 0);
    }));

  it('empty has one account and nothing in it', () =>
    withSeed('empty', async (cf) => {
      assert.equal(cf.accounts.length, 1);
      assert.equal(await countAll(cf, '/zones'), 0);
      assert.equal(await countAll(cf, '/user/tokens'), 1);
      assert.equal(await countAll(cf, `/accounts/${cf.accounts[0]}/tokens`), 1);
    }));
});

describe('local Cloudflare: the program', () => {
  const run = (...args: string[]) =>
    spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  };

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints one line of JSON when ready, and ends on ${signal}`, async () => {
      const program = run('--port', '0', '--seed', 'empty', '--settings', '{"totalPages":false}');
      const lines: string[] = [];
      const reader = createInterface(program.stdout);
      reader.on('line', (line) => lines.push(line));
      await once(reader, 'line');
      const ready = JSON.parse(lines[0] ?? '') as Pick<
        Cloudflare,
        'url' | 'userToken' | 'accountToken' | 'accounts'
      >;
      assert.deepEqual(Object.keys(ready), ['url', 'userToken', 'accountToken', 'accounts']);
      assert.match(ready.url, /^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/);
      const answer = await fetch(`${ready.url}/zones`, {
        headers: { authorization: `Bearer ${ready.accountToken}` },
      });
      const { result_info: info } = (await answer.json()) as { result_info: object };
      assert.deepEqual(Object.keys(info), ['page', 'per_page', 'count', 'total_count']);
      program.kill(signal);
      assert.deepEqual(await once(program, 'exit'), [0, null]);
      assert.equal(lines.length, 1);
    }).timeout(PATIENCE);
  }

  const refusals: Record<string, [string[], RegExp]> = {
    'an unknown seed': [['--seed', 'big'], /--seed must be one of demo, large, empty/],
    'a port that is none': [['--port', 'x'], /--port x is not a port number/],
    'unknown settings': [['--port', '0', '--settings', '{"colour":1}'], /no setting is called colour/],
    'an empty port': [['--port='], /--port {2}is not a port number/],
    'settings that are no JSON': [['--port', '0', '--settings', '{'], /^--settings is not JSON: /],
    'an unknown option': [['--ports', '0'], /^Unknown option '--ports'/],
    'faults that are no list': [['--port', '0', '--faults', '{}'], /--faults must be a list/],
  };
  for (const [fault, [args, words]] of Object.entries(refusals)) {
    it(`says so and ends with 1 for ${fault}`, () => endsWith(args, words)).timeout(PATIENCE);
  }

  it('says so and ends with 1 when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await endsWith(['--port', String(port)], new RegExp(`^port ${port} is in use; choose another`));
    taken.close();
  }).timeout(PATIENCE);

  async function endsWith(args: string[], words: RegExp): Promise<void> {
    const program = run(...args);
    const [errors, output, [code]] = await Promise.all([
      read(program.stderr),
      read(program.stdout),
      once(program, 'exit') as Promise<[number]>,
    ]);
    assert.match(errors, words);
    assert.deepEqual([output, code], ['', 1]);
  }
});
