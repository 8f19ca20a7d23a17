// What a starting point gives, in a line.
import * as l10n from '@vscode/l10n';
import { plain } from '../../../src/tokens/markdown.ts';
import type { Preset, PresetVariable } from '../../../src/tokens/presets.ts';
import {
  type StartingPoint,
  wantedOf,
  type WantedPermission,
  wantedWords,
} from '../../../src/tokens/startingPoint.ts';
import type { TemplateFile } from '../../../src/tokens/templateFile.ts';
import type { Owner } from '../../../src/tokens/token.ts';

const NAMED = 3;

/** The permissions of a template or preset, the first few by name. */
export function templateLine(
  from: Pick<StartingPoint, 'permissions' | 'accountPermissions'>,
  kind: Owner['kind'],
): string {
  const wanted = wantedOf(from, kind);
  if (wanted === undefined) return l10n.t('Every Read permission, to look at everything and change nothing');
  return firstFew(wanted.filter(({ scope }) => kind === 'user' || scope !== 'user'));
}

/** What a tool always needs. */
export function presetLine({ permissions }: Pick<Preset, 'permissions'>, kind: Owner['kind']): string {
  const always = permissions.filter(({ optional }) => optional !== true);
  return always.length === 0
    ? l10n.t('What it needs depends on what it manages')
    : templateLine({ permissions: always }, kind);
}

/** The permissions of one's own template. */
export function ownTemplateLine({ grants, carried }: TemplateFile): string {
  const wanted = grants.flatMap(({ permissions, target: { scope } }) =>
    permissions.map(({ name }) => ({ scope, name })),
  );
  if (wanted.length > 0) return firstFew(wanted);
  return carried.length === 1 ? l10n.t('1 policy') : l10n.t('{0} policies', carried.length);
}

function firstFew(wanted: readonly WantedPermission[]): string {
  const words = wanted.map((one) => plain(wantedWords(one)));
  const rest = words.length - NAMED;
  if (words.length === 0) return l10n.t('Nothing that this owner can hold');
  return rest > 0 ? l10n.t('{0} and {1} more', words.slice(0, NAMED).join(', '), rest) : words.join(', ');
}

/** What a variable of a tool holds. */
export function variableWords({ holds, text = '' }: Pick<PresetVariable, 'holds' | 'text'>): string {
  switch (holds) {
    case 'token':
      return l10n.t('the secret');
    case 'token-id':
      return l10n.t('the token’s ID');
    case 'account-id':
      return l10n.t('the account’s ID');
    case 'zone-id':
      return l10n.t('the zone’s ID');
    case 's3-secret':
      return l10n.t('the S3 secret, made from the secret');
    case 's3-endpoint':
      return l10n.t('the S3 address');
    case 'text':
      return l10n.t('always “{0}”', text);
  }
}
