// A token that two people change at once.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { conflictOf } from '../../../src/tokens/conflict.ts';
import { requestFromToken } from '../../../src/tokens/request.ts';
import type { Policy, Token, TokenRequest } from '../../../src/tokens/token.ts';
import { CATALOGUE, groupId, NO_NAMES, tokens } from './generated.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const DNS = groupId('zone', 'DNS Write');
const ZONE_READ = groupId('zone', 'Zone Read');
const on = (...ids: string[]): Policy[] => [
  {
    effect: 'allow',
    groups: ids.map((id) => ({ id })),
    resources: { 'com.cloudflare.api.account.zone.*': '*' },
  },
];
const THEN: Token = {
  id: 'b'.repeat(32),
  owner: { kind: 'user' },
  name: 'Deploy',
  status: 'active',
  policies: on(DNS),
  unknown: { quota: 3 },
};

function sides(theirs: Partial<Token>, yours: Partial<TokenRequest>) {
  const edit = { ...requestFromToken(THEN, {}), ...yours };
  return conflictOf(THEN, { ...THEN, ...theirs }, edit, CATALOGUE, NO_NAMES, NOW, { timeZone: 'UTC' });
}

function summary(theirs: Partial<Token>, yours: Partial<TokenRequest>): string[] {
  return sides(theirs, yours).map(({ field, side }) => `${field}: ${side}`);
}

describe('a token changed in two places', () => {
  it('has no conflict where nobody else changed it', () => {
    assert.deepEqual(sides({}, {}), []);
    assert.deepEqual(summary({ lastUsedOn: '2026-11-01T00:00:00Z' }, { name: 'CI' }), ['name: yours']);
    assert.deepEqual(summary({ policies: on(DNS).reverse() }, {}), []);
  });

  it('tells who changed what', () => {
    assert.deepEqual(summary({ name: 'CI' }, { policies: on(DNS, ZONE_READ) }), [
      'name: theirs',
      'permissions: yours',
    ]);
    assert.deepEqual(summary({ name: 'CI' }, { name: 'CI' }), ['name: same']);
    assert.deepEqual(summary({ name: 'CI' }, { name: 'CD' }), ['name: both']);
    assert.deepEqual(summary({ policies: on(DNS, ZONE_READ) }, { policies: on(ZONE_READ, DNS) }), [
      'permissions: same',
    ]);
    assert.deepEqual(summary({ status: 'revoked (exposed)' }, {}), ['status: theirs']);
    assert.deepEqual(summary({ unknown: { quota: 4 } }, { expiresOn: '2027-01-01T00:00:00Z' }), [
      'ttl: yours',
      'other: theirs',
    ]);
  });

  it('is a conflict only where both sides differ, whatever the tokens', () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, fc.constantFrom(0, 1, 2), (then, elsewhere, here, alike) => {
        const owner = then.owner;
        const theirs = alike === 1 ? then : { ...elsewhere, owner };
        const yours = requestFromToken(alike === 2 ? theirs : { ...here, owner }, {});
        const conflicts = conflictOf(then, theirs, yours, CATALOGUE, NO_NAMES, NOW);
        for (const { side, theirs: changed, yours: edited, states } of conflicts) {
          assert.equal(changed.length === 0, side === 'yours');
          assert.equal(edited.length === 0, side === 'theirs');
          if (side === 'same') assert.deepEqual(states.theirs, states.yours);
        }
        if (alike === 1) assert.ok(conflicts.every(({ side }) => side === 'yours'));
        if (alike === 2) assert.ok(conflicts.every(({ side }) => side === 'same' || side === 'theirs'));
      }),
      { numRuns: 300 },
    );
  });

  it('shows the three states in words', () => {
    const [conflict] = sides({ policies: on(DNS, ZONE_READ) }, { policies: [] });
    assert.ok(conflict);
    assert.deepEqual(conflict.states, {
      then: ['DNS Edit on all zones'],
      theirs: ['DNS Edit and Zone Read on all zones'],
      yours: ['No permissions'],
    });
    assert.deepEqual(
      [conflict.theirs, conflict.yours].map((changes) => changes.map(({ message }) => message)),
      [['Zone Read on all zones'], ['DNS Edit on all zones']],
    );
  });
});
