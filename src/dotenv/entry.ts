// What a `.env` file is made of. Offsets are UTF-16 code units, as in an editor.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One `KEY=value`. */
export interface Entry {
  readonly key: string;
  /** As dotenv reads it: without quotes, `\n` and `\r` of double quotes expanded. */
  readonly value: string;
  /** The value's own characters, without quotes; an empty value is the place right after the separator. */
  readonly span: Span;
  /** The quote around the value; empty where there is none. */
  readonly quote: '' | '"' | "'" | '`';
  /** From behind the key to behind the `=` (or the `:` and a space). */
  readonly separator: Span;
  /** The whole entry, from the start of its first line to the end of its last, line ending included. */
  readonly line: Span;
  /** `export KEY=value`, as shells need it. */
  readonly exported: boolean;
  /** The comment behind the value, from its `#` on. */
  readonly comment?: Span;
  /** Does it hold a `$` that some readers (dotenv-expand, shells) would replace? */
  readonly interpolated: boolean;
}

/** Where a value is, and what it means. */
export type Value = Pick<Entry, 'value' | 'span' | 'quote' | 'comment'>;
