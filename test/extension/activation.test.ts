// What happens when: little at activation, the rest when it is needed, and nothing ever to the extension host that
// all extensions share. Runs before the other tests, on the extension as it was built.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { cloudflare } from './cloudflare.ts';
import { control } from './control.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { until } from './waiting.ts';

const SLOTS = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));
const shared = globalThis as unknown as Record<symbol, unknown>;

function processWide() {
  return {
    dispatchers: SLOTS.map((slot) => shared[slot]),
    fetch: globalThis.fetch,
    agent: https.globalAgent,
    agentOptions: JSON.stringify(https.globalAgent.options),
    tls: Object.entries(process.env).filter(([name]) => name.startsWith('NODE_TLS')),
    proxies: Object.entries(process.env).filter(([name]) => /_proxy$/i.test(name)),
  };
}

describe('activation', () => {
  const extension = vscode.extensions.getExtension('cloudflare-api-tokens.cloudflare-api-tokens');
  const dist = join(extension?.extensionPath ?? '', 'dist');
  const commands = vscode.commands as { executeCommand: typeof vscode.commands.executeCommand };
  const { executeCommand } = vscode.commands;
  const contexts = new Map<unknown, unknown>();
  const { CLOUDFLARE_API_TOKEN } = process.env;
  let dialogs: Dialogs;
  let dispatchers: unknown[];

  /** The files of the extension, tests aside, that Node has loaded. */
  const loaded = () =>
    Object.keys(createRequire(__filename).cache)
      .filter((file) => file.startsWith(dist) && !dirname(file).startsWith(join(dist, 'test')))
      .map((file) => relative(dist, file));
  const hasLoaded = (name: string) => loaded().some((file) => basename(file).startsWith(`${name}-`));
  const bytes = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);

  before(async () => {
    dialogs = answerDialogs();
    commands.executeCommand = async <T>(command: string, ...rest: unknown[]) => {
      if (command === 'setContext') contexts.set(rest[0], rest[1]);
      return executeCommand<T>(command, ...rest);
    };
    await control.reset();
    // Emptied, so that a library which takes an empty slot for its own is seen doing it.
    dispatchers = SLOTS.map((slot) => shared[slot]);
    for (const slot of SLOTS) if (slot in shared) shared[slot] = undefined;
  });
  after(async () => {
    SLOTS.forEach((slot, index) => {
      if (slot in shared) shared[slot] = dispatchers[index];
    });
    dialogs.end();
    commands.executeCommand = executeCommand;
    delete process.env['CLOUDFLARE_API_TOKEN'];
    if (CLOUDFLARE_API_TOKEN !== undefined) process.env['CLOUDFLARE_API_TOKEN'] = CLOUDFLARE_API_TOKEN;
    await control.reset();
  });

  it('happens by itself once VS Code has started, and loads little where nothing was left unfinished', async () => {
    await until('the extension is active', () => extension?.isActive === true);
    const files = loaded();
    assert.ok(files.includes('extension.cjs'));
    assert.ok(!hasLoaded('parts') && !hasLoaded('transport-undici'), files.join());
    assert.ok(bytes(files) < 20_000, `${files.join()}: ${bytes(files)} bytes before minification`);
    assert.deepEqual(dialogs.said, []);
  });

  it('leaves the rest to the first use, and what talks HTTP to the first request', async () => {
    await vscode.commands.executeCommand('cloudflareTokens.refresh');
    assert.ok(hasLoaded('parts'), loaded().join());
    assert.ok(!hasLoaded('transport-undici'), loaded().join());
  });

  it('changes nothing that all extensions share, not even by a request', async () => {
    process.env['CLOUDFLARE_API_TOKEN'] = cloudflare.accountToken;
    const earlier = processWide();
    await vscode.commands.executeCommand('cloudflareTokens.connectWithEnvironment');
    assert.match(dialogs.said.join('\n'), /Connected to Cloudflare as Fernhill Coffee/);
    assert.ok(hasLoaded('transport-undici'), loaded().join());
    const now = processWide();
    assert.deepEqual(now.dispatchers, [undefined, undefined]);
    assert.equal(now.fetch, earlier.fetch);
    assert.equal(now.agent, earlier.agent);
    assert.deepEqual(now, earlier);
    assert.ok((await control.requests()).includes('GET /accounts'));
  });

  it('asked Cloudflare for nothing before that', async () => {
    const [first] = await control.requests();
    assert.equal(first, 'GET /accounts', 'the first request was the one that looks whose the token is');
  });

  it('forgets the connection again', async () => {
    dialogs.press('Disconnect');
    dialogs.pick('Fernhill Coffee');
    await vscode.commands.executeCommand('cloudflareTokens.disconnect');
    await until('nobody is connected', () => contexts.get('cloudflareTokens.state') === 'signedOut');
  });
});
