// Waits for something to come true, without guessing how long that takes.
import assert from 'node:assert/strict';

/**
 * Asks again and again until the answer is yes.
 * @param what for the message when it never is
 * @throws AssertionError after ten seconds
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`It never came true that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
