// The tests' hand on the local Cloudflare, which runs in another process: faults, settings, tokens, and what it saw.
import type { FaultRule } from '../cloudflare/faults.ts';
import type { PolicyDraft } from '../cloudflare/policyDrafts.ts';
import type { RequestRecord } from '../cloudflare/requestLog.ts';
import { defaultSettings, type Settings } from '../cloudflare/settings.ts';
import type { StoredToken } from '../cloudflare/model.ts';
import { cloudflare } from './cloudflare.ts';

/** A token as the control lists it. */
export type Known = Pick<StoredToken, 'id' | 'owner' | 'name' | 'secret'>;

/** A token that somebody made elsewhere. Times are milliseconds since the epoch. */
export interface Planted
  extends
    Partial<Pick<StoredToken, 'status' | 'condition' | 'expiresOn' | 'notBefore' | 'future'>>,
    Pick<StoredToken, 'name'> {
  /** The id of a user or an account. */
  readonly owner: string;
  readonly policies: readonly PolicyDraft[];
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${cloudflare.controlUrl}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

const planted = new Set<string>();

export const control = {
  /** Makes requests fail from now on, as the rules say. */
  trouble: (...rules: readonly FaultRule[]) => call('POST', '/faults', rules),
  /** Ends all trouble. */
  calm: () => call('DELETE', '/faults'),
  set: (settings: Partial<Settings>) => call('PATCH', '/settings', settings),
  /** The requests to the API since `forgetRequests`, each as `GET /user/tokens`. */
  requests: async () =>
    (await call<RequestRecord[]>('GET', '/requests')).map(({ method, path }) => `${method} ${path}`),
  forgetRequests: () => call('DELETE', '/requests'),
  tokens: () => call<Known[]>('GET', '/tokens'),

  /** The token that has a name. @throws Error when there is none, or more than one */
  async token(name: string): Promise<Known> {
    const [found, second] = (await this.tokens()).filter((token) => token.name === name);
    if (found === undefined || second !== undefined)
      throw new Error(`Not exactly one token is called ${name}.`);
    return found;
  },

  /** The id of the user whom the user token belongs to. */
  async userId(): Promise<string> {
    const own = (await this.tokens()).find(({ secret }) => secret === cloudflare.userToken);
    return own?.owner.kind === 'user' ? own.owner.userId : '';
  },

  /** Adds a token; `reset` takes it away again. */
  async plant(token: Planted): Promise<{ id: string; secret: string }> {
    const added = await call<{ id: string; secret: string }>('POST', '/tokens', token);
    planted.add(added.id);
    return added;
  },

  expire: (idOrName: string) => call('POST', `/tokens/${encodeURIComponent(idOrName)}/expire`),
  expose: (idOrName: string) => call('POST', `/tokens/${encodeURIComponent(idOrName)}/expose`),
  /** Deletes a token, as somebody else would. */
  remove: (idOrName: string) => call('POST', `/tokens/${encodeURIComponent(idOrName)}/remove`),

  /** Back to how it was: no faults, the default behaviour (but for quotas), no planted tokens, nothing seen. */
  async reset(): Promise<void> {
    await this.calm();
    // Hundreds of tests in a few minutes are more than one person's requests.
    await this.set({ ...defaultSettings, rateQuota: 1_000_000 });
    const there = new Set((await this.tokens()).map(({ id }) => id));
    for (const id of planted) if (there.has(id)) await this.remove(id);
    planted.clear();
    await this.forgetRequests();
  },
};

/** Policies of tokens that tests plant often. */
export const policies = {
  /** May read DNS records of every zone, and nothing about tokens. */
  dnsRead: [{ groups: ['DNS Read'], on: { 'com.cloudflare.api.account.zone.*': '*' } }],
  manageUser: (userId: string): PolicyDraft[] => [
    {
      scope: 'user',
      groups: ['API Tokens Write', 'User Details Read'],
      on: { [`com.cloudflare.api.user.${userId}`]: '*' },
    },
  ],
  manageAccount: (accountId: string): PolicyDraft[] => [
    {
      scope: 'account',
      groups: ['Account API Tokens Write'],
      on: { [`com.cloudflare.api.account.${accountId}`]: '*' },
    },
  ],
};
