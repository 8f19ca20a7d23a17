// Names for ids: asked for once where there is an answer, again where trouble kept it away, and never in a storm.
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { CloudflareApi } from '../../../src/cloudflare/api.ts';
import { ApiError, type ApiErrorKind } from '../../../src/cloudflare/errors.ts';
import { type NameBook, openNameBook } from '../../../src/connections/nameBook.ts';
import type { Token } from '../../../src/tokens/token.ts';

const id = (of: number) => String(of).padStart(32, '0');
const ids = (count: number, from = 1) => Array.from({ length: count }, (_, index) => id(from + index));

/** A token on zones and accounts. */
function tokenOn(zoneIds: readonly string[], accountIds: readonly string[] = []): Token {
  const keys = [
    ...zoneIds.map((zone) => `com.cloudflare.api.account.zone.${zone}`),
    ...accountIds.map((account) => `com.cloudflare.api.account.${account}`),
  ];
  return {
    id: 'f'.repeat(32),
    name: 'Deploy',
    owner: { kind: 'user' },
    status: 'active',
    policies: [{ effect: 'allow', groups: [], resources: Object.fromEntries(keys.map((key) => [key, '*'])) }],
  };
}

describe('the name book', () => {
  let asked: string[];
  let failure: ApiErrorKind | undefined;
  let book: NameBook;

  /** Answers in the next turn, so that several calls are on their way at once. */
  async function answer<T>(what: string, found: T): Promise<T> {
    asked.push(what);
    await new Promise(setImmediate);
    if (failure === undefined) return found;
    throw new ApiError({ kind: failure, endpoint: what, message: failure });
  }

  beforeEach(() => {
    asked = [];
    failure = undefined;
    const zone = (zoneId: string) => ({
      id: zoneId,
      name: `zone-${Number(zoneId)}.example`,
      status: 'active',
      accountId: '',
      accountName: '',
    });
    const api = {
      getZone: (zoneId: string) => answer(`zone ${Number(zoneId)}`, zone(zoneId)),
      listZones: ({ page = 1 } = {}) =>
        answer(`zones, page ${page}`, { items: ids(50, page * 50 - 49).map(zone), page, hasMore: page < 3 }),
      listAccounts: () => answer('accounts', [{ id: id(900), name: 'Acme' }]),
    };
    book = openNameBook(api as unknown as CloudflareApi, [], new AbortController().signal);
  });

  it('learns names, and asks for none twice', async () => {
    const token = tokenOn([id(1)], [id(900), id(901)]);
    assert.equal(await book.learnOf([token]), true);
    assert.deepEqual([book.names.zone(id(1)), book.names.account(id(900))], ['zone-1.example', 'Acme']);
    assert.equal(book.names.account(id(901)), undefined);
    assert.equal(await book.learnOf([token]), false);
    assert.deepEqual(asked.sort(), ['accounts', 'zone 1']);
  });

  it('reads many in pages, as far as they are needed', async () => {
    await book.learnOf([tokenOn(ids(9, 45))]);
    assert.deepEqual(asked, ['zones, page 1', 'zones, page 2']);
    assert.equal(book.names.zone(id(53)), 'zone-53.example');
    await book.learnOf([tokenOn([id(7)])]);
    assert.equal(asked.length, 2, 'what came with them is known, too');
  });

  for (const kind of ['network', 'timeout', 'server', 'throttled', 'ip-filter', 'invalid'] as const) {
    it(`asks again after trouble (${kind}), and only when there is need`, async () => {
      failure = kind;
      const token = tokenOn([id(1)], [id(900)]);
      assert.equal(await book.learnOf([token]), false);
      assert.deepEqual(asked.sort(), ['accounts', 'zone 1']);
      failure = undefined;
      assert.equal(await book.learnOf([]), false);
      assert.equal(asked.length, 2);
      assert.equal(await book.learnOf([token]), true);
      assert.deepEqual([book.names.zone(id(1)), book.names.account(id(900))], ['zone-1.example', 'Acme']);
    });
  }

  for (const kind of ['missing-right', 'not-found'] as const) {
    it(`takes no for an answer (${kind})`, async () => {
      failure = kind;
      for (const token of [tokenOn([id(1)], [id(900)]), tokenOn(ids(12))]) {
        await book.learnOf([token]);
        const before = asked.length;
        failure = undefined;
        assert.equal(await book.learnOf([token]), false);
        assert.equal(asked.length, before);
        failure = kind;
      }
    });
  }

  it('stops asking while there is trouble, however many ask', async () => {
    failure = 'network';
    await Promise.all(
      Array.from({ length: 20 }, (_, owner) => book.learnOf([tokenOn(ids(8, owner * 8 + 1))])),
    );
    assert.equal(asked.length, 6);
    asked = [];
    await book.learnOf([tokenOn(ids(8))]);
    assert.equal(asked.length, 6, 'those on their way when the first failed, and no more');
    asked = [];
    await book.learnOf([tokenOn(ids(100))]);
    assert.deepEqual(asked, ['zones, page 1']);
  });

  it('tells everybody who waits for the same name that it was learned', async () => {
    const token = tokenOn([id(1)]);
    assert.deepEqual(await Promise.all([book.learnOf([token]), book.learnOf([token])]), [true, true]);
    assert.deepEqual(asked, ['zone 1']);
  });
});
