// The local Cloudflare as a program: `node test/cloudflare/main.ts --port 8787 --seed demo`. Prints one line of JSON
// when it is ready and runs until it is interrupted. `--settings '{"latencyMs":50}'` and `--faults '[…]'` take JSON.
import { parseArgs } from 'node:util';
import { faultRule } from './faults.ts';
import { startCloudflare } from './index.ts';
import type { Cloudflare, Options } from './index.ts';
import { isSeedName, seedNames } from './seeds/seed.ts';
import { settingsChange } from './settings.ts';

const cloudflare = await start(process.argv.slice(2)).catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exit(1);
});
const { url, userToken, accountToken, accounts } = cloudflare;
console.log(JSON.stringify({ url, userToken, accountToken, accounts }));
// Requests that are being delayed on order would keep the process alive, so it is ended rather than let go.
const stop = (): void => void cloudflare.stop().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
// npm starts scripts through a shell, which dies of a signal without passing it on. Without npm, whoever started the
// program may be gone long before it is done: a shell that put it into the background.
const { ppid } = process;
if (process.env['npm_lifecycle_event'] !== undefined) {
  setInterval(() => {
    if (process.ppid !== ppid) stop();
  }, 250).unref();
}

async function start(args: string[]): Promise<Cloudflare> {
  return startCloudflare(optionsFrom(args));
}

function optionsFrom(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8787' },
      seed: { type: 'string', default: 'demo' },
      settings: { type: 'string', default: '{}' },
      faults: { type: 'string', default: '[]' },
    },
  });
  const { port, seed } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new TypeError(`--port ${port} is not a port number`);
  }
  if (!isSeedName(seed)) throw new TypeError(`--seed must be one of ${seedNames.join(', ')}`);
  const rules = json('--faults', values.faults);
  if (!Array.isArray(rules)) throw new TypeError('--faults must be a list of rules');
  const settings = settingsChange(json('--settings', values.settings));
  return { port: Number(port), seed, settings, faults: rules.map(faultRule) };
}

function json(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TypeError(`${option} is not JSON: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use; choose another with --port, or 0 for a free one`;
  if (code === 'EACCES') return `port ${port} may not be used; choose another with --port`;
  return error.message;
}
