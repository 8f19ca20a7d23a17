// What a template gives, in a line.
import * as l10n from '@vscode/l10n';
import { bundledByName } from '../../../src/tokens/bundledGroups.ts';
import { entryWords } from '../../../src/tokens/catalogueEntry.ts';
import { wordsFor } from '../../../src/tokens/groupWords.ts';
import { API_SCOPES } from '../../../src/tokens/scope.ts';
import type { Template, TemplatePermission } from '../../../src/tokens/templates.ts';

const NAMED = 3;

/** The permissions of a template, the first few by name. */
export function templateLine(
  { permissions, accountPermissions }: Template,
  owner: 'user' | 'account',
): string {
  if (permissions === 'all-reads')
    return l10n.t('Every Read permission, to look at everything and change nothing');
  const wanted = owner === 'account' ? (accountPermissions ?? permissions) : permissions;
  const given = wanted.filter(({ scope }) => owner === 'user' || scope !== 'user').map(words);
  const rest = given.length - NAMED;
  return rest > 0 ? l10n.t('{0} and {1} more', given.slice(0, NAMED).join(', '), rest) : given.join(', ');
}

function words({ scope, name }: TemplatePermission): string {
  return entryWords(bundledByName(API_SCOPES[scope], name) ?? wordsFor(name));
}
