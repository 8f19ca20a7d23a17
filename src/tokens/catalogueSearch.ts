// Finds permission groups by whatever words a person has for them, in any order.
import { bundledByName } from './bundledGroups.ts';
import { type Catalogue, type CatalogueEntry, entryWords } from './catalogueEntry.ts';
import templates from './data/templates.json' with { type: 'json' };
import { API_SCOPES, scopeWord } from './scope.ts';

/** An entry's words in lower case, from those that count most to those that count least. */
interface Row {
  readonly entry: CatalogueEntry;
  readonly label: string;
  readonly title: string;
  /** The dashboard's way to write it: scope, label, level. */
  readonly path: string;
  readonly level: readonly string[];
  readonly scope: string;
  readonly names: string;
  readonly rest: string;
  readonly id: string;
  /** Of two that are found alike, one of Cloudflare's own templates is meant more likely. */
  readonly isCommon: boolean;
}

const indexes = new WeakMap<Catalogue, readonly Row[]>();

/**
 * The entries that hold every word of the query, best first: in label, level, API name, alias, scope, product, id
 * or description. "edit dns", "workers r2" and a pasted id all find theirs; an empty query finds everything.
 */
export function searchCatalogue(catalogue: Catalogue, query: string): CatalogueEntry[] {
  const words = wordsOf(query);
  if (words.length === 0) return [...catalogue.entries];
  const phrase = words.join(' ');
  return indexOf(catalogue)
    .flatMap((row) => {
      const score = scoreOf(row, words, phrase);
      return score === 0 ? [] : [{ entry: row.entry, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}

function indexOf(catalogue: Catalogue): readonly Row[] {
  const known = indexes.get(catalogue);
  if (known !== undefined) return known;
  const rows = catalogue.entries.map(rowOf);
  indexes.set(catalogue, rows);
  return rows;
}

function rowOf(entry: CatalogueEntry): Row {
  return {
    entry,
    label: joined(entry.label),
    title: joined(entryWords(entry)),
    path: joined(scopeWord(entry.scope), entryWords(entry)),
    // "Edit" in the dashboard is "Write" in the API; both words mean it, whatever the group's own name says.
    level: [...wordsOf(entry.level), ...(entry.level === 'Edit' ? ['write'] : [])],
    scope: joined(scopeWord(entry.scope)),
    names: joined(entry.name, ...entry.aliases),
    rest: joined(entry.product ?? '', entry.description ?? '', ...(SCOPE_NAMES[entry.scope] ?? [])),
    id: entry.id.toLowerCase(),
    isCommon: COMMON.has(`${entry.apiScope} ${entry.label}`),
  };
}

/** What else people call the things of a scope. Source: R2's own token form, which speaks of objects. */
const SCOPE_NAMES: Readonly<Partial<Record<CatalogueEntry['scope'], readonly string[]>>> = {
  bucket: ['object', 'objects'],
};

/** The labels of Cloudflare's own templates, by scope. */
const COMMON: ReadonlySet<string> = new Set(
  templates.flatMap(({ permissions }) =>
    typeof permissions === 'string'
      ? []
      : permissions.map(({ scope, name }) => {
          const apiScope = API_SCOPES[scope as keyof typeof API_SCOPES];
          return `${apiScope} ${bundledByName(apiScope, name)?.label ?? name}`;
        }),
  ),
);

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Words with one space before each, so that ` dns` is the start of a word. */
function joined(...texts: readonly string[]): string {
  return ` ${texts.flatMap(wordsOf).join(' ')}`;
}

/** 0: not found. Every word must be somewhere; where it is decides how much it counts. */
function scoreOf(row: Row, words: readonly string[], phrase: string): number {
  let score = 0;
  for (const word of words) {
    const found = scoreOfWord(row, word);
    if (found === 0) return 0;
    score += found;
  }
  if ([row.label, row.title, row.path].includes(` ${phrase}`)) score += 20;
  // Of two that hold the words, the one with fewer others is meant more likely.
  const own = row.label.trim().split(' ');
  score += (12 * own.filter((word) => words.includes(word)).length) / own.length;
  return score + (row.isCommon ? 0.5 : 0) + 1 / row.title.length;
}

function scoreOfWord(row: Row, word: string): number {
  if (row.level.includes(word)) return 12;
  if (`${row.label} `.includes(` ${word} `)) return 12;
  if (row.label.includes(` ${word}`)) return 10;
  if (`${row.scope} `.includes(` ${word} `)) return 9;
  if (row.level.some((level) => level.startsWith(word))) return 8;
  if (row.label.includes(word)) return 6;
  if (row.id.startsWith(word) && word.length >= 4) return 5;
  if (row.names.includes(` ${word}`)) return 5;
  if (row.names.includes(word)) return 3;
  return row.scope.includes(` ${word}`) || row.rest.includes(` ${word}`) ? 2 : 0;
}
