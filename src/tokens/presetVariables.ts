// The variables that a tool reads its token from, by the preset that a draft was started from.
import { PRESETS } from './presets.ts';

/** What a variable is wanted for: the token's secret, or the secret made of it for R2's S3 API. */
export type HeldSecret = 'token' | 's3-secret';

/** The names of the variables, the tool's own first; empty for what is no preset, and for what reads it from elsewhere. */
export function variablesOfPreset(presetKey: string | undefined, holds: HeldSecret): string[] {
  const preset = PRESETS.find(({ key, template }) => key === presetKey || template === presetKey);
  return (preset?.variables ?? [])
    .filter((variable) => variable.holds === holds && variable.in === undefined)
    .flatMap(({ name, aliases = [] }) => [name, ...aliases]);
}
