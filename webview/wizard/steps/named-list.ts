// Adding to and taking from a list of chosen things.
import type { Named } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';

/** Cloudflare's ids of zones and accounts. */
const ID = /^[0-9a-f]{32}$/i;

/** The list with one thing more, or less. */
export function toggled(list: readonly Named[], item: Named, on: boolean): readonly Named[] {
  const others = list.filter(({ id }) => id !== item.id);
  return on ? [...others, item] : others;
}

/** A name to show, else the id. */
export function nameOf({ id, name }: Named): string {
  return name === undefined ? id : plain(name);
}

/** The id in a text that is one, else undefined. */
export function idIn(text: string): string | undefined {
  const trimmed = text.trim();
  return ID.test(trimmed) ? trimmed.toLowerCase() : undefined;
}
