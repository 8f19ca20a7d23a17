// Generated `.env` files: every style that people and tools write, in any order.
import fc from 'fast-check';

/** The variables that generated files may hold; tests set the first. */
export const KEYS = ['KEY', 'A', 'B_2', 'Other'] as const;
/** One that they never hold. */
export const NEW_KEY = 'NEW_KEY';

const word = fc.stringMatching(/^[xyzXYZ0-9_\-/.:]{1,12}$/);
const text = fc.oneof(
  word,
  fc.tuple(word, word).map((words) => words.join(' ')),
  fc.constant(''),
);
const quotedText = fc.oneof(
  text,
  fc.constantFrom('a # b', 'one\ntwo', 'line\nKEY=inside\nlast', 'it is # 1\n\nend', "{'a': 1}", 'x=y'),
);

/** References to other variables than the one that tests set, which would change with it. */
const reference = fc.constantFrom(
  '$A',
  '${B_2}',
  '"x${A}y"',
  "'$Other'",
  '\\\\$A',
  '${NONE:-plan b}',
  '"${B_2}${A}"',
  '$',
  '"a$"',
);

const value = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: quotedText.map((inner) => `"${inner}"`) },
  { weight: 2, arbitrary: quotedText.filter((inner) => !inner.includes("'")).map((inner) => `'${inner}'`) },
  { weight: 1, arbitrary: word.map((inner) => `\`${inner}\``) },
);
const separator = fc.oneof(
  { weight: 8, arbitrary: fc.constant('=') },
  { weight: 1, arbitrary: fc.constantFrom(' = ', '= ', ' =', '=\t', ': ') },
);
const comment = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' # note', '#note', '\t# KEY=x', '   ', ' #') },
);
const entryWith = (values: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom('', '', '', 'export ', '  '), fc.constantFrom(...KEYS), separator, values, comment)
    .map((parts) => parts.join(''));
const lineWith = (values: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 5, arbitrary: entryWith(values) },
    { weight: 1, arbitrary: fc.constantFrom('', '# a comment', '#KEY=commented', '  ') },
  );

/** Whole files: any line ending, with and without one at the end, with and without a byte order mark. */
const fileOf = (line: fc.Arbitrary<string>) =>
  fc
    .record({
      lines: fc.array(line, { maxLength: 7 }),
      eol: fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'),
      last: fc.boolean(),
      bom: fc.nat(9).map((number) => number === 0),
    })
    .map(({ lines, eol, last, bom }) => {
      const joined = lines.join('\n') + (last && lines.length > 0 ? '\n' : '');
      return (bom ? '\ufeff' : '') + joined.replaceAll('\n', eol);
    });

export const envFile = fileOf(lineWith(value));
/** The same with references between variables. */
export const envFileWithReferences = fileOf(lineWith(fc.oneof(value, reference)));

/** Texts that are no proper files at all: quotes, separators and line endings in any order. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'KEY',
        '=',
        '"',
        "'",
        '`',
        '#',
        '\\',
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\t',
        ': ',
        'export ',
        '$',
        '\ufeff',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));
