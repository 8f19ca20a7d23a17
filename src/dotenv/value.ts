// Finds where a value begins and ends, and what it means, by the rules of the dotenv package.
import type { Span, Value } from './entry.ts';

const BLANKS = /[^\S\r\n]*/y;
const LINE_REST = /[^\r\n]*/y;

/** Reads the value behind a separator that ends at `from`. */
export function valueAt(text: string, from: number): Value {
  const start = endOf(BLANKS, text, from);
  const quote = text[start];
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = closingQuote(text, start, quote);
    if (close !== undefined) return quoted(text, start + 1, close, quote);
  }
  return unquoted(text, from, start);
}

function quoted(text: string, start: number, end: number, quote: '"' | "'" | '`'): Value {
  const raw = text.slice(start, end);
  return {
    value: meaningOf(raw, quote),
    span: { start, end },
    quote,
    ...commentAt(text, endOf(BLANKS, text, end + 1)),
  };
}

/** Up to the first `#` or the end of the line. A quote that is never closed is part of the value. */
function unquoted(text: string, from: number, start: number): Value {
  const lineEnd = endOf(LINE_REST, text, start);
  const hash = text.slice(start, lineEnd).indexOf('#');
  const raw = text.slice(start, hash === -1 ? lineEnd : start + hash).trimEnd();
  const [, quote = '', inner = raw] = /^(['"`])(.*)\1$/s.exec(raw) ?? [];
  return {
    value: meaningOf(inner, quote),
    span: raw === '' ? { start: from, end: from } : { start, end: start + raw.length },
    quote: '',
    ...(hash === -1 ? {} : commentAt(text, start + hash)),
  };
}

/**
 * The quote that closes the one at `open`: a quote behind a backslash may or may not close, so the farthest is taken
 * behind which the line holds nothing but a comment. Undefined when there is none, perhaps lines further down.
 */
function closingQuote(text: string, open: number, quote: string): number | undefined {
  const candidates: number[] = [];
  for (let at = text.indexOf(quote, open + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    candidates.push(at);
    if (text[at - 1] !== '\\' || at - 1 === open) break;
  }
  return candidates.findLast((at) => /^(?:[#\r\n]|$)/.test(text.charAt(endOf(BLANKS, text, at + 1))));
}

function meaningOf(raw: string, quote: string): string {
  const text = raw.replace(/\r\n?/g, '\n');
  return quote === '"' ? text.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : text;
}

function commentAt(text: string, start: number): { readonly comment?: Span } {
  return text[start] === '#' ? { comment: { start, end: endOf(LINE_REST, text, start) } } : {};
}

function endOf(sticky: RegExp, text: string, from: number): number {
  sticky.lastIndex = from;
  return from + (sticky.exec(text)?.[0].length ?? 0);
}
