// Which owners' tokens a management token may manage: read from its own policies, and as its connection has it.
import { sameOwner } from '../tokens/owner.ts';
import { parseResources } from '../tokens/resources.ts';
import type { Owner, Policy } from '../tokens/token.ts';
import type { Connection } from './connection.ts';

// Group ids are stable where names drift; both sources agree on these (Cloudflare's permission list).
const USER_TOKENS_READ = '0cc3a61731504c89b99ec1be78b77aa0';
const USER_TOKENS_WRITE = '686d18d5ac6c441c867cbf6771e58a0a';
const ACCOUNT_TOKENS_READ = 'eb56a6953c034b9d97dd838155666f06';
const ACCOUNT_TOKENS_WRITE = '5bc3f8b21c554832afc660159ab75fa4';

export interface Rights {
  readonly user: 'edit' | 'read' | 'none';
  account(id: string): 'edit' | 'read' | 'none';
}

/** Reads from a token's policies what it may do with tokens. Deny beats allow, as Cloudflare evaluates it. */
export function rightsOf(policies: readonly Policy[]): Rights {
  const level = (write: string, read: string, on: (policy: Policy) => boolean) => {
    const holds = (group: string) => granted(policies, group, on);
    return holds(write) ? 'edit' : holds(read) ? 'read' : 'none';
  };
  return {
    user: level(USER_TOKENS_WRITE, USER_TOKENS_READ, () => true),
    account: (id) => level(ACCOUNT_TOKENS_WRITE, ACCOUNT_TOKENS_READ, (policy) => coversAccount(policy, id)),
  };
}

/** Whether a connection may change an owner's tokens. */
export function canEdit(
  { owner }: { readonly owner: Owner },
  { connection }: { readonly connection: Connection },
): boolean {
  return connection.owners.some((seen) => seen.rights === 'edit' && sameOwner(seen.owner, owner));
}

/**
 * A connection whose own token has these policies now. An owner whose tokens it may no longer even list stays in sight,
 * as one to look at: its list then says why it cannot be had.
 */
export function withRights(connection: Connection, policies: readonly Policy[]): Connection {
  const rights = rightsOf(policies);
  const level = (owner: Owner) => (owner.kind === 'user' ? rights.user : rights.account(owner.accountId));
  return {
    ...connection,
    owners: connection.owners.map((seen) => ({
      ...seen,
      rights: level(seen.owner) === 'edit' ? 'edit' : 'read',
    })),
  };
}

function granted(policies: readonly Policy[], group: string, on: (policy: Policy) => boolean): boolean {
  const naming = policies.filter((policy) => policy.groups.some(({ id }) => id === group) && on(policy));
  return naming.some(({ effect }) => effect === 'allow') && !naming.some(({ effect }) => effect === 'deny');
}

function coversAccount(policy: Policy, id: string): boolean {
  return parseResources(policy.resources).some(
    (resource) =>
      resource.kind === 'all-accounts' || (resource.kind === 'account' && resource.accountId === id),
  );
}
