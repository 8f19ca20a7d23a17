// What in a text could be the secret of a token, by its characters and length alone.

export interface Candidate {
  readonly text: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** Cloudflare's schema bounds a token's value to 40 to 80 characters; all secrets have only these. */
const CANDIDATES = /(?<![\w-])[\w-]{40,80}(?![\w-])/g;

/** Every run of such characters, in order. */
export function candidatesIn(text: string): Candidate[] {
  return Array.from(text.matchAll(CANDIDATES), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The one that an offset is in or beside. */
export function candidateAt(text: string, offset: number): Candidate | undefined {
  // No candidate reaches further than this; one that is cut off on a side is longer than any.
  const from = Math.max(0, offset - 100);
  const near = candidatesIn(text.slice(from, offset + 100));
  const found = near.find(({ start, end }) => from + start <= offset && offset <= from + end);
  return found && { ...found, start: from + found.start, end: from + found.end };
}
