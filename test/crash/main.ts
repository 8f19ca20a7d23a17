// `npm run crash`: kills the extension host again and again, at random moments between Cloudflare's answer and the
// keeping of the secret, in create, roll and rotate. Every time the next start must find the secret kept, or say what
// is true and lead out; and in the end no secret may be in anything that was written meanwhile. Prints a table;
// `-- --times 10 --only roll --seed 7` for fewer.
import { parseArgs } from 'node:util';
import { openHeadless } from '../start/headless.ts';
import { connect } from '../e2e/steps.ts';
import { findLeaked } from '../e2e/storage.ts';
import { type Kind, KINDS, openScene } from './scene.ts';
import { type Outcome, tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '100' },
    only: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const kinds: readonly Kind[] = KINDS.filter((kind) => values.only === undefined || kind === values.only);
const random = randomFrom(Number(values.seed));
console.log(`${values.times} crashes in ${kinds.join(', ')}; seed ${values.seed}`);
const stage = await openHeadless({ theme: 'dark', width: 1280, height: 800, settings: {} }, console.log);
const outcomes: Outcome[] = [];
const leaked: string[] = [];
try {
  await connect(stage.workbench, stage.demo.cloudflare.userToken);
  const scene = openScene(stage.workbench, stage.demo.cloudflare);
  for (let count = 0; count < Number(values.times); count++) {
    const kind = kinds[count % kinds.length];
    if (kind === undefined) break;
    const outcome = await scene.play(kind, count, random());
    outcomes.push(outcome);
    console.log(
      `${String(count + 1).padStart(4)} ${kind.padEnd(7)} after ${outcome.after.toFixed(1).padStart(5)} ms  ${outcome.found}: ${outcome.told}`,
    );
  }
  const { secrets } = stage.demo.cloudflare.control.state;
  leaked.push(...(await findLeaked(stage.page, stage.profile, secrets)));
} catch (error) {
  await stage.page.screenshot({ path: 'test-results/crash.png' });
  throw error;
} finally {
  await stage.close();
}
console.log(`\n${tableOf(outcomes)}`);
const silent = outcomes.filter(({ found }) => found === 'silent').length;
console.log(`\n${outcomes.length - silent} passed, ${silent} failed`);
for (const place of leaked) console.log(`A secret is in ${place}.`);
process.exitCode = silent === 0 && leaked.length === 0 && outcomes.length === Number(values.times) ? 0 : 1;
