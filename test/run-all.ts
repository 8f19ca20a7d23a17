// `npm test`: runs every suite, each as the script of its own name, and closes with the sum of what really ran.
import { spawn } from 'node:child_process';

const SUITES = ['test:unit', 'test:extension', 'test:e2e'];
const RESULT = /^(\d+) passed, (\d+) failed$/;

interface Result {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

function run(suite: string): Promise<Result> {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', suite], {
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    let passed = 0;
    let failed = 0;
    let seen = false;
    let line = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      process.stdout.write(text);
      const lines = (line + text).split('\n');
      line = lines.pop() ?? '';
      for (const whole of lines) {
        const found = RESULT.exec(whole.trim());
        if (found === null) continue;
        [passed, failed] = [Number(found[1]), Number(found[2])];
        seen = true;
      }
    });
    child.on('close', (code) => {
      // A suite that ends badly without a failed test (it crashed, or never started) counts as one failure.
      if (failed === 0 && (code !== 0 || !seen || passed === 0)) failed = 1;
      resolve({ suite, passed, failed, seconds: (Date.now() - started) / 1000 });
    });
  });
}

const results: Result[] = [];
for (const suite of SUITES) {
  console.log(`\n=== ${suite}`);
  results.push(await run(suite));
}
console.log('');
for (const { suite, passed, failed, seconds } of results) {
  console.log(`${suite.padEnd(16)} passed ${passed}, failed ${failed} (${seconds.toFixed(0)} s)`);
}
const total = (pick: (result: Result) => number) => results.reduce((sum, result) => sum + pick(result), 0);
const failed = total((result) => result.failed);
console.log(`${total((result) => result.passed)} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
