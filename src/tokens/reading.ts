// Reading JSON that anybody may have written, piece by piece, with every flaw told by its place.
import * as l10n from '@vscode/l10n';
import { plain } from './markdown.ts';

/** A flaw of a file. */
export interface Flaw {
  /** `grants[0].permissions[1].name`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** The line that it is on, from 1; with the path it tells a person where to look. */
  readonly line: number;
}

/** Tells of a flaw; gives what readers give for what they cannot read. */
export type Report = (path: string, message: string) => null;
/** Gives null for what it cannot read, and has told of it. */
export type Reader<T> = (value: unknown, path: string, report: Report) => T | null;

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export const readText: Reader<string> = (value, path, report) =>
  typeof value === 'string' ? value : report(path, l10n.t('Expected a text.'));

export const readObject: Reader<Fields> = (value, path, report) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : report(path, l10n.t('Expected an object.'));

/** Items that cannot be read are left out. */
export function listOf<T>(reader: Reader<T>): Reader<T[]> {
  return (value, path, report) =>
    Array.isArray(value)
      ? value.flatMap((item: unknown, index) => {
          const read = reader(item, `${path}[${index}]`, report);
          return read === null ? [] : [read];
        })
      : report(path, l10n.t('Expected a list.'));
}

/** What need not be there. */
export function optional<T>(value: unknown, path: string, report: Report, reader: Reader<T>): T | undefined {
  return value === undefined ? undefined : (reader(value, path, report) ?? undefined);
}

/** Tells of fields that nobody asked for; they may be misspelt. */
export function reportUnknown(fields: Fields, known: readonly string[], path: string, report: Report): void {
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    report([path, plain(name)].filter(Boolean).join('.'), l10n.t('Not known here; it was left out.'));
  }
}
