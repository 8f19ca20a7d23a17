// Reads the text of a `.env` file into entries with exact spans, the way the dotenv package for Node (and so
// Wrangler) reads it. Where other readers differ, edit.ts sees to it that what is written means the same to all.
import type { Entry } from './entry.ts';
import { type Head, headAt, nextLine, swallowsNextLine } from './head.ts';
import { valueAt, valueEnd } from './value.ts';

export type { Entry, Span } from './entry.ts';

export interface Scan {
  readonly entries: readonly Entry[];
  /** A byte order mark at the start: Node and shells then lose the first key. */
  readonly bom: boolean;
  /** The first line ending; `\n` in a text without any. */
  readonly eol: '\n' | '\r\n' | '\r';
}

/**
 * Scans a text. What is no entry (comments, blank lines, anything else) is passed over. Never throws.
 * @param only the entries of this variable only, which is faster
 */
export function scan(text: string, only?: string): Scan {
  const entries: Entry[] = [];
  for (const { lineStart, head } of lines(text)) {
    if (only === undefined || isNamed(text, head, only)) entries.push(entryOf(text, lineStart, head));
  }
  return {
    entries,
    bom: text.startsWith('\ufeff'),
    eol: (/\r\n?|\n/.exec(text)?.[0] ?? '\n') as Scan['eol'],
  };
}

/** Would a line added at the end be taken for the value of the line before it? */
export function swallowsAddedLine(text: string): boolean {
  let last = 0;
  for (let at = 0; at < text.length; at = nextLine(text, at)) last = at;
  return swallowsNextLine(text, last);
}

/** Is every entry of a text exported, and is there one at all? */
export function exportsAll(text: string): boolean {
  let any = false;
  for (const { head } of lines(text)) {
    if (!head.exported) return false;
    any = true;
  }
  return any;
}

/** The heads of all entries. A value of several lines is stepped over, whatever stands in it. */
function* lines(text: string): Generator<{ readonly lineStart: number; readonly head: Head }> {
  let at = 0;
  while (at < text.length) {
    const head = headAt(text, at);
    if (head !== undefined) {
      yield { lineStart: at, head };
      at = nextLine(text, valueEnd(text, head.separatorEnd));
    } else if (swallowsNextLine(text, at)) {
      at = nextLine(text, valueEnd(text, nextLine(text, at)));
    } else {
      at = nextLine(text, at);
    }
  }
}

/** A variable's value as the common readers see it: of several entries the last wins. Undefined where there is none. */
export function readVariable(text: string, name: string): string | undefined {
  return scan(text, name).entries.at(-1)?.value;
}

function isNamed(text: string, { keyStart, keyEnd }: Head, name: string): boolean {
  return keyEnd - keyStart === name.length && text.startsWith(name, keyStart);
}

function entryOf(text: string, lineStart: number, { exported, keyStart, keyEnd, separatorEnd }: Head): Entry {
  const found = valueAt(text, separatorEnd);
  return {
    key: text.slice(keyStart, keyEnd),
    value: found.value,
    span: found.span,
    quote: found.quote,
    separator: { start: keyEnd, end: separatorEnd },
    line: {
      start: lineStart,
      end: nextLine(text, found.comment?.end ?? found.span.end + found.quote.length),
    },
    exported,
    ...(found.comment === undefined ? {} : { comment: found.comment }),
    interpolated: found.quote !== "'" && found.value.includes('$'),
  };
}
