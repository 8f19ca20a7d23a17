// JSON as people write it in an editor: with comments, commas too many, and perhaps a byte order mark.

/** What is wrong where; line and column count from 1. */
export class JsonSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(text: string, position: number) {
    const before = text.slice(0, position).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`not JSON at ${line}:${column}`);
    this.name = 'JsonSyntaxError';
    this.line = line;
    this.column = column;
  }
}

const STRING_OR_COMMENT = /"(?:\\.|[^"\\])*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const STRING_OR_LAST_COMMA = /"(?:\\.|[^"\\])*"?|,(?=\s*[}\]])/g;

/**
 * Parses such a text.
 * @throws JsonSyntaxError when it is not JSON even so
 */
export function parseJsonWithComments(text: string): unknown {
  // Blanks in place of what is taken out keep every position.
  const bare = text
    .replace(/^\ufeff/, ' ')
    .replace(STRING_OR_COMMENT, (found) => (found.startsWith('"') ? found : found.replace(/[^\n]/g, ' ')))
    .replace(STRING_OR_LAST_COMMA, (found) => (found === ',' ? ' ' : found));
  try {
    return JSON.parse(bare) as unknown;
  } catch (error) {
    throw new JsonSyntaxError(text, positionIn(error, bare));
  }
}

/** V8 says "at position 12" but where the text ends too early. */
function positionIn(error: unknown, text: string): number {
  const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
  return position === undefined ? text.trimEnd().length : Number(position);
}
