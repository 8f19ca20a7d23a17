// How fast the editor of env files is: setting a variable in files far longer than any that people have.
import { setVariable } from '../../src/dotenv/edit.ts';
import { figureOf } from './figures.ts';
import type { Figure } from './figures.ts';

const MEGABYTES = 10;
/** 50 MB/s. */
const GOAL_MS = MEGABYTES * 20;
const NAME = 'CLOUDFLARE_API_TOKEN';
const SECRET = 'cfut_AbCdEfGhIjKlMnOpQrStUvWxYz01234567890ABCD00000000';

/** What stands between comments, quotes, `export` and values of several lines in real files. */
const BLOCK = `# Settings of the service, and where they come from
PORT=8787
export LOG_LEVEL="info" # debug, info, warn
DATABASE_URL='postgres://user:password@localhost:5432/app?sslmode=disable'
PRIVATE_KEY="-----BEGIN KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ
-----END KEY-----"

EMPTY=
FEATURES=a,b,c
`;

/** Measures `count` times what an insertion does: find the variable, replace its value, look for what is wrong. */
export function measureDotenv(count = 15): Figure[] {
  const filler = BLOCK.repeat(Math.ceil((MEGABYTES * 1e6) / BLOCK.length));
  return [
    measure(count, 'dotenv.replace', `Replace a value in ${MEGABYTES} MB of .env`, `${filler}${NAME}=old\n`),
    measure(count, 'dotenv.append', `Add a variable to ${MEGABYTES} MB of .env`, filler),
  ];
}

function measure(count: number, name: string, what: string, text: string): Figure {
  const times = Array.from({ length: count + 2 }, (_, round) => {
    const began = performance.now();
    const outcome = setVariable(text, NAME, `${SECRET}${round}`);
    const took = performance.now() - began;
    if (outcome.outcome !== 'set' || outcome.edits.length !== 1) throw new Error(`${name}: nothing was set`);
    return took;
  }).slice(2); // the first ones are compiled on the way
  return figureOf(times, { name, what, unit: 'ms', goal: GOAL_MS, note: 'the goal is that of 50 MB/s' });
}
