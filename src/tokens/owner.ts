// Telling owners apart.
import type { Owner } from './token.ts';

/** A text that is the same for the same owner only: `user` or `account:<id>`. */
export function ownerKey(owner: Owner): string {
  return owner.kind === 'user' ? 'user' : `account:${owner.accountId}`;
}

/** Are these the same owner? */
export function sameOwner(a: Owner, b: Owner): boolean {
  return ownerKey(a) === ownerKey(b);
}
