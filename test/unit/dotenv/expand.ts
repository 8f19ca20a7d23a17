// What dotenv-expand 12 makes of variables that dotenv has read, as Wrangler uses the two for `.env`: references are
// replaced whatever quotes were around them, by what stands further up in the file.
/** Variables by name. */
export type Variables = Readonly<Record<string, string>>;

const REFERENCE = /(?<!\\)\$(?:\{([^{}]+)\}|([A-Za-z_][A-Za-z0-9_]*))/;

/** Replaces references; the process has no variables of its own here. */
export function expanded(variables: Variables): Variables {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    known[name] = expandedValue(value, known).replaceAll('\\$', '$');
  }
  return known;
}

function expandedValue(value: string, known: Variables): string {
  const seen = new Set<string>();
  let result = value;
  for (
    let found = REFERENCE.exec(result);
    found !== null && !seen.has(result);
    found = REFERENCE.exec(result)
  ) {
    seen.add(result);
    const [whole, braced, bare = ''] = found;
    const [, name = '', , otherwise = ''] = /^([^:-]*)(:?-)?([^]*)$/.exec(braced ?? bare) ?? [];
    const replacement = known[name] ?? '';
    result = result.replace(whole, () => (replacement === '' ? otherwise : replacement));
  }
  return result;
}
