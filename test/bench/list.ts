// How long it takes to list 500 account tokens at 50 ms latency, beside Cloudflare's own SDK in the same run.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import readline from 'node:readline';
import { promisify } from 'node:util';
import { figureOf, summarize } from './figures.ts';
import type { Figure } from './figures.ts';
import type { Lister, ListTimes } from './list-once.ts';

const LATENCY_MS = 50;
/** Cloudflare chooses the page size (20) unless it is asked for the largest there is (50), as our client does. */
const SDKS: Record<Exclude<Lister, 'ours'>, string> = {
  sdk: 'Cloudflare’s SDK as it comes (20 per page)',
  'sdk-50': 'Cloudflare’s SDK told to take 50 per page',
};

/**
 * Measures `count` times in turn. Each is a process of its own, and Cloudflare is another, so that none uses connections,
 * or code, that another one has warmed up. The first list of a process has its modules loaded and nothing connected; the
 * second finds both warm.
 */
export async function measureList(count = 10): Promise<Figure[]> {
  const cloudflare = await startLarge();
  const times: Record<Lister, ListTimes[]> = { ours: [], sdk: [], 'sdk-50': [] };
  const listers = Object.keys(times) as Lister[];
  try {
    for (let round = 0; round < count; round += 1)
      for (const lister of listers) times[lister].push(await listIn(lister, cloudflare.facts));
  } finally {
    await cloudflare.stop();
  }
  return [
    ...figuresOf(
      'first',
      `First list of 500 tokens at ${LATENCY_MS} ms latency`,
      times,
      ({ first }) => first,
    ),
    ...figuresOf('second', 'Second list, of the same process', times, ({ second }) => second),
  ];
}

function figuresOf(
  which: string,
  what: string,
  times: Record<Lister, ListTimes[]>,
  timeOf: (times: ListTimes) => number,
): Figure[] {
  const ours = times.ours.map(timeOf);
  const beside = (lister: Exclude<Lister, 'ours'>): Figure[] => {
    const theirs = times[lister].map(timeOf);
    const ratio = summarize(ours).median / summarize(theirs).median;
    const name = `list.${which}.${lister}`;
    return [
      figureOf(theirs, { name, what: `  ${SDKS[lister]}`, unit: 'ms' }),
      figureOf([ratio], {
        name: `${name}.ratio`,
        what: '    ratio of the medians, ours to it',
        unit: 'ratio',
        goal: 0.25,
      }),
    ];
  };
  return [
    figureOf(ours, { name: `list.${which}.ours`, what, unit: 'ms' }),
    ...beside('sdk'),
    ...beside('sdk-50'),
  ];
}

interface LargeCloudflare {
  readonly url: string;
  readonly userToken: string;
  readonly accounts: readonly string[];
}

async function startLarge(): Promise<{ facts: LargeCloudflare; stop(): Promise<void> }> {
  const program = join(import.meta.dirname, '../cloudflare/main.ts');
  const settings = JSON.stringify({ latencyMs: LATENCY_MS });
  const child = spawn(process.execPath, [program, '--port', '0', '--seed', 'large', '--settings', settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = readline.createInterface({ input: child.stdout });
  const [ready] = (await Promise.race([once(lines, 'line'), ended])) as [unknown];
  if (typeof ready !== 'string') throw new Error('The local Cloudflare did not start.');
  return {
    facts: JSON.parse(ready) as LargeCloudflare,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function listIn(lister: Lister, { url, userToken, accounts }: LargeCloudflare): Promise<ListTimes> {
  const program = join(import.meta.dirname, 'list-once.ts');
  // The account after the first: the first one's list has a management token among its 500.
  const { stdout } = await promisify(execFile)(process.execPath, [program, lister, url, accounts[1] ?? ''], {
    env: { ...process.env, LIST_TOKEN: userToken },
  });
  return JSON.parse(stdout) as ListTimes;
}
