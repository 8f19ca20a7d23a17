// Finds out what a pasted management token is and whose tokens it may manage, by asking Cloudflare.
import type { CloudflareApi } from '../cloudflare/api.ts';
import { ApiError } from '../cloudflare/errors.ts';
import { mapBounded } from '../cloudflare/paging.ts';
import { parseResources } from '../tokens/resources.ts';
import type { Account, AccountOwner, Owner, Token, Verification } from '../tokens/token.ts';
import type { ConnectedOwner, Connection } from './connection.ts';
import { rightsOf, type Rights } from './rights.ts';

/** What a management token can do without, but works better with. */
export type Lack = 'edit-tokens' | 'account-names' | 'user-details';

export interface Discovery {
  readonly connection: Connection;
  /** Rights it lacks, to be told to the person. */
  readonly lacks: readonly Lack[];
}

const USER: Owner = { kind: 'user' };
const PROBES_AT_ONCE = 4;

/**
 * Looks around with a management token that was verified as `home`'s.
 * @throws ApiError `missing-right` when it may not even list one owner's tokens; any other kind when a call fails.
 */
export async function discover(
  api: CloudflareApi,
  home: Owner,
  verified: Verification,
  signal: AbortSignal,
): Promise<Discovery> {
  const [self, accounts, user] = await Promise.all([
    optional(api.getToken(home, verified.id, { signal }), undefined),
    optional(api.listAccounts({ signal }), []),
    home.kind === 'user' ? optional(api.getUser({ signal }), undefined) : undefined,
  ]);
  // A token that may not read itself tells nothing of its rights; they are then found out by trying.
  const rights = self && rightsOf(self.policies);
  const userId = user?.id ?? (self && userNamedIn(self));
  const candidates = home.kind === 'account' ? [nameOf(home, accounts)] : accounts;
  const owners = [
    ...(home.kind === 'user' ? await userOwner(api, rights, user?.email, signal) : []),
    ...(await accountOwners(api, rights, candidates, signal)),
  ];
  if (owners.length === 0) {
    throw new ApiError({
      kind: 'missing-right',
      endpoint: 'GET /user/tokens',
      message: 'The token may not read any tokens.',
      status: 403,
    });
  }
  const connection: Connection = {
    id: verified.id,
    label:
      home.kind === 'user' ? (user?.email ?? verified.id.slice(0, 8)) : (owners[0]?.name ?? home.accountId),
    kind: home.kind,
    home,
    ...(userId === undefined ? {} : { userId }),
    owners,
  };
  const lacks: Lack[] = [];
  if (owners.every((owner) => owner.rights === 'read')) lacks.push('edit-tokens');
  if (accounts.length === 0) lacks.push('account-names');
  if (home.kind === 'user' && user?.email === undefined) lacks.push('user-details');
  return { connection, lacks };
}

/** The user's id stands in the token's own policies, too, since a right over user tokens names the user. */
function userNamedIn({ policies }: Token): string | undefined {
  const resources = policies.flatMap((policy) => parseResources(policy.resources));
  return resources.find((resource) => resource.kind === 'user')?.userId;
}

async function userOwner(
  api: CloudflareApi,
  rights: Rights | undefined,
  email: string | undefined,
  signal: AbortSignal,
): Promise<ConnectedOwner[]> {
  const level = rights?.user ?? (await listable(api, USER, signal));
  return level === 'none' ? [] : [{ owner: USER, name: email ?? '', rights: level }];
}

async function accountOwners(
  api: CloudflareApi,
  rights: Rights | undefined,
  accounts: readonly Account[],
  signal: AbortSignal,
): Promise<ConnectedOwner[]> {
  const found = await mapBounded(
    accounts,
    PROBES_AT_ONCE,
    async ({ id, name }): Promise<ConnectedOwner[]> => {
      const owner: AccountOwner = { kind: 'account', accountId: id };
      const level = rights?.account(id) ?? (await listable(api, owner, signal));
      return level === 'none' ? [] : [{ owner, name, rights: level }];
    },
  );
  return found.flat();
}

/** For a token that cannot read its own policies: can it list, at least? Whether it can edit then shows on the first try. */
async function listable(api: CloudflareApi, owner: Owner, signal: AbortSignal): Promise<'edit' | 'none'> {
  const tokens = await optional(api.listTokens(owner, { signal }), undefined);
  return tokens === undefined ? 'none' : 'edit';
}

function nameOf(home: AccountOwner, accounts: readonly Account[]): Account {
  return accounts.find(({ id }) => id === home.accountId) ?? { id: home.accountId, name: home.accountId };
}

/** A refusal reads as "not there"; trouble of any other kind is trouble. */
async function optional<T, D>(call: Promise<T>, otherwise: D): Promise<T | D> {
  try {
    return await call;
  } catch (error) {
    const refused =
      error instanceof ApiError &&
      (error.kind === 'missing-right' || error.kind === 'wrong-kind' || error.kind === 'not-found');
    if (!refused) throw error;
    return otherwise;
  }
}
