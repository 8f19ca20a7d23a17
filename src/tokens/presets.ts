// Starting points by tool: what Wrangler, Traefik or ExternalDNS need, which variables they read, and who says so.
import * as l10n from '@vscode/l10n';
import type { Catalogue } from './catalogue.ts';
import data from './data/presets.json' with { type: 'json' };
import { type StartedDraft, startDraft, type StartingPoint, type WantedPermission } from './startingPoint.ts';
import { TEMPLATES } from './templates.ts';
import type { Owner } from './token.ts';

/** What a tool needs. Names of tools and notes are data, in English. */
export interface Preset extends StartingPoint {
  readonly category: PresetCategory;
  /** Whose tokens the tool takes, the better choice first. */
  readonly owners: readonly Owner['kind'][];
  readonly permissions: readonly PresetPermission[];
  /** What the tool reads the token and its surroundings from. */
  readonly variables: readonly PresetVariable[];
  /** Web addresses, the best source first. */
  readonly sources: readonly string[];
  readonly note?: string;
  /** How far the permissions can be trusted, where that is not far. */
  readonly confidence?: 'medium' | 'low';
  /** For one of Cloudflare's own templates: its key in TEMPLATES, where it is listed too. */
  readonly template?: string;
}

export interface PresetPermission extends WantedPermission {
  /** Only under the circumstances that `when` names; not in the draft unless asked for. */
  readonly optional?: true;
  /** When the tool needs it, to go after "when": `the configuration has routes`. */
  readonly when?: string;
}

export interface PresetVariable {
  readonly name: string;
  /** `token`: the secret. `s3-secret`: its SHA-256. `text`: always the value of `text`. */
  readonly holds: 'token' | 'token-id' | 'account-id' | 'zone-id' | 's3-secret' | 's3-endpoint' | 'text';
  readonly text?: string;
  readonly optional?: true;
  /** Other names that mean the same, older ones included. */
  readonly aliases?: readonly string[];
  /** Where the tool reads it from, when that is not the environment: then it is no name for an `.env` file. */
  readonly in?: string;
  readonly note?: string;
}

const CATEGORIES = [
  'workers',
  'ci',
  'certificates',
  'dns',
  'ddns',
  'infrastructure',
  'r2',
  'zero-trust',
  'security',
  'monitoring',
  'secrets',
  'management',
  'template',
] as const;
export type PresetCategory = (typeof CATEGORIES)[number];

/** How presets.json writes a preset: a permission is its scope and name, a variable may be its name alone. */
interface Row {
  readonly key: string;
  readonly template?: string;
  readonly name?: string;
  readonly category?: string;
  readonly owners?: readonly string[];
  readonly permissions?: readonly string[];
  readonly optional?: Readonly<Record<string, string>>;
  readonly when?: Readonly<Record<string, string>>;
  readonly accounts?: string;
  readonly zones?: string;
  readonly variables?: readonly (string | (Omit<PresetVariable, 'holds'> & { readonly holds?: string }))[];
  readonly sources?: readonly string[];
  readonly note?: string;
  readonly confidence?: string;
}

/** Every preset: by tool, R2's own four, and those of Cloudflare's templates that tools are told to use. */
export const PRESETS: readonly Preset[] = (data as unknown as readonly Row[]).map(presetOf);

/** A draft from a preset, and whose tokens the tool takes where that is not this owner's kind. */
export interface DraftFromPreset extends StartedDraft {
  readonly needsOwner?: Owner['kind'];
}

export interface PresetOptions {
  /** The optional permissions to put in as well: all of them, or some. */
  readonly withOptional?: boolean | readonly PresetPermission[];
}

/** Starts a draft from a preset, adapted to the owner (see startDraft). */
export function draftFromPreset(
  preset: Preset,
  owner: Owner,
  catalogue: Catalogue,
  { withOptional = false }: PresetOptions = {},
): DraftFromPreset {
  const permissions = preset.permissions.filter(
    (permission) => permission.optional === undefined || isAsked(permission, withOptional),
  );
  const started = startDraft({ ...preset, permissions }, owner, catalogue);
  const [better] = preset.owners;
  return preset.owners.includes(owner.kind) || better === undefined
    ? started
    : { ...started, needsOwner: better };
}

function isAsked(permission: PresetPermission, asked: boolean | readonly PresetPermission[]): boolean {
  if (typeof asked === 'boolean') return asked;
  return asked.some(({ scope, name }) => scope === permission.scope && name === permission.name);
}

/** The presets that hold every word of the query, in name, category, permissions or variables; best first. */
export function searchPresets(query: string): Preset[] {
  const words = wordsOf(query);
  return PRESETS.flatMap((preset, place) => {
    const score = scoreOf(preset, words);
    return score === 0 && words.length > 0 ? [] : [{ preset, place, score }];
  })
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ preset }) => preset);
}

/** 0: a word is nowhere. A word in the name counts most, one that starts there a little less. */
function scoreOf(preset: Preset, words: readonly string[]): number {
  const name = wordsOf(`${preset.name} ${preset.key}`);
  const rest = wordsOf(
    [
      presetCategoryName(preset.category),
      ...preset.variables.flatMap((variable) => [variable.name, ...(variable.aliases ?? [])]),
      ...preset.permissions.map((permission) => permission.name),
    ].join(' '),
  );
  let score = 0;
  for (const word of words) {
    if (name.includes(word)) score += 6;
    else if (name.some((candidate) => candidate.startsWith(word))) score += 4;
    else if (rest.some((candidate) => candidate.startsWith(word))) score += 1;
    else return 0;
  }
  return score;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** The heading of a category. */
export function presetCategoryName(category: PresetCategory): string {
  switch (category) {
    case 'workers':
      return l10n.t('Workers and Pages');
    case 'ci':
      return l10n.t('Continuous integration');
    case 'certificates':
      return l10n.t('Certificates (ACME)');
    case 'dns':
      return l10n.t('DNS');
    case 'ddns':
      return l10n.t('Dynamic DNS');
    case 'infrastructure':
      return l10n.t('Infrastructure as code');
    case 'r2':
      return l10n.t('R2');
    case 'zero-trust':
      return l10n.t('Zero Trust');
    case 'security':
      return l10n.t('Security');
    case 'monitoring':
      return l10n.t('Monitoring');
    case 'secrets':
      return l10n.t('Secret managers');
    case 'management':
      return l10n.t('Managing tokens');
    case 'template':
      return l10n.t('Cloudflare’s templates');
  }
}

/** The categories in the order to list them. */
export const PRESET_CATEGORIES: readonly PresetCategory[] = CATEGORIES;

function presetOf(row: Row): Preset {
  return row.template === undefined ? toolPreset(row) : templatePreset(row.key, row.template);
}

function toolPreset(row: Row): Preset {
  const { key, name = key, optional = {}, when = {}, variables = [], sources = [] } = row;
  const permissions = [
    ...(row.permissions ?? []).map((text) => permissionOf(text, when[text])),
    ...Object.entries(optional).map(([text, reason]): PresetPermission => ({
      ...permissionOf(text, reason),
      optional: true,
    })),
  ];
  return {
    key,
    name,
    category: row.category as PresetCategory,
    owners: (row.owners ?? ['user', 'account']) as Owner['kind'][],
    permissions,
    accounts: row.accounts === 'all' ? 'all' : 'chosen',
    zones: row.zones === 'all' ? 'all' : 'chosen',
    variables: variables.map(variableOf),
    sources,
    ...(row.note === undefined ? {} : { note: row.note }),
    ...(row.confidence === undefined ? {} : { confidence: row.confidence as 'medium' | 'low' }),
  };
}

/** A template that is known to be used with tools, from the same data as the template itself. */
function templatePreset(key: string, templateKey: string): Preset {
  const template = TEMPLATES.find((candidate) => candidate.key === templateKey);
  if (template === undefined || template.permissions === 'all-reads')
    throw new Error(`template ${templateKey}`);
  return {
    ...template,
    key,
    permissions: template.permissions,
    template: templateKey,
    category: 'template',
    owners: ['user', 'account'],
    variables: [{ name: 'CLOUDFLARE_API_TOKEN', holds: 'token' }],
    sources: ['https://developers.cloudflare.com/fundamentals/api/reference/template/'],
  };
}

/** `zone DNS Write`: the scope, then the API's name. */
function permissionOf(text: string, when: string | undefined): PresetPermission {
  const space = text.indexOf(' ');
  const scope = text.slice(0, space) as PresetPermission['scope'];
  return { scope, name: text.slice(space + 1), ...(when === undefined ? {} : { when }) };
}

function variableOf(variable: NonNullable<Row['variables']>[number]): PresetVariable {
  if (typeof variable === 'string') return { name: variable, holds: 'token' };
  return { ...variable, holds: (variable.holds ?? 'token') as PresetVariable['holds'] };
}
