// What to write in place of a secret that moved into an environment variable: a reference to it, where the language of
// the file has one that is sure to be right.

export interface Replacement {
  /** Offsets of what is replaced: the secret, with its quotes where the reference stands in place of the string. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Makes the replacement for a secret.
 * @param languageId VS Code's name of the language
 * @param path the file's, with slashes
 * @param variable the environment variable that has the secret now
 * @returns an empty text in place of the secret where nothing else is sure to be right
 */
export function referenceInPlaceOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  {
    languageId,
    path,
    variable,
  }: { readonly languageId: string; readonly path: string; readonly variable: string },
): Replacement {
  const quote = text[start - 1] ?? '';
  const isQuoted = /["'`]/.test(quote) && text[end] === quote;
  const asString = (reference: string): Replacement => ({ start: start - 1, end: end + 1, text: reference });
  if (/\/\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) {
    return { start, end, text: `\${{ secrets.${variable} }}` };
  }
  switch (languageId) {
    case 'javascript':
    case 'javascriptreact':
    case 'typescript':
    case 'typescriptreact':
      return isQuoted ? asString(`process.env.${variable}`) : { start, end, text: '' };
    case 'python':
      return isQuoted ? asString(`os.environ["${variable}"]`) : { start, end, text: '' };
    case 'go':
      return isQuoted ? asString(`os.Getenv("${variable}")`) : { start, end, text: '' };
    case 'ruby':
      return isQuoted ? asString(`ENV.fetch("${variable}")`) : { start, end, text: '' };
    case 'shellscript':
      // Single quotes would keep the shell from looking.
      return isQuoted && quote === "'" ? asString(`"$${variable}"`) : { start, end, text: `$${variable}` };
    default:
      return { start, end, text: '' };
  }
}
