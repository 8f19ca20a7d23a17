// May a connection change a token?
import type { Session } from '../connections/session.ts';
import { sameOwner } from '../tokens/owner.ts';
import type { Token } from '../tokens/token.ts';

/** Whether the connection has the right to change tokens of the token's owner. */
export function canEdit(token: Token, { connection }: Session): boolean {
  return connection.owners.some(({ owner, rights }) => rights === 'edit' && sameOwner(owner, token.owner));
}
