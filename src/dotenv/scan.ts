// Reads the text of a `.env` file into entries with exact spans, the way the dotenv package for Node (and so
// Wrangler) reads it. Where other readers differ, edit.ts sees to it that what is written means the same to all.
import type { Entry } from './entry.ts';
import { valueAt } from './value.ts';

export type { Entry, Span } from './entry.ts';

export interface Scan {
  readonly entries: readonly Entry[];
  /** A byte order mark at the start: Node and shells then lose the first key. */
  readonly bom: boolean;
  /** The first line ending; `\n` in a text without any. */
  readonly eol: '\n' | '\r\n' | '\r';
}

const HEAD = /[^\S\r\n]*(export[^\S\r\n]+)?([\w.-]+)([^\S\r\n]*=|:[^\S\r\n])/y;
const LINE_END = /\r\n?|\n|$/g;

/** Scans a text. What is no entry (comments, blank lines, anything else) is passed over. Never throws. */
export function scan(text: string): Scan {
  const bom = text.startsWith('\ufeff');
  const entries: Entry[] = [];
  let at = bom ? 1 : 0;
  while (at < text.length) {
    const entry = entryAt(text, at);
    if (entry !== undefined) entries.push(entry);
    at = entry?.line.end ?? afterLine(text, at);
  }
  return { entries, bom, eol: (/\r\n?|\n/.exec(text)?.[0] ?? '\n') as Scan['eol'] };
}

/** A variable's value as the common readers see it: of several entries the last wins. Undefined where there is none. */
export function readVariable(text: string, name: string): string | undefined {
  return scan(text).entries.findLast(({ key }) => key === name)?.value;
}

function entryAt(text: string, lineStart: number): Entry | undefined {
  HEAD.lastIndex = lineStart;
  const [head = '', exported, key = '', separator = ''] = HEAD.exec(text) ?? [];
  if (head === '') return undefined;
  const separatorEnd = lineStart + head.length;
  const found = valueAt(text, separatorEnd);
  return {
    ...found,
    key,
    separator: { start: separatorEnd - separator.length, end: separatorEnd },
    line: {
      start: lineStart,
      end: afterLine(text, found.comment?.end ?? found.span.end + found.quote.length),
    },
    exported: exported !== undefined,
    interpolated: found.quote !== "'" && found.value.includes('$'),
  };
}

/** Where the next line starts. */
function afterLine(text: string, from: number): number {
  LINE_END.lastIndex = from;
  const ending = LINE_END.exec(text);
  return ending === null ? text.length : ending.index + ending[0].length;
}
