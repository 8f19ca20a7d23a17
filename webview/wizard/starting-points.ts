// What a draft can start from, by the key that the work remembers: Cloudflare's templates, presets by tool, a person's
// own templates, an existing token, or nothing.
import type { Catalogue } from '../../src/tokens/catalogueEntry.ts';
import { draftFromPreset, type Preset, PRESETS } from '../../src/tokens/presets.ts';
import type { StartedDraft, StartingPoint } from '../../src/tokens/startingPoint.ts';
import { draftFromTemplateFile } from '../../src/tokens/templateFile.ts';
import { draftFromTemplate, type Template, TEMPLATES } from '../../src/tokens/templates.ts';
import type { Owner } from '../../src/tokens/token.ts';
import type { OwnTemplate } from '../../src/wizard/messages-draft.ts';

/** The key of a token that starts empty. */
export const CUSTOM = 'custom';
/** The key of a token that started like another one. */
export const LIKE = 'like';

/** The presets to list beside Cloudflare's templates, some of which have a preset of their own. */
export const TOOL_PRESETS: readonly Preset[] = PRESETS.filter(({ template }) => template === undefined);

/** One of Cloudflare's templates, by its key. */
export function templateOf(key: string | undefined): Template | undefined {
  return TEMPLATES.find((template) => template.key === key);
}

/** A preset, by its key. */
export function presetOf(key: string | undefined): Preset | undefined {
  return TOOL_PRESETS.find((preset) => preset.key === key);
}

/** What a template or preset asks for; undefined for what is none of them. */
export function startingPointOf(key: string): StartingPoint | undefined {
  return templateOf(key) ?? presetOf(key);
}

/** Can a draft be made from it anew, for another owner for instance? */
export function isRepeatable(key: string | undefined): boolean {
  return key !== undefined && key !== CUSTOM && key !== LIKE;
}

/**
 * Starts a draft.
 * @param own the person's own templates; undefined as long as they are not known
 * @returns undefined where that has to be waited for, or when the starting point is gone
 */
export function startFrom(
  key: string,
  own: readonly OwnTemplate[] | undefined,
  owner: Owner,
  catalogue: Catalogue,
): StartedDraft | undefined {
  const template = templateOf(key);
  if (template !== undefined) return draftFromTemplate(template, owner, catalogue);
  const preset = presetOf(key);
  if (preset !== undefined) return draftFromPreset(preset, owner, catalogue);
  const file = own?.find((one) => one.key === key);
  if (file?.template === undefined) return undefined;
  return draftFromTemplateFile({ ...file.template, name: nameOfOwn(file) }, owner, catalogue, new Date());
}

/** What one's own template is called; without a name of its own, by its file. */
export function nameOfOwn({ template, file }: Pick<OwnTemplate, 'template' | 'file'>): string {
  return template === undefined || template.name === '' ? file.replace(/\.json$/i, '') : template.name;
}

/** Whose tokens a preset is for, where that is not this kind of owner. */
export function neededOwner(key: string | undefined, kind: Owner['kind']): Owner['kind'] | undefined {
  const { owners = [kind] } = presetOf(key) ?? {};
  return owners.includes(kind) ? undefined : owners[0];
}
