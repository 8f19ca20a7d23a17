// What Wrangler's configuration of a folder says about variables. Only two things matter here, so it is read for those
// and not parsed.
/** Does the configuration declare which variables are secrets? Then Wrangler hands only those to the Worker. */
export function declaresSecrets(text: string): boolean {
  const code = withoutComments(text);
  return (
    /^\s*(?:\[(?:env\.[\w-]+\.)?secrets\b|secrets(?:\.\w+)?\s*=)/m.test(code) || /"secrets"\s*:/.test(code)
  );
}

/** The names of the environments (`--env`) that the configuration has. */
export function environmentsIn(text: string): string[] {
  const code = withoutComments(text);
  const inToml = Array.from(code.matchAll(/^\s*\[+env\.([\w-]+)/gm), ([, name]) => name ?? '');
  return [...new Set([...inToml, ...keysOfEnv(code)])];
}

/** The keys of a JSON object that is called `env`, one level deep. */
function keysOfEnv(code: string): string[] {
  const start = /"env"\s*:\s*\{/.exec(code);
  if (start === null) return [];
  const names: string[] = [];
  let depth = 1;
  const pieces = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/g;
  pieces.lastIndex = start.index + start[0].length;
  for (let piece = pieces.exec(code); piece !== null && depth > 0; piece = pieces.exec(code)) {
    const [found, name, colon] = piece;
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    else if (depth === 1 && colon !== undefined && name !== undefined) names.push(name);
  }
  return names.filter((name) => /^[\w-]+$/.test(name));
}

function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*")|\/\/.*|\/\*[^]*?\*\/|^\s*#.*/gm,
    (_all, kept: string | undefined) => kept ?? '',
  );
}
