// What is remembered of a connection: never its secret, which only the vault holds.
import { readOwner } from '../tokens/owner.ts';
import type { Owner } from '../tokens/token.ts';

/** A management token that the person pasted, and what it turned out to see. */
export interface Connection {
  /** The id of the management token itself. */
  readonly id: string;
  /** What to call it: the user's e-mail, or the account's name. */
  readonly label: string;
  readonly kind: Owner['kind'];
  /** Whose token it is. */
  readonly home: Owner;
  /** The user's id, for policies on the user; user connections only. */
  readonly userId?: string;
  readonly owners: readonly ConnectedOwner[];
}

/** An owner whose tokens a connection can see. */
export interface ConnectedOwner {
  readonly owner: Owner;
  /** The account's name, or the user's e-mail; the id where neither can be had. */
  readonly name: string;
  /** May the connection create and change tokens here, or only look? */
  readonly rights: 'edit' | 'read';
}

/** The plain data kept beside the connection's secret. */
export function toRecord(connection: Connection): Record<string, unknown> {
  return { ...connection };
}

/**
 * Reads a record back, tolerantly.
 * @returns undefined when it is no connection (a damaged entry, or a future version's).
 */
export function fromRecord(id: string, about: Readonly<Record<string, unknown>>): Connection | undefined {
  const home = readOwner(about['home']);
  if (home === undefined || !Array.isArray(about['owners'])) return undefined;
  const owners = about['owners'].flatMap((entry: unknown) => readConnectedOwner(entry) ?? []);
  const { label, userId } = about;
  return {
    id,
    label: typeof label === 'string' ? label : id,
    kind: home.kind,
    home,
    ...(typeof userId === 'string' ? { userId } : {}),
    owners,
  };
}

function readConnectedOwner(entry: unknown): ConnectedOwner | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { owner, name, rights } = entry as Record<string, unknown>;
  const read = readOwner(owner);
  if (read === undefined) return undefined;
  return {
    owner: read,
    name: typeof name === 'string' ? name : '',
    rights: rights === 'edit' ? 'edit' : 'read',
  };
}
