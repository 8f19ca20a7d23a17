// Where in a text a secret could stand: as the value of a variable in an env file, or anywhere in another file.
import { scan } from '../dotenv/scan.ts';
import { type Candidate, candidatesIn } from './candidates.ts';

export interface Place extends Candidate {
  /** Zero-based. */
  readonly line: number;
  /** Env files only: the variable that has the value. */
  readonly variable?: string;
}

/**
 * Lists the places of a text. In an env file only values count: what is commented out, or has a later entry for the same
 * variable behind it, is used by nothing.
 */
export function placesIn(text: string, { isEnvFile }: { readonly isEnvFile: boolean }): Place[] {
  const found = isEnvFile ? valuesIn(text) : candidatesIn(text);
  let [line, counted] = [0, 0];
  return found.map((candidate) => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < candidate.start;) {
      line++;
      counted = at + 1;
      at = text.indexOf('\n', counted);
    }
    return { ...candidate, line };
  });
}

function valuesIn(text: string): (Candidate & { readonly variable: string })[] {
  const last = new Map(scan(text).entries.map((entry) => [entry.key, entry]));
  return [...last.values()]
    .flatMap(({ key, value, span }) => {
      const [only] = candidatesIn(value);
      return only?.text === value ? [{ text: value, ...span, variable: key }] : [];
    })
    .sort((a, b) => a.start - b.start);
}
