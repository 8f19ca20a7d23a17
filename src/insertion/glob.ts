// VS Code's glob patterns as regular expressions, for asking of a single path whether a setting excludes it.

/**
 * Makes an expression that matches a path, relative to the workspace folder and with slashes, when the pattern matches
 * it or a folder that it lies in: that is how exclusions count.
 * @returns undefined for what is no pattern (brackets or braces that never close)
 */
export function exclusion(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${sourceOf(pattern.replace(/\/+$/, ''))})(?:/.*)?$`, 'u');
  } catch {
    return undefined;
  }
}

/** One pattern's own characters, from left to right. */
function sourceOf(pattern: string): string {
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    const character = pattern[at] ?? '';
    const set = /^\[(!?)([^\]]+)\]/.exec(rest);
    if (rest.startsWith('**/')) {
      source += '(?:.*/)?';
      at += 2;
    } else if (rest.startsWith('**')) {
      source += '.*';
      at += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (set !== null) {
      source += `[${set[1] === '!' ? '^' : ''}${(set[2] ?? '').replace(/[\\\]^[]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else if (character === '{') {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[\\^$.*+?()[\]{}|/-]/, escaped);
  }
  return source;
}

function escaped(character: string): string {
  return character === '-' ? character : `\\${character}`;
}
