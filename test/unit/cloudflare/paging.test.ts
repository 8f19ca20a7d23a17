import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { mapBounded, pageCount, readAllPages, type RawPage } from '../../../src/cloudflare/paging.ts';

interface Item {
  readonly id: string;
}

const items = (count: number): Item[] => Array.from({ length: count }, (_, index) => ({ id: `t${index}` }));

/** Serves a list page by page, with as much about its length as the test says. */
function pagesOf(all: readonly Item[], perPage: number, about: 'total_pages' | 'total_count' | 'nothing') {
  const asked: number[] = [];
  return {
    asked,
    fetchPage: (page: number): Promise<RawPage<Item>> => {
      asked.push(page);
      const info = {
        total_pages: { total_pages: Math.ceil(all.length / perPage) },
        total_count: { total_count: all.length },
        nothing: undefined,
      }[about];
      return Promise.resolve({ items: all.slice((page - 1) * perPage, page * perPage), info });
    },
  };
}

describe('readAllPages', () => {
  for (const about of ['total_pages', 'total_count', 'nothing'] as const) {
    it(`reads a list of any length in order when the answer tells ${about}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(120), fc.integer({ min: 1, max: 20 }), async (count, perPage) => {
          const { fetchPage, asked } = pagesOf(items(count), perPage, about);
          const read = await readAllPages({ fetchPage, perPage, idOf: ({ id }) => id });
          assert.deepEqual(read, items(count));
          const most =
            about === 'nothing' ? Math.floor(count / perPage) + 1 : Math.max(1, Math.ceil(count / perPage));
          assert.equal(asked.length, most);
        }),
      );
    });
  }

  const idOf = ({ id }: Item) => id;

  it('fetches the pages after the first side by side', async () => {
    let running = 0;
    let most = 0;
    const { fetchPage } = pagesOf(items(500), 50, 'total_count');
    await readAllPages({
      perPage: 50,
      idOf,
      async fetchPage(page) {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running -= 1;
        return fetchPage(page);
      },
    });
    assert.equal(most, 9);
  });

  it('goes by the size of page that the server says it used', async () => {
    const { fetchPage } = pagesOf(items(45), 20, 'total_count');
    const read = await readAllPages({
      perPage: 50,
      idOf,
      async fetchPage(page) {
        const answer = await fetchPage(page);
        return { ...answer, info: { ...answer.info, per_page: 20 } };
      },
    });
    assert.equal(read.length, 45);
  });

  it('gives an item once when the list shifted while it was read', async () => {
    const before = items(4);
    const after = [{ id: 'new' }, ...before];
    const read = await readAllPages({
      perPage: 2,
      idOf,
      fetchPage: (page) =>
        Promise.resolve({
          items: (page === 1 ? before : after).slice((page - 1) * 2, page * 2),
          info: { total_pages: 3 },
        }),
    });
    assert.deepEqual(read, before);
  });

  it('stops asking on a server that gives full pages for ever', async () => {
    let asked = 0;
    await readAllPages({
      perPage: 1,
      idOf,
      fetchPage: (page) => {
        asked += 1;
        return Promise.resolve({ items: [{ id: String(page) }], info: undefined });
      },
    });
    assert.equal(asked, 1000);
    assert.equal(pageCount({ total_pages: 1e9 }, 50), 1000);
  });
});

describe('mapBounded', () => {
  it('keeps the order of the items, whoever is done first', async () => {
    const results = await mapBounded([3, 1, 2], 3, async (turns) => {
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      return turns * 10;
    });
    assert.deepEqual(results, [30, 10, 20]);
  });

  it('rejects with the first failure and starts nothing after it', async () => {
    const started: number[] = [];
    const failure = new Error('two');
    await assert.rejects(
      mapBounded([1, 2, 3, 4, 5], 2, async (item) => {
        started.push(item);
        await Promise.resolve();
        if (item === 2) throw failure;
        await new Promise(setImmediate);
      }),
      failure,
    );
    await new Promise(setImmediate);
    assert.deepEqual(started, [1, 2]);
  });

  it('does nothing with nothing', async () => {
    assert.deepEqual(await mapBounded([], 4, () => assert.fail()), []);
  });
});
