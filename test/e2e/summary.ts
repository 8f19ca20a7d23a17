// A Playwright reporter that ends the run with one line for people and scripts: `N passed, N failed`.
import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

export default class Summary implements Reporter {
  private suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onEnd(result: FullResult): void {
    const tests = this.suite?.allTests() ?? [];
    const flaky = tests.filter((test) => test.outcome() === 'flaky');
    const passed = tests.filter((test) => test.outcome() === 'expected').length + flaky.length;
    for (const test of flaky) console.log(`passed only when tried again: ${test.titlePath().join(' › ')}`);
    // What was skipped did not pass; and a run that failed outside of its tests must not look like a good one.
    const failed = Math.max(tests.length - passed, result.status === 'passed' ? 0 : 1);
    console.log(`\n${passed} passed, ${failed} failed`);
  }

  printsToStdio(): boolean {
    return false; // the list reporter beside it prints all the rest
  }
}
