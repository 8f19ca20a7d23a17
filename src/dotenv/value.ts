// Finds where a value begins and ends, and what it means, by the rules of the dotenv package.
import type { Span, Value } from './entry.ts';
import { afterBlanks, lineEnd } from './head.ts';

/** Reads the value behind a separator that ends at `from`. */
export function valueAt(text: string, from: number): Value {
  const start = afterBlanks(text, from);
  const quote = text[start];
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = closingQuote(text, start, quote);
    if (close !== undefined) return quoted(text, start + 1, close, quote);
  }
  return unquoted(text, from, start);
}

/** Where the value's last line ends, without reading what the value means. */
export function valueEnd(text: string, from: number): number {
  const start = afterBlanks(text, from);
  const quote = text[start];
  const isQuoted = quote === '"' || quote === "'" || quote === '`';
  return lineEnd(text, (isQuoted ? closingQuote(text, start, quote) : undefined) ?? start);
}

function quoted(text: string, start: number, end: number, quote: '"' | "'" | '`'): Value {
  return {
    value: meaningOf(text.slice(start, end), quote),
    span: { start, end },
    quote,
    ...commentAt(text, afterBlanks(text, end + 1)),
  };
}

/** Up to the first `#` or the end of the line. A quote that is never closed is part of the value. */
function unquoted(text: string, from: number, start: number): Value {
  const line = text.slice(start, lineEnd(text, start));
  const hash = line.indexOf('#');
  const raw = (hash === -1 ? line : line.slice(0, hash)).trimEnd();
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
  return candidates.findLast((at) => /^(?:[#\r\n]|$)/.test(text.charAt(afterBlanks(text, at + 1))));
}

function meaningOf(raw: string, quote: string): string {
  const text = raw.replace(/\r\n?/g, '\n');
  return quote === '"' ? text.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : text;
}

function commentAt(text: string, start: number): { readonly comment?: Span } {
  return text[start] === '#' ? { comment: { start, end: lineEnd(text, start) } } : {};
}
