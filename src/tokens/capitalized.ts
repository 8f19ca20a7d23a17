// Words that stand in the middle of sentences, where they begin one.

/** The same words with a capital letter in front. */
export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
