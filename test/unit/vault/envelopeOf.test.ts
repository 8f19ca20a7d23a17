// A token's secret is kept in one place or two; where they differ, the newer one is the one that works.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Secret } from '../../../src/tokens/secret.ts';
import { envelopeOf } from '../../../src/vault/envelopeOf.ts';

describe('what is kept of a token', () => {
  /** @param kept when each was stored */
  const found = async (kept: { readonly token?: string; readonly connection?: string }) => {
    const get = (kind: 'token' | 'connection') => {
      const storedAt = kept[kind];
      return Promise.resolve(
        storedAt === undefined ? undefined : { secret: new Secret(`the ${kind}’s`), about: {}, storedAt },
      );
    };
    return (await envelopeOf({ get }, 'id'))?.secret.reveal();
  };
  const [EARLY, LATE] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z'];

  it('is what there is', async () => {
    assert.equal(await found({}), undefined);
    assert.equal(await found({ token: EARLY }), 'the token’s');
    assert.equal(await found({ connection: EARLY }), 'the connection’s');
  });

  it('is the newer of two', async () => {
    assert.equal(await found({ token: LATE, connection: EARLY }), 'the token’s');
    assert.equal(await found({ token: EARLY, connection: LATE }), 'the connection’s');
    assert.equal(await found({ token: EARLY, connection: EARLY }), 'the token’s');
  });
});
