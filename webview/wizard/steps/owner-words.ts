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

/** `You (ada@example.com)` or `Account Acme`; with the connection where two of them see the same owner. */
export function ownerLabel({ owner, name, connection }: OwnerChoice, all: readonly OwnerChoice[]): string {
  const label = owner.kind === 'user' ? l10n.t('You ({0})', plain(name)) : l10n.t('Account {0}', plain(name));
  const twins = all.filter((other) => other.owner.kind === owner.kind && other.name === name);
  return twins.length > 1 ? l10n.t('{0}, through {1}', label, plain(connection)) : label;
}
