// The words that changes of permissions are told in: those of the summary.
import { type Catalogue, entryWords } from './catalogue.ts';
import { byLabel } from './catalogueEntry.ts';
import { plain } from './markdown.ts';
import type { Names } from './names.ts';
import type { Shift } from './permissionShift.ts';
import { resourceKey } from './reach.ts';
import { type Resource, resourceWords } from './resources.ts';
import { listed, type SentenceFormat, sentencesOf } from './sentences.ts';
import type { Policy } from './token.ts';

/** What is needed to put things in words. */
export interface Words {
  readonly catalogue: Catalogue;
  readonly names: Names;
  readonly format: SentenceFormat;
}

/** The sentences of a summary for these policies; none for none. */
export function grantSentences(policies: readonly Policy[], { catalogue, names, format }: Words): string[] {
  return policies.length === 0
    ? []
    : [...sentencesOf({ policies }, catalogue, names, new Date(0), format).grants];
}

/** `DNS Edit and Zone Read`. */
export function permissionWords(shifts: readonly Shift[], { format }: Words): string {
  const entries = shifts.map(({ entry }) => entry).sort(byLabel);
  return listed(
    entries.map((entry) => plain(entryWords(entry))),
    format,
  );
}

/** `example.com and all zones of Acme`. */
export function resourceList(resources: readonly Resource[], { names, format }: Words): string {
  return listed(
    resources.map((resource) => resourceWords(resource, names)),
    format,
  );
}

/** A text that is the same for the same lists of resources, whatever their order. */
export function resourcesKey(lists: readonly (readonly Resource[])[]): string {
  return JSON.stringify(lists.map((list) => list.map(resourceKey).sort()));
}
