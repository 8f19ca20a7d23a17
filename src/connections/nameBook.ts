// Names for the ids that tokens mention: zones and accounts are shown by name where one can be had.
import type { CloudflareApi } from '../cloudflare/api.ts';
import { ApiError, type ApiErrorKind } from '../cloudflare/errors.ts';
import type { Names } from '../tokens/names.ts';
import { parseResources } from '../tokens/resources.ts';
import type { Token, Zone } from '../tokens/token.ts';
import type { ConnectedOwner } from './connection.ts';

/** Up to this many unknown zones are asked for one by one; beyond, reading the zone list in pages is cheaper. */
const ONE_BY_ONE = 8;
const AT_ONCE = 6;
const PER_PAGE = 50;

export interface NameBook {
  readonly names: Names;
  /**
   * Looks up what the tokens mention and the book does not know. Never rejects: an id without a name stays an id.
   * What Cloudflare has no name for, or tells nobody like us, is not asked for again; what trouble kept from us is, the
   * next time that tokens mention it.
   * @returns whether any of the names that the tokens lacked was learned.
   */
  learnOf(tokens: readonly Token[]): Promise<boolean>;
}

/** Opens a book that already knows the accounts a connection manages. */
export function openNameBook(
  api: CloudflareApi,
  owners: readonly ConnectedOwner[],
  signal: AbortSignal,
): NameBook {
  const zones = new Map<string, string>();
  const accounts = new Map<string, string>();
  const accountsOfZones = new Map<string, string>();
  /** Cloudflare has answered, and there is no name to be had. */
  const nameless = new Set<string>();
  /** On the way: whoever mentions the same id meanwhile waits for the same answer. */
  const underWay = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  /** Counts calls that ended in trouble: while it lasts, further ones would meet the same. */
  let troubles = 0;
  for (const { owner, name } of owners) {
    if (owner.kind === 'account' && name !== '') accounts.set(owner.accountId, name);
  }

  const isUnknown = (id: string) => !zones.has(id) && !accounts.has(id) && !nameless.has(id);

  /** @returns undefined where Cloudflare refuses or knows nothing. @throws ApiError in trouble, which may pass */
  async function answerTo<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (error) {
      if (isAnswer(error)) return undefined;
      troubles++;
      throw error;
    }
  }

  /** Waits for a turn among all that is looked up one by one. In trouble since it was wanted, it is given up. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    const before = troubles;
    if (running < AT_ONCE) running++;
    else await new Promise<void>((start) => waiting.push(start));
    try {
      if (troubles === before) await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  }

  function note(zone: Zone): void {
    zones.set(zone.id, zone.name);
    accountsOfZones.set(zone.id, zone.accountId);
  }

  async function lookUpZone(id: string): Promise<void> {
    const zone = await answerTo(api.getZone(id, { signal }));
    if (zone === undefined) nameless.add(id);
    else note(zone);
  }

  async function lookUpZones(ids: readonly string[]): Promise<void> {
    if (ids.length <= ONE_BY_ONE) {
      await Promise.allSettled(ids.map((id) => inTurn(() => lookUpZone(id))));
      return;
    }
    const wanted = new Set(ids);
    for (let page = 1, more = true; more && wanted.size > 0; page++) {
      const answer = await answerTo(api.listZones({ page, perPage: PER_PAGE }, { signal }));
      for (const zone of answer?.items ?? []) {
        note(zone);
        wanted.delete(zone.id);
      }
      more = answer?.hasMore === true;
    }
    for (const id of wanted) nameless.add(id);
  }

  async function lookUpAccounts(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const found = (await answerTo(api.listAccounts({ signal }))) ?? [];
    for (const { id, name } of found) accounts.set(id, name);
    for (const id of ids) if (!accounts.has(id)) nameless.add(id);
  }

  /** Looks up those ids that nobody is looking up yet. @returns when all of them are settled, or given up */
  async function settle(
    ids: readonly string[],
    lookUp: (fresh: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const fresh = ids.filter((id) => !underWay.has(id));
    const looking = lookUp(fresh)
      .catch(() => undefined) // A name is a nicety: no failure to get one is a failure.
      .finally(() => {
        for (const id of fresh) underWay.delete(id);
      });
    for (const id of fresh) underWay.set(id, looking);
    await Promise.all([looking, ...ids.map((id) => underWay.get(id))]);
  }

  return {
    names: {
      zone: (id) => zones.get(id),
      account: (id) => accounts.get(id),
      accountOfZone: (id) => accountsOfZones.get(id),
    },

    async learnOf(tokens) {
      const mentioned = mentionedIn(tokens);
      const zoneIds = mentioned.zoneIds.filter(isUnknown);
      const accountIds = mentioned.accountIds.filter(isUnknown);
      await Promise.all([settle(zoneIds, lookUpZones), settle(accountIds, lookUpAccounts)]);
      return zoneIds.some((id) => zones.has(id)) || accountIds.some((id) => accounts.has(id));
    },
  };
}

/** Failures that tell something of the id or of our rights, rather than of the weather. */
const ANSWERS = new Set<ApiErrorKind>(['missing-right', 'wrong-kind', 'not-found', 'rejected', 'unexpected']);

function isAnswer(error: unknown): boolean {
  return error instanceof ApiError && ANSWERS.has(error.kind);
}

function mentionedIn(tokens: readonly Token[]): { zoneIds: string[]; accountIds: string[] } {
  const zoneIds = new Set<string>();
  const accountIds = new Set<string>();
  for (const resource of tokens.flatMap(({ policies }) =>
    policies.flatMap((p) => parseResources(p.resources)),
  )) {
    if (resource.kind === 'zone') zoneIds.add(resource.zoneId);
    if ('accountId' in resource) accountIds.add(resource.accountId);
  }
  return { zoneIds: [...zoneIds], accountIds: [...accountIds] };
}
