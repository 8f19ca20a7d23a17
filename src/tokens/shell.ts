// Text for a POSIX shell.

/** The text as one word of a command. Single quotes keep everything as it is but a single quote. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
