// Finds out whose token a secret is. New secrets say so in their prefix; older ones have to be tried.
import type { SecretKind } from '../tokens/secretShape.ts';
import type { Owner, Verification } from '../tokens/token.ts';
import type { CallOptions, CloudflareApi } from './api.ts';
import { ApiError, type ApiErrorKind } from './errors.ts';

export type Identity =
  | { readonly outcome: 'identified'; readonly owner: Owner; readonly verification: Verification }
  /** It works, or may work, but as a token of an account that neither it nor the caller could name. */
  | { readonly outcome: 'account-unknown' };

// What an account's verify answers to a token of somebody else.
const NOT_THIS_OWNER: readonly ApiErrorKind[] = [
  'invalid',
  'wrong-kind',
  'missing-right',
  'not-found',
  'rejected',
];

/**
 * Asks Cloudflare about the secret that `api` was made with. There is no call that says whose it is: the user's
 * verify refuses account-owned tokens like unknown ones, and an account's verify needs the account's id.
 * @param kind what the secret looks like; one whose prefix does not say whose it is, is tried as both
 * @param accountIds accounts to try besides those that the secret itself may list
 * @throws ApiError `invalid` when the secret is not valid at all; any other kind when a call fails
 */
export async function identify(
  api: Pick<CloudflareApi, 'verify' | 'listAccounts'>,
  kind: SecretKind,
  accountIds: readonly string[],
  options: CallOptions = {},
): Promise<Identity> {
  if (kind !== 'account-token') {
    const owner: Owner = { kind: 'user' };
    const verification =
      kind === 'user-token' ? await api.verify(owner, options) : await verifyAs(api, owner, options);
    if (verification !== undefined) return { outcome: 'identified', owner, verification };
  }
  for (const accountId of new Set([...(await ownAccounts(api, options)), ...accountIds])) {
    const owner: Owner = { kind: 'account', accountId };
    const verification = await verifyAs(api, owner, options);
    if (verification !== undefined) return { outcome: 'identified', owner, verification };
  }
  return { outcome: 'account-unknown' };
}

async function verifyAs(
  api: Pick<CloudflareApi, 'verify'>,
  owner: Owner,
  options: CallOptions,
): Promise<Verification | undefined> {
  try {
    return await api.verify(owner, options);
  } catch (error) {
    if (error instanceof ApiError && NOT_THIS_OWNER.includes(error.kind)) return undefined;
    throw error;
  }
}

/** The accounts the token sees; for an account-owned one, its own. An invalid token fails here. */
async function ownAccounts(
  api: Pick<CloudflareApi, 'listAccounts'>,
  options: CallOptions,
): Promise<string[]> {
  try {
    return (await api.listAccounts(options)).map(({ id }) => id);
  } catch (error) {
    if (error instanceof ApiError && (error.kind === 'missing-right' || error.kind === 'wrong-kind'))
      return [];
    throw error;
  }
}
