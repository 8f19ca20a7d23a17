// The readers of `.env` files, as oracles: util.parseEnv of Node, the newest dotenv, the dotenv that Wrangler comes with,
// alone (as it reads `.dev.vars`) and with dotenv-expand (as it reads `.env`), `source` of bash, and python-dotenv.
import { spawnSync } from 'node:child_process';
import { parseEnv } from 'node:util';
import dotenv from 'dotenv';
import { expand } from 'dotenv-expand';
import wranglers from 'dotenv-wrangler';
import { KEYS, NEW_KEY } from './files.ts';

/** Variables by name. */
export type Variables = Readonly<Record<string, string>>;

export interface Reader {
  readonly name: 'Node' | 'dotenv' | 'Wrangler’s .dev.vars' | 'Wrangler’s .env' | 'bash' | 'Python';
  /** Reads many texts at once, because some readers are programs of their own. */
  readonly readAll: (texts: readonly string[]) => Variables[];
}

const node: Reader = {
  name: 'Node',
  readAll: (texts) => texts.map((text) => ({ ...parseEnv(text) }) as Variables),
};

const npm: Reader = {
  name: 'dotenv',
  readAll: (texts) => texts.map((text) => dotenv.parse(text)),
};

const devVars: Reader = {
  name: 'Wrangler’s .dev.vars',
  readAll: (texts) => texts.map((text) => wranglers.parse(text)),
};

const wranglerEnv: Reader = {
  name: 'Wrangler’s .env',
  // Without a process, which would have variables of its own.
  readAll: (texts) =>
    texts.map((text) => expand({ parsed: wranglers.parse(text), processEnv: {} }).parsed ?? {}),
};

// Texts come as arguments; each is sourced in a subshell without a PATH, so that nothing in it can run.
const BASH_SCRIPT = `
unset PATH
for text in "$@"; do
  (
    source /dev/stdin <<< "$text" > /dev/null 2>&1
    for name in ${[...KEYS, NEW_KEY].join(' ')}; do
      [[ -v $name ]] && printf '%s=%s\\0' "$name" "\${!name}"
    done
    printf '\\0'
  )
done`;

const bash: Reader = {
  name: 'bash',
  readAll(texts) {
    const { stdout } = spawnSync('bash', ['--noprofile', '--norc', '-c', BASH_SCRIPT, 'bash', ...texts], {
      encoding: 'utf8',
      env: {},
      maxBuffer: 64 * 1024 * 1024,
    });
    const read: Record<string, string>[] = [{}];
    for (const pair of stdout.split('\0').slice(0, -1)) {
      const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined) read.push({});
      else Object.assign(read.at(-1) ?? {}, { [name]: value });
    }
    return read.slice(0, texts.length);
  },
};

const PYTHON_SCRIPT = `
import io, json, sys
from dotenv import dotenv_values
texts = json.load(sys.stdin)
print(json.dumps([{k: v for k, v in dotenv_values(stream=io.StringIO(text), interpolate=False).items() if v is not None} for text in texts]))`;

const python: Reader = {
  name: 'Python',
  readAll(texts) {
    const { stdout } = spawnSync('python3', ['-c', PYTHON_SCRIPT], {
      encoding: 'utf8',
      input: JSON.stringify(texts),
    });
    return JSON.parse(stdout) as Variables[];
  },
};

/** The readers of this machine: those of Node always, bash and python-dotenv where they are installed. */
export function readers(): readonly Reader[] {
  return [
    node,
    npm,
    devVars,
    wranglerEnv,
    ...(works('bash', ['-c', 'true']) ? [bash] : []),
    ...(works('python3', ['-c', 'import dotenv']) ? [python] : []),
  ];
}

function works(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
