// Sets or removes one variable of a `.env` file and leaves every other character alone: comments, quotes, `export`,
// line endings, byte order mark. Works on text and offsets, so that an editor can apply and undo exactly the change.
import * as l10n from '@vscode/l10n';
import { type Entry, exportsAll, scan, type Span, swallowsAddedLine } from './scan.ts';
import { type Warning, warningsAbout } from './warnings.ts';

/** Replaces the characters from start to end. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type SetOutcome =
  | {
      readonly outcome: 'set';
      /** In ascending order, not overlapping; none when the variable has the value already. */
      readonly edits: readonly TextEdit[];
      /** The whole text after the edits. */
      readonly text: string;
      /** The value in that text. */
      readonly span: Span;
      /** The value before; absent where the variable was not in the file. */
      readonly previous?: string;
      /** In the text before: the values of other entries for the same variable, which do not count. */
      readonly duplicates: readonly Span[];
      /** What in the file keeps some readers from seeing the value. */
      readonly warnings: readonly Warning[];
    }
  | {
      readonly outcome: 'refused';
      readonly cause: 'name' | 'value';
      /** Why, in words; never repeats the value. */
      readonly reason: string;
    };

export interface SetOptions {
  /** The file is run by a shell, as direnv runs `.envrc`: programs get only what is exported. */
  readonly forShell?: boolean;
}

/** Characters that mean the same, unquoted, to every reader of `.env` files and to shells; all secrets of Cloudflare have only these. */
const SAFE_VALUE = /^[A-Za-z0-9_-]+$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Sets a variable. The entry that wins gets the new value in place; where there is none, a line is added at the end
 * in the style of the file: exported where all others are, or where only that counts. Afterwards every reader that understands the line reads the value: a comment that
 * touches it is set apart by a space, and backticks, which shells execute, are dropped.
 * Refused: values that would need quotes, and new names that shells cannot hold.
 */
export function setVariable(
  text: string,
  name: string,
  value: string,
  { forShell = false }: SetOptions = {},
): SetOutcome {
  const { entries, eol } = scan(text, name);
  const winner = entries.at(-1);
  if (winner === undefined && !NAME.test(name)) {
    return {
      outcome: 'refused',
      cause: 'name',
      reason: l10n.t(
        'A variable’s name has only the letters A to Z, digits and underscores, and no digit in front.',
      ),
    };
  }
  if (!SAFE_VALUE.test(value)) {
    return {
      outcome: 'refused',
      cause: 'value',
      reason: l10n.t(
        'The value has characters that readers of env files understand differently. Add it by hand.',
      ),
    };
  }
  const edit =
    winner === undefined
      ? appended(text, eol, `${forShell || exportsAll(text) ? 'export ' : ''}${name}=${value}`)
      : replaced(text, winner, value);
  const edits = text.slice(edit.start, edit.end) === edit.text ? [] : [edit];
  const after = applyEdits(text, edits);
  const at = edit.start + edit.text.indexOf(value, winner === undefined ? edit.text.indexOf('=') : 0);
  return {
    outcome: 'set',
    edits,
    text: after,
    span: { start: at, end: at + value.length },
    ...(winner === undefined ? {} : { previous: winner.value }),
    duplicates: entries.slice(0, -1).map(({ span }) => span),
    warnings: warningsAbout(after, name, forShell),
  };
}

/** Removes every entry of a variable, each with its whole line. Returns no edits when there is none. */
export function removeVariable(
  text: string,
  name: string,
): { readonly edits: readonly TextEdit[]; readonly text: string } {
  const edits = scan(text, name).entries.map(({ line }) => ({ ...line, text: '' }));
  return { edits, text: applyEdits(text, edits) };
}

/** Turns every entry of some variables into comments, each with all of its lines. */
export function commentOut(
  text: string,
  names: readonly string[],
): { readonly edits: readonly TextEdit[]; readonly text: string } {
  const edits = scan(text)
    .entries.filter(({ key }) => names.includes(key))
    .flatMap(({ line }) => lineStarts(text, line).map((at) => ({ start: at, end: at, text: '# ' })));
  return { edits, text: applyEdits(text, edits) };
}

/** Where the lines of an entry start; the first behind a byte order mark. */
function lineStarts(text: string, { start, end }: Span): number[] {
  const starts = [text.startsWith('\ufeff', start) ? start + 1 : start];
  for (const { index, 0: eol } of text.slice(start, end).matchAll(/\r\n?|\n/g)) {
    if (start + index + eol.length < end) starts.push(start + index + eol.length);
  }
  return starts;
}

function replaced(text: string, entry: Entry, value: string): TextEdit {
  const { span, quote } = entry;
  if (quote === '"' || quote === "'") {
    // Shells take a `#` right behind the closing quote for a part of the value.
    const gap = gapBefore(text, span.end + 1);
    return gap === ''
      ? { ...span, text: value }
      : { start: span.start, end: span.end + 1, text: value + quote + gap };
  }
  const end = span.end + quote.length;
  return { start: startBare(text, entry), end, text: value + gapBefore(text, end) };
}

/** Where a value without quotes has to start. */
function startBare(text: string, { span, quote, separator }: Entry): number {
  const start = span.start - quote.length;
  const blanks = text.slice(separator.end, start);
  // Node takes a tab in front of the value for a part of it; shells run what follows a blank as a command.
  const mustGo = blanks.includes('\t') || (quote === '`' && separator.end - separator.start === 1);
  return mustGo ? separator.end : start;
}

/** Some readers see a comment only behind a space. */
function gapBefore(text: string, at: number): string {
  return text[at] === '#' ? ' ' : '';
}

/** A line at the end, with a line ending where the file ends with one. */
function appended(text: string, eol: string, entry: string): TextEdit {
  // Behind a lone CR, one LF would only complete its line ending.
  const blankLine = text.endsWith('\r') && eol === '\n' ? eol + eol : eol;
  const line = (swallowsAddedLine(text) ? blankLine : '') + entry;
  const isEmpty = text === '' || text === '\ufeff';
  const endsLine = isEmpty || /[\r\n]$/.test(text);
  return { start: text.length, end: text.length, text: endsLine ? line + eol : eol + line };
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight(
    (result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end),
    text,
  );
}
