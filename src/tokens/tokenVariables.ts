// Which variables a token is meant for: those that the tools read whose permissions it has.
import type { Catalogue } from './catalogue.ts';
import { grantsOf } from './grants.ts';
import { PRESETS, type Preset } from './presets.ts';
import type { Token } from './token.ts';

/** A variable, and a tool that reads a token from it. */
export interface ToolVariable {
  readonly name: string;
  readonly tool: string;
}

/**
 * The variables of the presets that a token could have been made from: it has all that the tool always needs, and
 * nothing that the tool never does. Those whose name the token bears come first, then those that need the most.
 */
export function variablesFor(token: Pick<Token, 'name' | 'policies'>, catalogue: Catalogue): ToolVariable[] {
  const grants = grantsOf(token.policies, catalogue, { zone: () => undefined, account: () => undefined });
  const held = grants.map(({ entry }) => ({ scope: entry.scope, names: [entry.name, ...entry.aliases] }));
  const holds = ({ scope, name }: { readonly scope: string; readonly name: string }) =>
    held.some((permission) => permission.scope === scope && permission.names.includes(name));
  const fits = ({ permissions }: Preset) =>
    held.length > 0 &&
    permissions.every((permission) => permission.when !== undefined || holds(permission)) &&
    held.every((permission) =>
      permissions.some(({ scope, name }) => scope === permission.scope && permission.names.includes(name)),
    );
  const seen = new Set<string>();
  return PRESETS.filter(fits)
    .sort((a, b) => Number(bearsName(token, b)) - Number(bearsName(token, a)) || need(b) - need(a))
    .flatMap((preset) => namesIn(preset).map((name) => ({ name, tool: preset.name })))
    .filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** The environment variables that a preset's tool reads the token from; other names for the same come last. */
export function namesIn({ variables }: Pick<Preset, 'variables'>): string[] {
  const inEnvironment = variables.filter(({ holds, in: place }) => holds === 'token' && place === undefined);
  return [...inEnvironment.map(({ name }) => name), ...inEnvironment.flatMap(({ aliases = [] }) => aliases)];
}

function bearsName(token: Pick<Token, 'name'>, { name }: Preset): boolean {
  const [tool = ''] = name.toLowerCase().split(/[:,(]| or /);
  return token.name.toLowerCase().includes(tool.trim());
}

function need({ permissions }: Preset): number {
  return permissions.filter(({ when }) => when === undefined).length;
}
