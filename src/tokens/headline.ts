// A token in one line, for its row in a list: the strongest permission, on what, and whether time is running out.
import * as l10n from '@vscode/l10n';
import { byLabel, type Catalogue, type CatalogueEntry, entryWords } from './catalogueEntry.ts';
import { type Grant, grantsOf } from './grants.ts';
import { strengthOf } from './levels.ts';
import { plain } from './markdown.ts';
import type { Names } from './names.ts';
import { makesTokens } from './privileges.ts';
import { stateOf } from './state.ts';
import type { TimeFormat } from './times.ts';
import type { Token } from './token.ts';

/** Making other tokens is stronger than any level says. */
const STRONGEST = 100;

/**
 * What matters most about a token: `DNS Edit +3 · all zones · expires in 12 days`. The number says how many more
 * permissions (or resources) there are; only an end that is near is mentioned. One line, safe for a label.
 */
export function headlineOf(
  token: Pick<Token, 'policies' | 'status' | 'notBefore' | 'expiresOn'>,
  catalogue: Catalogue,
  names: Names,
  now: Date,
  format: TimeFormat = {},
): string {
  const grants = grantsOf(token.policies, catalogue, names).filter(({ effect }) => effect === 'allow');
  const state = stateOf(token, now, format);
  return [...permissionAndResources(grants), ...(state.state === 'expiring' ? [state.label] : [])].join(
    ' · ',
  );
}

function permissionAndResources(grants: readonly Grant[]): string[] {
  const [strongest, ...others] = [...grants].sort(strongerFirst);
  if (strongest === undefined) return [l10n.t('no permissions')];
  const permissions = new Set(grants.map(({ entry }) => entry.id));
  const resources = new Set(
    [strongest, ...others].flatMap(({ entry, words }) =>
      entry.scope === 'user' && entry !== strongest.entry ? [] : words,
    ),
  );
  const [widest = ''] = strongest.words;
  return [
    withRest(plain(entryWords(strongest.entry)), permissions.size - 1),
    ...(widest === '' || strongest.entry.scope === 'user' ? [] : [withRest(widest, resources.size - 1)]),
  ];
}

function withRest(first: string, rest: number): string {
  return rest === 0 ? first : l10n.t('{0} +{1}', first, rest);
}

/** Strongest level first; among equals the label decides, because Cloudflare's order means nothing. */
function strongerFirst(a: Grant, b: Grant): number {
  return rank(b.entry) - rank(a.entry) || byLabel(a.entry, b.entry);
}

function rank({ id, level }: CatalogueEntry): number {
  return makesTokens(id) ? STRONGEST : strengthOf(level);
}
