// Reads as much HCL as the extension writes, so that tests can compare what it means. Strings are read as the
// specification of HCL's templates has it, and an interpolation or a directive in one is an error.
import assert from 'node:assert/strict';

export type HclValue = string | HclValue[] | { [key: string]: HclValue };

export interface HclBlock {
  readonly labels: readonly string[];
  readonly body: Record<string, HclValue>;
}

const TOKEN = /\s*(?:#[^\n]*\n\s*)*("(?:\\.|[^"\\])*"|[A-Za-z_][A-Za-z0-9_]*|[{}[\]()=,])/gy;

/** Reads one block, comments aside. `jsonencode(…)` is read as the text that it makes. */
export function readBlock(text: string): HclBlock {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = () => tokens[next] ?? '';
  const take = (expected?: string) => {
    const token = peek();
    next += 1;
    if (expected !== undefined) assert.equal(token, expected, `at token ${next} of\n${text}`);
    return token;
  };
  const attributes = (): Record<string, HclValue> => {
    const found: [string, HclValue][] = [];
    take('{');
    while (peek() !== '}') {
      const name = take();
      const key = name.startsWith('"') ? readString(name) : name;
      take('=');
      found.push([key, value()]);
      if (peek() === ',') take();
    }
    take('}');
    assert.equal(new Set(found.map(([key]) => key)).size, found.length, `an attribute twice in\n${text}`);
    return Object.fromEntries(found);
  };
  const value = (): HclValue => {
    if (peek() === '{') return attributes();
    if (peek() === '[') {
      const items: HclValue[] = [];
      take('[');
      while (peek() !== ']') {
        items.push(value());
        if (peek() !== ']') take(',');
      }
      take(']');
      return items;
    }
    if (peek() === 'jsonencode') {
      take();
      take('(');
      const encoded = JSON.stringify(value());
      take(')');
      return encoded;
    }
    return readString(take());
  };
  take('resource');
  const labels = [readString(take()), readString(take())];
  const body = attributes();
  assert.equal(next, tokens.length, `more after the block in\n${text}`);
  return { labels, body };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    tokens.push(found[1] ?? '');
    end = TOKEN.lastIndex;
  }
  assert.match(text.slice(end), /^\s*$/, `not HCL from here on: ${text.slice(end)}`);
  return tokens;
}

const PIECE = /\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(["\\nrt])|([$%])\4\{|([$%]\{)|\\(.)|([^\\])/gsu;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** The text of a quoted string. */
export function readString(quoted: string): string {
  assert.match(quoted, /^"[^\n]*"$/s, quoted);
  return quoted
    .slice(1, -1)
    .replace(
      PIECE,
      (
        all,
        short?: string,
        long?: string,
        escape?: string,
        sign?: string,
        template?: string,
        odd?: string,
      ) => {
        if (template !== undefined || odd !== undefined) throw new Error(`${all} in ${quoted}`);
        if (short !== undefined || long !== undefined)
          return String.fromCodePoint(parseInt(short ?? long ?? '', 16));
        if (escape !== undefined) return ESCAPES[escape] ?? '';
        return sign === undefined ? all : `${sign}{`;
      },
    );
}
