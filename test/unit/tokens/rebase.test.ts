// Two people's changes of one token, put together.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { offlineCatalogue } from '../../../src/tokens/catalogue.ts';
import { draftOf } from '../../../src/tokens/draftOf.ts';
import { policiesOf, samePolicies } from '../../../src/tokens/policies.ts';
import { rebased } from '../../../src/tokens/rebase.ts';
import type { Policy, Token } from '../../../src/tokens/token.ts';

const [ZONE_A, ZONE_B, ZONE_C] = ['a', 'b', 'c'].map((letter) => letter.repeat(32)) as [
  string,
  string,
  string,
];
const USER = 'd'.repeat(32);
const catalogue = offlineCatalogue({ kind: 'user' });
const names = { zone: () => undefined, account: () => undefined };
const groupIds = ['DNS Write', 'DNS Read', 'Zone Read'].map((name) => {
  const entry = catalogue.entries.find((one) => one.name === name && one.scope === 'zone');
  assert.ok(entry);
  return entry.id;
});
const [DNS, DNS_READ, ZONE_READ] = groupIds as [string, string, string];

const on = (effect: string, groups: readonly string[], ...zones: readonly string[]): Policy => ({
  effect,
  groups: groups.map((id) => ({ id })),
  resources: Object.fromEntries(zones.map((zone) => [`com.cloudflare.api.account.zone.${zone}`, '*'])),
});

function token(policies: readonly Policy[], rest: Partial<Token> = {}): Token {
  return { id: 'e'.repeat(32), owner: { kind: 'user' }, name: 'T', status: 'active', policies, ...rest };
}

function onTop(then: Token, theirs: Token, mine: Token): readonly Policy[] {
  const draft = rebased(then, theirs, draftOf(mine, catalogue, names), catalogue, names);
  return policiesOf(draft, { userId: USER });
}

describe('changes on top of another’s', () => {
  it('keep what either side added, and leave out what either side removed', () => {
    const then = token([on('allow', [DNS, ZONE_READ], ZONE_A, ZONE_B)]);
    const theirs = token([on('allow', [DNS, ZONE_READ], ZONE_B), on('allow', [DNS_READ], ZONE_C)]);
    const mine = token([
      on('allow', [DNS], ZONE_A, ZONE_B, ZONE_C),
      on('allow', [ZONE_READ], ZONE_A, ZONE_B),
    ]);
    assert.ok(
      samePolicies(onTop(then, theirs, mine), [
        on('allow', [DNS], ZONE_B, ZONE_C),
        on('allow', [ZONE_READ], ZONE_B),
        on('allow', [DNS_READ], ZONE_C),
      ]),
    );
  });

  it('decide field by field, the own change first', () => {
    const then = token([on('allow', [DNS], ZONE_A)], { condition: { allow: ['192.0.2.0/24'] } });
    const theirs: Token = {
      ...then,
      name: 'Theirs',
      expiresOn: '2030-01-01T00:00:00Z',
      condition: { allow: ['198.51.100.0/24'] },
    };
    const mine = draftOf({ ...then, notBefore: '2029-01-01T00:00:00Z' }, catalogue, names);
    const draft = rebased(then, theirs, mine, catalogue, names);
    assert.deepEqual(
      [draft.name, draft.notBefore, draft.expiresOn, draft.condition],
      ['Theirs', '2029-01-01T00:00:00Z', '2030-01-01T00:00:00Z', { allow: ['198.51.100.0/24'] }],
    );
    const both = rebased(
      then,
      theirs,
      { ...mine, name: 'Mine', condition: { deny: ['192.0.2.1'] } },
      catalogue,
      names,
    );
    assert.deepEqual([both.name, both.condition], ['Mine', { deny: ['192.0.2.1'] }]);
  });

  it('carry what no draft can say', () => {
    const odd: Policy = { ...on('allow', [DNS], ZONE_A), unknown: { seal: 1 } };
    const then = token([on('allow', [DNS], ZONE_B)]);
    const theirs = token([on('allow', [DNS], ZONE_B), odd]);
    const mine = token([on('allow', [DNS, ZONE_READ], ZONE_B)]);
    assert.ok(samePolicies(onTop(then, theirs, mine), [...mine.policies, odd]));
  });

  it('leave open whom a user permission added here is about', () => {
    const then = token([on('allow', [DNS], ZONE_A)]);
    const theirs = token([on('allow', [DNS], ZONE_B)]);
    const draft = draftOf(then, catalogue, names);
    const details = catalogue.entries.find(({ name }) => name === 'User Details Read');
    assert.ok(details);
    const more = {
      ...draft,
      parts: [...draft.parts, { groups: [{ id: details.id }], target: { scope: 'user' as const } }],
    };
    const { parts } = rebased(then, theirs, more, catalogue, names);
    assert.deepEqual(parts.at(-1)?.target, { scope: 'user' });
  });

  const policies = fc.uniqueArray(
    fc
      .record({
        effect: fc.constantFrom('allow', 'deny'),
        groups: fc.uniqueArray(fc.constantFrom(DNS, DNS_READ, ZONE_READ), { minLength: 1 }),
        zones: fc.uniqueArray(fc.constantFrom(ZONE_A, ZONE_B, ZONE_C), { minLength: 1 }),
      })
      .map(({ effect, groups, zones }) => on(effect, groups, ...zones)),
    { maxLength: 4 },
  );

  it('are theirs where nothing was changed here, and mine where nothing was changed there', () => {
    fc.assert(
      fc.property(policies, policies, (one, other) => {
        assert.ok(samePolicies(onTop(token(one), token(other), token(one)), other));
        assert.ok(samePolicies(onTop(token(one), token(one), token(other)), other));
      }),
    );
  });
});
