// JSON as people write it in an editor: with comments, commas too many, and perhaps a byte order mark. Remembers where
// everything stood, so that a flaw can be pointed at.

/** A place in a text; line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What a text holds. */
export interface JsonWithPlaces {
  readonly value: unknown;
  /** Where the value at a path stands: `grants[0].name`. What is not there is looked for where it should be. */
  readonly placeOf: (path: string) => Place;
}

/** What is not JSON is wrong here. */
export class JsonSyntaxError extends Error {
  readonly place: Place;

  constructor(text: string, position: number) {
    const place = placeAt(text, position);
    super(`not JSON at ${place.line}:${place.column}`);
    this.name = 'JsonSyntaxError';
    this.place = place;
  }
}

const BLANK = /(?:[\s\ufeff]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Nobody nests further; the reader would run out of stack. */
const DEEPEST = 100;

/**
 * Parses such a text.
 * @throws JsonSyntaxError when it is not JSON even so
 */
export function parseJsonWithComments(text: string): JsonWithPlaces {
  const positions = new Map<string, number>();
  let at = 0;

  function fail(): never {
    throw new JsonSyntaxError(text, at);
  }
  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  }
  /** The next character that counts; empty at the end. */
  function next(): string {
    match(BLANK);
    return text.charAt(at);
  }
  function readString(): string {
    return JSON.parse(match(STRING) ?? fail()) as string;
  }
  /** The items between brackets, with or without a comma after the last. */
  function readItems<T>(end: string, depth: number, readItem: (index: number) => T): T[] {
    if (depth > DEEPEST) fail();
    const items: T[] = [];
    at += 1;
    while (next() !== end) {
      items.push(readItem(items.length));
      if (next() === ',') at += 1;
      else if (next() !== end) fail();
    }
    at += 1;
    return items;
  }
  function readValue(path: string, depth: number): unknown {
    const first = next();
    positions.set(path, at);
    if (first === '"') return readString();
    if (first === '[') return readItems(']', depth, (index) => readValue(`${path}[${index}]`, depth + 1));
    if (first !== '{') return JSON.parse(match(PLAIN) ?? fail()) as unknown;
    const entries = readItems('}', depth, (): [string, unknown] => {
      const name = readString();
      if (next() !== ':') fail();
      at += 1;
      return [name, readValue(path === '' ? name : `${path}.${name}`, depth + 1)];
    });
    return Object.fromEntries(entries);
  }

  const value = readValue('', 0);
  if (next() !== '') fail();
  return { value, placeOf: (path) => placeAt(text, nearest(positions, path)) };
}

/** The position of a path, or of what it would be in. */
function nearest(positions: ReadonlyMap<string, number>, path: string): number {
  const position = positions.get(path);
  if (position !== undefined || path === '') return position ?? 0;
  return nearest(positions, path.replace(/[.[][^.[]*$|^[^.[]+$/, ''));
}

function placeAt(text: string, position: number): Place {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
