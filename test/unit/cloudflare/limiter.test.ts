import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createLimiter, limiterOf, LongWait, parseRateLimit } from '../../../src/cloudflare/limiter.ts';
import { Secret } from '../../../src/tokens/secret.ts';
import { createFakeClock } from './fakeClock.ts';

describe('createLimiter', () => {
  it('lets only so many run at once, in the order they came', async () => {
    const limiter = createLimiter({ clock: createFakeClock(), concurrency: 2 });
    const order: number[] = [];
    const done = [await limiter.turn(), await limiter.turn()];
    const third = limiter.turn().then(() => order.push(3));
    const fourth = limiter.turn().then(() => order.push(4));
    await Promise.resolve();
    assert.deepEqual(order, []);
    done[0]?.();
    await third;
    assert.deepEqual(order, [3]);
    done[1]?.();
    await fourth;
    assert.deepEqual(order, [3, 4]);
  });

  it('lets go of a waiting one when its signal is aborted', async () => {
    const limiter = createLimiter({ clock: createFakeClock(), concurrency: 1 });
    const done = await limiter.turn();
    const abort = new AbortController();
    const cancelled = limiter.turn(abort.signal);
    const next = limiter.turn();
    abort.abort();
    await assert.rejects(cancelled, { name: 'AbortError' });
    done();
    await next;
  });

  it('pauses everybody for as long as Cloudflare asks', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ clock });
    const start = clock.now();
    limiter.learn({ pauseSeconds: 12 });
    await Promise.all([limiter.turn(), limiter.turn()]);
    assert.equal(clock.now() - start, 12_000);
  });

  it('does not wait longer than a person would, and says how long it would be', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ clock, concurrency: 1 });
    limiter.learn({ pauseSeconds: 300 });
    await assert.rejects(limiter.turn(), (error) => error instanceof LongWait && error.seconds === 300);
    assert.deepEqual(clock.slept, []);
    await clock.sleep(299_000);
    await limiter.turn();
  });

  it('gives back the place of one that is aborted while it pauses', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ clock, concurrency: 1 });
    limiter.learn({ pauseSeconds: 5 });
    const abort = new AbortController();
    const waiting = limiter.turn(abort.signal);
    queueMicrotask(() => abort.abort());
    await assert.rejects(waiting, { name: 'AbortError' });
    await limiter.turn();
  });

  it('waits for the next window when no requests are left', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ clock });
    const start = clock.now();
    limiter.learn({ rateLimit: '"default";r=0;t=7' });
    await limiter.turn();
    assert.equal(clock.now() - start, 7_000);
  });

  it('spreads the last requests over the rest of the window, and hurries again in the next one', async () => {
    const clock = createFakeClock();
    const limiter = createLimiter({ clock });
    const start = clock.now();
    limiter.learn({ rateLimit: '"default";r=10;t=20' });
    await Promise.all(Array.from({ length: 4 }, () => limiter.turn()));
    assert.equal(clock.now() - start, 6_000);
    limiter.learn({ rateLimit: '"default";r=1000;t=300' });
    await limiter.turn();
    const resumed = clock.now();
    await Promise.all([limiter.turn(), limiter.turn()]);
    assert.equal(clock.now(), resumed);
  });
});

describe('parseRateLimit', () => {
  it('reads requests left and seconds, of the tightest policy', () => {
    assert.deepEqual(parseRateLimit('"default";r=50;t=30'), { requests: 50, seconds: 30 });
    assert.deepEqual(parseRateLimit('"burst";r=9;t=3, "default";r=50;t=30'), { requests: 9, seconds: 3 });
    assert.deepEqual(parseRateLimit('"default"; r=5; t=1'), { requests: 5, seconds: 1 });
  });

  it('ignores what it does not understand', () => {
    for (const header of ['', 'limit=100', '"default";r=x;t=1'])
      assert.equal(parseRateLimit(header), undefined);
  });
});

describe('limiterOf', () => {
  it('is shared by all clients of one secret, and by no others', () => {
    const clock = createFakeClock();
    assert.equal(limiterOf(new Secret('limiter-a'), clock), limiterOf(new Secret('limiter-a'), clock));
    assert.notEqual(limiterOf(new Secret('limiter-a'), clock), limiterOf(new Secret('limiter-b'), clock));
  });
});
