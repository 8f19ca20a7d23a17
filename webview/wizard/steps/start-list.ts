// What there is to start from, in the order of the page, and what a search finds among it.
import { PRESET_CATEGORIES, type Preset, searchPresets } from '../../../src/tokens/presets.ts';
import { wantedWords } from '../../../src/tokens/startingPoint.ts';
import { type Template, TEMPLATES } from '../../../src/tokens/templates.ts';
import type { OwnTemplate } from '../../../src/wizard/messages-draft.ts';
import { nameOfOwn, TOOL_PRESETS } from '../starting-points.ts';

export interface StartList {
  readonly own: readonly OwnTemplate[];
  readonly templates: readonly Template[];
  /** By tool, in the order of their categories; in the answer to a search, the best first. */
  readonly tools: readonly Preset[];
  readonly r2: readonly Preset[];
}

/** Everything, or what has every word of the query in its name or permissions; presets in their variables, too. */
export function startList(own: readonly OwnTemplate[], query: string): StartList {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const presets = words.length === 0 ? byCategory(TOOL_PRESETS) : searchPresets(query).filter(isListed);
  return {
    own: own.filter((one) => hasAll(words, textOfOwn(one))),
    templates: TEMPLATES.filter((one) => hasAll(words, textOfTemplate(one))),
    tools: presets.filter(({ category }) => category !== 'r2'),
    r2: presets.filter(({ category }) => category === 'r2'),
  };
}

/** How many starting points a list has. */
export function countOf({ own, templates, tools, r2 }: StartList): number {
  return own.length + templates.length + tools.length + r2.length;
}

function byCategory(presets: readonly Preset[]): Preset[] {
  const place = ({ category }: Preset) => PRESET_CATEGORIES.indexOf(category);
  return presets.toSorted((a, b) => place(a) - place(b));
}

function isListed({ template }: Preset): boolean {
  return template === undefined;
}

function hasAll(words: readonly string[], text: string): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

function textOfOwn(one: OwnTemplate): string {
  const { template } = one;
  const permissions = (template?.grants ?? []).flatMap(({ permissions: wanted, target: { scope } }) =>
    wanted.map(({ name }) => `${name} ${wantedWords({ scope, name })}`),
  );
  return [nameOfOwn(one), one.file, template?.description ?? '', ...permissions].join(' ');
}

function textOfTemplate({ name, permissions }: Template): string {
  if (permissions === 'all-reads') return name;
  return [name, ...permissions.map((wanted) => `${wanted.name} ${wantedWords(wanted)}`)].join(' ');
}
