// Telling that something is under way: not at all when it is quick, and with a way to cancel when it is not.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { whileTold } from '../../src/progress.ts';
import { type HeldTimers, holdTimers } from './timers.ts';

describe('telling that something is under way', () => {
  const own = vscode.window.withProgress;
  const window = vscode.window as { withProgress: typeof own };
  let timers: HeldTimers;
  let shown: { readonly title: string | undefined; readonly cancel: vscode.CancellationTokenSource }[];
  let gone: number;

  beforeEach(() => {
    timers = holdTimers(300, 1000);
    shown = [];
    gone = 0;
    window.withProgress = async (options, task) => {
      const cancel = new vscode.CancellationTokenSource();
      shown.push({ title: options.title, cancel });
      const result = await task({ report: () => undefined }, cancel.token);
      gone++;
      return result;
    };
  });
  afterEach(() => {
    window.withProgress = own;
    timers.end();
  });

  it('says nothing about what is quick', async () => {
    assert.equal(await whileTold('Working…', () => Promise.resolve(1)), 1);
    assert.deepEqual(timers.held, []);
    assert.deepEqual(shown, []);
  });

  it('tells of what takes its time, until it is done', async () => {
    let resolve: (value: number) => void = () => undefined;
    const waiting = whileTold('Working…', () => new Promise<number>((done) => (resolve = done)));
    await timers.run();
    assert.deepEqual([shown.map(({ title }) => title), gone], [['Working…'], 0]);
    resolve(2);
    assert.equal(await waiting, 2);
    await new Promise(setImmediate);
    assert.equal(gone, 1);
  });

  it('passes a failure on, and ends the notification', async () => {
    let reject: (reason: Error) => void = () => undefined;
    const waiting = whileTold('Working…', () => new Promise((_, failed) => (reject = failed)));
    await timers.run();
    reject(new RangeError('no'));
    await assert.rejects(waiting, RangeError);
    await new Promise(setImmediate);
    assert.equal(gone, 1);
  });

  it('hands the cancelling on to the work', async () => {
    const waiting = whileTold(
      'Working…',
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      { cancellable: true },
    );
    await timers.run();
    shown[0]?.cancel.cancel();
    await assert.rejects(waiting, vscode.CancellationError);
  });
});
