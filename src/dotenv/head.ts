// The start of an entry, up to its separator, and the characters that lines are made of. Works on character codes:
// this runs for every line of every file that is looked at.

/** `export KEY =`: offsets of its parts. */
export interface Head {
  readonly exported: boolean;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Behind the `=`, or behind the `:` and a blank. */
  readonly separatorEnd: number;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const COLON = 58;
const EQUALS = 61;
const OTHER_BLANK = /[^\S\r\n]/;
const KEY_CHARACTER = Array.from({ length: 128 }, (_, code) => /[\w.-]/.test(String.fromCharCode(code)));

/** The head of an entry in the line that starts there; undefined when the line holds none. */
export function headAt(text: string, lineStart: number): Head | undefined {
  const start = afterBlanks(text, lineStart);
  const behindExport = start + 'export'.length;
  if (text.startsWith('export', start) && isBlank(text.charCodeAt(behindExport))) {
    const head = keyAndSeparator(text, afterBlanks(text, behindExport), true);
    if (head !== undefined) return head;
  }
  return keyAndSeparator(text, start, false);
}

/**
 * Does the line end right behind `key:`? dotenv takes the line break for the blank behind the colon, and so the whole
 * next line for the value; no other reader sees a variable there.
 */
export function swallowsNextLine(text: string, lineStart: number): boolean {
  const start = afterBlanks(text, lineStart);
  const behindExport = start + 'export'.length;
  const isExport = text.startsWith('export', start) && isBlank(text.charCodeAt(behindExport));
  return [start, ...(isExport ? [afterBlanks(text, behindExport)] : [])].some((keyStart) => {
    const end = keyEndAt(text, keyStart);
    return end > keyStart && text.charCodeAt(end) === COLON && lineEnd(text, end) === end + 1;
  });
}

function keyEndAt(text: string, keyStart: number): number {
  let keyEnd = keyStart;
  while (KEY_CHARACTER[text.charCodeAt(keyEnd)] === true) keyEnd++;
  return keyEnd;
}

function keyAndSeparator(text: string, keyStart: number, exported: boolean): Head | undefined {
  const keyEnd = keyEndAt(text, keyStart);
  if (keyEnd === keyStart) return undefined;
  if (text.charCodeAt(keyEnd) === COLON && isBlank(text.charCodeAt(keyEnd + 1))) {
    return { exported, keyStart, keyEnd, separatorEnd: keyEnd + 2 };
  }
  const at = afterBlanks(text, keyEnd);
  return text.charCodeAt(at) === EQUALS ? { exported, keyStart, keyEnd, separatorEnd: at + 1 } : undefined;
}

/** The first offset from there on that is no blank (white space within a line). */
export function afterBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** Where the line ends, before its line ending. */
export function lineEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) break;
  }
  return at;
}

/** Where the next line starts. */
export function nextLine(text: string, from: number): number {
  const end = lineEnd(text, from);
  if (end === text.length) return end;
  return text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
}

/** NaN, beyond the end of the text, is no blank. */
function isBlank(code: number): boolean {
  if (code === SPACE || code === TAB) return true;
  return (
    (code < SPACE || code > 127) && code !== LF && code !== CR && OTHER_BLANK.test(String.fromCharCode(code))
  );
}
