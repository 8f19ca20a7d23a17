// Names for the ids that tokens mention: zones and accounts are shown by name where one can be had.
import type { CloudflareApi } from '../cloudflare/api.ts';
import { mapBounded } from '../cloudflare/paging.ts';
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
   * @returns whether any name was learned.
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
  /** Lookups on their way: who asks for the same names meanwhile waits for them, too. */
  const running = new Set<Promise<unknown>>();
  /** Asked for before, in vain or not: never ask twice for the same id. */
  const asked = new Set<string>();
  for (const { owner, name } of owners) {
    if (owner.kind === 'account' && name !== '') accounts.set(owner.accountId, name);
  }

  function note(zone: Zone): void {
    zones.set(zone.id, zone.name);
    accountsOfZones.set(zone.id, zone.accountId);
  }

  async function learnZones(ids: readonly string[]): Promise<void> {
    if (ids.length <= ONE_BY_ONE) {
      await mapBounded(ids, AT_ONCE, async (id) => {
        const zone = await quietly(api.getZone(id, { signal }));
        if (zone !== undefined) note(zone);
      });
      return;
    }
    const wanted = new Set(ids);
    for (let page = 1; wanted.size > 0; page++) {
      const answer = await quietly(api.listZones({ page, perPage: PER_PAGE }, { signal }));
      for (const zone of answer?.items ?? []) {
        note(zone);
        wanted.delete(zone.id);
      }
      if (answer?.hasMore !== true) return;
    }
  }

  async function learnAccounts(): Promise<void> {
    for (const { id, name } of (await quietly(api.listAccounts({ signal }))) ?? []) accounts.set(id, name);
  }

  return {
    names: {
      zone: (id) => zones.get(id),
      account: (id) => accounts.get(id),
      accountOfZone: (id) => accountsOfZones.get(id),
    },

    async learnOf(tokens) {
      const { zoneIds, accountIds } = mentionedIn(tokens);
      const isNew = (id: string) => !asked.has(id) && !zones.has(id) && !accounts.has(id);
      const newZones = zoneIds.filter(isNew);
      const newAccounts = accountIds.filter(isNew);
      for (const id of [...newZones, ...newAccounts]) asked.add(id);
      const before = zones.size + accounts.size;
      const lookup = Promise.all([
        learnZones(newZones),
        newAccounts.length > 0 ? learnAccounts() : undefined,
      ]);
      running.add(lookup);
      await Promise.all(running);
      running.delete(lookup);
      return zones.size + accounts.size > before;
    },
  };
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

/** A name is a nicety: any failure to get one is no failure. */
async function quietly<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch {
    return undefined;
  }
}
