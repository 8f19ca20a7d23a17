// Runs a program to its end and gives its output, or an error that shows what it said.
import { spawn } from 'node:child_process';
import { cleanEnv } from './environment.ts';

/**
 * Runs a program, without a shell and with a cleaned environment.
 * @returns what it wrote to stdout
 * @throws Error naming the command, its exit code and the end of its output when it fails or cannot be started
 */
export function run(program: string, args: string[], options: { cwd?: string } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: cleanEnv(process.env),
      ...options,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else
        reject(
          new Error(
            `${[program, ...args].join(' ')} ended with ${String(code)}\n${(err + out).slice(-4000)}`,
          ),
        );
    });
  });
}
