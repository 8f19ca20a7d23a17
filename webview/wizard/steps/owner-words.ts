// Whose token it is, in words.
import * as l10n from '@vscode/l10n';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';

/** `A token of yours (ada@example.com); it acts as you`. */
export function ownerWords({ owner, name }: OwnerChoice): string {
  return owner.kind === 'user'
    ? l10n.t('A token of yours ({0}); it acts as you', plain(name))
    : l10n.t('A token of the account {0}; it acts as the account', plain(name));
}
