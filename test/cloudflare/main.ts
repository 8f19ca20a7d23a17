// The local Cloudflare as a program: `node test/cloudflare/main.ts --port 8787 --seed demo`. Prints one line of JSON
// when it is ready and runs until it is interrupted. `--settings '{"latencyMs":50}'` and `--faults '[…]'` take JSON.
import { parseArgs } from 'node:util';
import { faultRule } from './faults.ts';
import { startCloudflare } from './index.ts';
import type { Cloudflare } from './index.ts';
import { isSeedName, seedNames } from './seeds/seed.ts';
import type { SeedName } from './seeds/seed.ts';
import { settingsChange } from './settings.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    seed: { type: 'string', default: 'demo' },
    settings: { type: 'string', default: '{}' },
    faults: { type: 'string', default: '[]' },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) fail(`--port ${values.port} is not a port number`);
const { seed } = values;
if (!isSeedName(seed)) fail(`--seed must be one of ${seedNames.join(', ')}`);

const cloudflare = await start(port, seed).catch((error: unknown) =>
  fail(error instanceof Error ? error.message : String(error)),
);
const { url, userToken, accountToken, accounts } = cloudflare;
console.log(JSON.stringify({ url, userToken, accountToken, accounts }));
// Requests that are being delayed on order would keep the process alive, so it is ended rather than let go.
const stop = (): void => void cloudflare.stop().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
// npm starts scripts through a shell, which dies of a signal without passing it on.
const { ppid } = process;
setInterval(() => {
  if (process.ppid !== ppid) stop();
}, 250).unref();

async function start(onPort: number, from: SeedName): Promise<Cloudflare> {
  const settings = settingsChange(JSON.parse(values.settings));
  const rules: unknown = JSON.parse(values.faults);
  if (!Array.isArray(rules)) throw new TypeError('--faults must be a list of rules');
  return startCloudflare({ port: onPort, seed: from, settings, faults: rules.map(faultRule) });
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
