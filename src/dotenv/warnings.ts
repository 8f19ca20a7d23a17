// What in a `.env` file keeps some of its readers from seeing a variable. Measured with dotenv, Node, Python and bash.
import * as l10n from '@vscode/l10n';
import { scan } from './scan.ts';

export interface Warning {
  readonly code: 'duplicates' | 'colon' | 'spaces' | 'crlf' | 'lone-cr' | 'bom' | 'not-exported';
  /** In words, for a person. */
  readonly message: string;
}

/**
 * The warnings about a variable of a text; none when the variable is not there.
 * @param forShell a shell runs the file, and hands on what is exported only
 */
export function warningsAbout(text: string, name: string, forShell: boolean): Warning[] {
  const { entries, bom } = scan(text, name);
  const winner = entries.at(-1);
  if (winner === undefined) return [];
  const separator = text.slice(winner.separator.start, winner.span.start);
  const warnings: Warning[] = [];
  const warn = (code: Warning['code'], message: string) => warnings.push({ code, message });
  if (entries.length > 1) {
    warn(
      'duplicates',
      l10n.t('{0} is set {1} times in the file; only the last one counts.', name, entries.length),
    );
  }
  if (separator.startsWith(':')) {
    warn('colon', l10n.t('{0} is set with a colon, which Node, Python and shells do not read.', name));
  } else if (/\s/.test(separator)) {
    warn('spaces', l10n.t('There is a space beside the “=” of {0}, which shells do not read.', name));
  }
  if (text.slice(winner.line.start, winner.line.end).endsWith('\r\n')) {
    warn(
      'crlf',
      l10n.t('Shells that source this file read a stray carriage return at the end of the value.'),
    );
  }
  if (/\r(?!\n)/.test(text)) {
    warn('lone-cr', l10n.t('The file has old Mac line endings, which Node and shells do not read.'));
  }
  if (bom)
    warn(
      'bom',
      l10n.t('The file starts with a byte order mark, with which Node and shells lose the first key.'),
    );
  if (forShell && !entries.some(({ exported }) => exported) && !exportedApart(text, name)) {
    warn(
      'not-exported',
      l10n.t('{0} is not exported, so programs do not see it: put “export ” in front of it.', name),
    );
  }
  return warnings;
}

/** Does a line of its own export the variable, or everything? */
function exportedApart(text: string, name: string): boolean {
  const words = text.split(/[\r\n]+/).map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  return words.some(([first = '', ...rest]) => {
    if (first === 'set') return /(?:^| )(?:-\w*a|-o allexport)/.test(rest.join(' '));
    return (
      (first === 'export' && rest.includes(name)) || (first === 'declare' && rest.join(' ') === `-x ${name}`)
    );
  });
}
