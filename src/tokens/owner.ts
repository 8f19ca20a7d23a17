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

/** Reads an owner back that was kept as plain data. */
export function readOwner(value: unknown): Owner | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, accountId } = value as Record<string, unknown>;
  if (kind === 'user') return { kind: 'user' };
  return kind === 'account' && typeof accountId === 'string' ? { kind: 'account', accountId } : undefined;
}
