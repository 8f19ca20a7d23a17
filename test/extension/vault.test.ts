import * as assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Secret } from '../../src/tokens/secret.ts';
import { openVault, type Vault, VaultError } from '../../src/vault/vault.ts';
import { type FakeSecrets, fakeSecrets } from './fakeSecrets.ts';
import { until } from './waiting.ts';

const TEXT = 'cfut_0123456789012345678901234567890123456789abcdef01';

describe('the vault', () => {
  let storage: FakeSecrets;
  let vault: Vault;

  beforeEach(() => {
    storage = fakeSecrets();
    vault = openVault(storage);
  });

  it('keeps a secret under a key of its own, with what belongs to it', async () => {
    await vault.put('token', 'a', new Secret(TEXT), { name: 'Deploy' });
    const found = await vault.get('token', 'a');
    assert.equal(found?.secret.reveal(), TEXT);
    assert.deepEqual(found.about, { name: 'Deploy' });
    assert.deepEqual(await vault.ids('token'), ['a']);
    assert.deepEqual(await vault.ids('connection'), []);
    assert.equal(await vault.whereabouts('token', 'a'), 'stored');
  });

  it('keeps other data beside a secret, and neither another secret nor another time', async () => {
    await vault.put('token', 'a', new Secret(TEXT), { name: 'Deploy' });
    const before = await vault.get('token', 'a');
    await vault.describe('token', 'a', { name: 'Renamed' });
    assert.deepEqual(await openVault(storage).get('token', 'a'), { ...before, about: { name: 'Renamed' } });
    await vault.describe('token', 'none', {});
    assert.deepEqual(await vault.ids('token'), ['a']);
    // What is in memory is newer than what is stored.
    storage.refuseStore = true;
    await assert.rejects(vault.put('token', 'a', new Secret('newest'), {}));
    storage.refuseStore = false;
    await vault.describe('token', 'a', { name: 'Newest' });
    assert.equal((await openVault(storage).get('token', 'a'))?.secret.reveal(), 'newest');
    assert.deepEqual(vault.unstored('token'), []);
  });

  it('loses nothing when storing fails, and stores it on a later try', async () => {
    storage.refuseStore = true;
    await assert.rejects(vault.put('token', 'a', new Secret(TEXT), {}), VaultError);
    assert.equal((await vault.get('token', 'a'))?.secret.reveal(), TEXT);
    assert.equal(await vault.whereabouts('token', 'a'), 'memory');
    assert.deepEqual(vault.unstored('token'), ['a']);
    assert.deepEqual(await vault.ids('token'), ['a']);

    storage.refuseStore = false;
    await vault.retry('token', 'a');
    assert.equal(await vault.whereabouts('token', 'a'), 'stored');
    assert.deepEqual(vault.unstored('token'), []);
    assert.equal((await openVault(storage).get('token', 'a'))?.secret.reveal(), TEXT);
  });

  it('takes the older of two secrets that are being kept at once for done', async () => {
    const put = (text: string) => vault.put('token', 'a', new Secret(text), {});
    await Promise.all([put('old-'.repeat(10)), put(TEXT)]);
    assert.equal((await openVault(storage).get('token', 'a'))?.secret.reveal(), TEXT);
    assert.deepEqual(vault.unstored('token'), []);
    storage.refuseStore = true;
    const [older, newer] = await Promise.allSettled([put('old-'.repeat(10)), put('newest')]);
    assert.deepEqual([older.status, newer.status], ['fulfilled', 'rejected'], 'and tells of the newer one');
    assert.equal((await vault.get('token', 'a'))?.secret.reveal(), 'newest');
  });

  it('gives way to a newer secret that another window has stored, and to no older one', async () => {
    const other = openVault(storage);
    storage.refuseStore = true;
    await assert.rejects(vault.put('token', 'a', new Secret('dead'.repeat(10)), {}));
    const { storedAt = '' } = (await vault.get('token', 'a')) ?? {};
    let looked = 0;
    vault.onDidChange(() => looked++);
    storage.announce('token:a');
    await until('that is looked at', () => looked > 0);
    assert.deepEqual(vault.unstored('token'), ['a']);

    storage.refuseStore = false;
    await until('time goes on', () => new Date().toISOString() > storedAt);
    await other.put('token', 'a', new Secret(TEXT), {});
    await until('it gives way', () => vault.unstored('token').length === 0);
    assert.equal(await vault.retry('token', 'a'), false);
    assert.equal((await vault.get('token', 'a'))?.secret.reveal(), TEXT);
    assert.equal((await other.get('token', 'a'))?.secret.reveal(), TEXT);
  });

  it('notices a storage that takes a secret and loses it', async () => {
    storage.loseStore = true;
    await assert.rejects(vault.put('token', 'a', new Secret(TEXT), {}), VaultError);
    assert.equal((await vault.get('token', 'a'))?.secret.reveal(), TEXT);
  });

  it('keeps the newest of two secrets, also when only the older one could be stored', async () => {
    await vault.put('token', 'a', new Secret('old-'.repeat(10)), {});
    storage.refuseStore = true;
    await assert.rejects(vault.put('token', 'a', new Secret(TEXT), {}));
    assert.equal((await vault.get('token', 'a'))?.secret.reveal(), TEXT);
  });

  it('reads an entry that VS Code dropped as missing', async () => {
    await vault.put('token', 'a', new Secret(TEXT), {});
    storage.entries.clear();
    assert.equal(await vault.get('token', 'a'), undefined);
    assert.equal(await vault.whereabouts('token', 'a'), 'none');
  });

  it('reads damaged and future entries as far as they go', async () => {
    storage.entries.set('token:damaged', '{"v":1,"secr');
    storage.entries.set('token:other', '[1]');
    storage.entries.set('token:future', JSON.stringify({ v: 9, secret: TEXT, about: 'new', extra: {} }));
    assert.equal(await vault.get('token', 'damaged'), undefined);
    assert.equal(await vault.get('token', 'other'), undefined);
    const future = await vault.get('token', 'future');
    assert.equal(future?.secret.reveal(), TEXT);
    assert.deepEqual(future.about, {});
  });

  it('tells a storage that cannot be read from an empty one', async () => {
    storage.refuseKeys = true;
    await assert.rejects(vault.ids('token'), VaultError);
    storage.refuseGet = true;
    await assert.rejects(vault.get('token', 'a'), VaultError);
  });

  it('forgets a secret in storage and in memory', async () => {
    await vault.put('token', 'a', new Secret(TEXT), {});
    storage.refuseStore = true;
    await assert.rejects(vault.put('token', 'b', new Secret(TEXT), {}));
    await vault.forget('token', 'a');
    await vault.forget('token', 'b');
    assert.deepEqual(await vault.ids('token'), []);
    assert.equal(storage.entries.size, 0);
  });

  describe('of two windows', () => {
    const other = 'cfut_9876543210987654321098765432109876543210fedcba98';
    const later = () => new Date(Date.now() + 1000).toISOString();

    it('that store the same secret at once, keeps the newer one, and is content with that', async () => {
      storage.afterStore = (key) => {
        storage.afterStore = undefined;
        storage.entries.set(key, JSON.stringify({ v: 1, secret: other, storedAt: later(), about: {} }));
      };
      await vault.put('token', 'a', new Secret(TEXT), {});
      assert.equal((await vault.get('token', 'a'))?.secret.reveal(), other);
      assert.deepEqual(vault.unstored('token'), []);
    });

    it('keeps its own in memory where an older one, or nothing, took its place', async () => {
      for (const kept of [
        undefined,
        JSON.stringify({ v: 1, secret: other, storedAt: '2020-01-01T00:00:00Z' }),
      ]) {
        storage.afterStore = (key) => {
          if (kept === undefined) storage.entries.delete(key);
          else storage.entries.set(key, kept);
        };
        await assert.rejects(vault.put('token', 'a', new Secret(TEXT), {}), VaultError);
        assert.equal((await vault.get('token', 'a'))?.secret.reveal(), TEXT);
      }
    });

    it('that store different secrets at once, keeps both', async () => {
      const second = openVault(storage);
      await Promise.all([
        vault.put('token', 'a', new Secret(TEXT), {}),
        second.put('token', 'b', new Secret(other), {}),
      ]);
      for (const one of [vault, second]) assert.deepEqual((await one.ids('token')).sort(), ['a', 'b']);
      assert.equal((await vault.get('token', 'b'))?.secret.reveal(), other);
      second.dispose();
    });

    it('never has one serve what the other has replaced', async () => {
      const second = openVault(storage);
      await vault.put('token', 'a', new Secret(TEXT), {});
      assert.equal((await second.get('token', 'a'))?.secret.reveal(), TEXT);
      await second.put('token', 'a', new Secret(other), {});
      storage.events = 'never';
      assert.equal((await vault.get('token', 'a'))?.secret.reveal(), other);
      await second.forget('token', 'a');
      assert.equal(await vault.get('token', 'a'), undefined);
      second.dispose();
    });
  });

  it('says that an entry is gone which VS Code could not decrypt', async () => {
    await vault.put('token', 'a', new Secret(TEXT), {});
    assert.deepEqual(await vault.ids('token'), ['a']);
    storage.events = 'never';
    storage.cannotDecrypt = true;
    let changes = 0;
    vault.onDidChange(() => changes++);
    assert.equal(await vault.get('token', 'a'), undefined);
    await until('the change is told', () => changes > 0);
    assert.equal(await vault.whereabouts('token', 'a'), 'none');
  });

  it('makes nothing of events that come twice, and does without those that do not come', async () => {
    for (const events of ['twice', 'never'] as const) {
      storage.events = events;
      await vault.put('token', events, new Secret(TEXT), {});
      assert.equal((await vault.get('token', events))?.secret.reveal(), TEXT);
    }
    assert.deepEqual((await vault.ids('token')).sort(), ['never', 'twice']);
  });

  it('says that it could not forget, and has still forgotten what was in memory only', async () => {
    storage.refuseStore = true;
    await assert.rejects(vault.put('token', 'a', new Secret(TEXT), {}));
    storage.refuseDelete = true;
    await assert.rejects(vault.forget('token', 'a'), VaultError);
    assert.equal(await vault.get('token', 'a'), undefined);
  });

  it('tells of changes made here and in other windows', async () => {
    let changes = 0;
    vault.onDidChange(() => changes++);
    await vault.put('token', 'a', new Secret(TEXT), {});
    assert.ok(changes > 0);
    const before = changes;
    storage.announce('token:a');
    assert.equal(changes, before + 1);
  });
});
