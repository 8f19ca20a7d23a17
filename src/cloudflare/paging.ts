// Reads a whole list: the first page tells how many there are, and the others are fetched side by side.
import type { PageInfo } from './schemas.ts';

/** One page as it was answered. */
export interface RawPage<T> {
  readonly items: readonly T[];
  readonly info: PageInfo | undefined;
}

export interface PagingOptions<T> {
  /** Fetches one page, counted from 1. */
  readonly fetchPage: (page: number) => Promise<RawPage<T>>;
  readonly perPage: number;
  readonly idOf: (item: T) => string;
}

const PAGES_AT_ONCE = 10;
/** No list of tokens, accounts or zones is this long; a total beyond it is a mistake of the other side. */
const MOST_PAGES = 1000;

/**
 * Reads all pages and returns the items in the order of the list, each id once (a list that changes while it is
 * read shifts items across pages). Rejects with the first page's failure.
 */
export async function readAllPages<T>({ fetchPage, perPage, idOf }: PagingOptions<T>): Promise<T[]> {
  const first = await fetchPage(1);
  const pages = [first];
  const total = pageCount(first.info, perPage);
  if (total !== undefined) {
    const others = Array.from({ length: Math.max(0, total - 1) }, (_, index) => index + 2);
    pages.push(...(await mapBounded(others, PAGES_AT_ONCE, fetchPage)));
  } else {
    // Nobody said how many: ask on until a page comes back short.
    for (let page = first; page.items.length >= perPage && pages.length < MOST_PAGES; pages.push(page)) {
      page = await fetchPage(pages.length + 1);
    }
  }
  const byId = new Map<string, T>();
  for (const item of pages.flatMap(({ items }) => items)) {
    if (!byId.has(idOf(item))) byId.set(idOf(item), item);
  }
  return [...byId.values()];
}

/** How many pages a list has; undefined when the answer does not say. Older answers lack `total_pages`. */
export function pageCount(info: PageInfo | undefined, perPage: number): number | undefined {
  const size = info?.per_page ?? perPage;
  const pages =
    info?.total_pages ?? (info?.total_count == null ? undefined : Math.ceil(info.total_count / size));
  return pages === undefined ? undefined : Math.min(pages, MOST_PAGES);
}

/**
 * Maps items with at most `limit` calls under way, and returns the results in the order of the items.
 * Rejects with the first failure, and starts no further call after it.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  call: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  let failed = false;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await call(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
