// Several sets of permissions on different resources: split, joined, repeated, moved to another owner, and in conflict.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Draft, DraftPart, Named, Target } from '../../../src/tokens/draft.ts';
import { policiesOf } from '../../../src/tokens/policies.ts';
import { forOwner, withGroup } from '../../../webview/wizard/draft-edit.ts';
import { conflictsOf } from '../../../webview/wizard/part-conflicts.ts';
import {
  siblingsOf,
  withGroupsMoved,
  withoutPart,
  withPartRepeated,
} from '../../../webview/wizard/part-edit.ts';
import { partKeys } from '../../../webview/wizard/steps/part-keys.ts';
import { account, ACCOUNT, entry, user, USER, ZONE } from './fixtures.ts';

const dnsEdit = groupOf('DNS Write');
const zoneRead = groupOf('Zone Read');
const billing = groupOf('Billing Read');
const example: Named = { id: ZONE, name: 'example.com' };
const nowhere: Target = { scope: 'zone', zones: { chosen: [] }, except: [] };
const onExample: Target = { scope: 'zone', zones: { chosen: [example] }, except: [] };
const everywhere: Target = { scope: 'zone', zones: 'all', except: [] };

function groupOf(name: string) {
  return { id: entry(name).id, name };
}

function draft(...parts: readonly DraftPart[]): Draft {
  return { name: 'T', owner: user.owner, parts, carried: [] };
}

describe('the parts of a draft', () => {
  it('are split and joined, and say DNS Edit on one zone and Zone Read on all', () => {
    const one = draft(
      { groups: [billing], target: { scope: 'account', accounts: 'all' } },
      {
        groups: [zoneRead, dnsEdit],
        target: everywhere,
      },
    );
    const split = withGroupsMoved(one, 1, new Set([dnsEdit.id]), 'own', undefined);
    assert.deepEqual(split.parts.slice(1), [
      { groups: [zoneRead], target: everywhere },
      { groups: [dnsEdit], target: nowhere },
    ]);
    const chosen = { ...split, parts: split.parts.with(2, { groups: [dnsEdit], target: onExample }) };
    assert.deepEqual(
      policiesOf(chosen, {}).map(({ groups, resources }) => [groups[0]?.name, Object.keys(resources)]),
      [
        ['Billing Read', ['com.cloudflare.api.account.*']],
        ['Zone Read', ['com.cloudflare.api.account.zone.*']],
        ['DNS Write', [`com.cloudflare.api.account.zone.${ZONE}`]],
      ],
    );
    assert.deepEqual(siblingsOf(chosen, 2), [1]);
    const joined = withGroupsMoved(chosen, 2, new Set([dnsEdit.id]), 1, undefined);
    assert.deepEqual(joined.parts, one.parts);
  });

  it('lose nothing and gain nothing twice when permissions move', () => {
    const two = draft(
      { groups: [zoneRead, dnsEdit], target: everywhere },
      {
        groups: [dnsEdit],
        target: onExample,
      },
    );
    assert.deepEqual(
      withGroupsMoved(two, 0, new Set([dnsEdit.id]), 1, undefined).parts.map(({ groups }) => groups),
      [[zoneRead], [dnsEdit]],
    );
    assert.equal(withGroupsMoved(two, 0, new Set([dnsEdit.id]), 0, undefined), two);
  });

  it('are repeated for further resources of the same permissions, and taken away', () => {
    const one = draft({ groups: [dnsEdit], target: onExample });
    const two = withPartRepeated(one, 0, undefined);
    assert.deepEqual(two.parts, [one.parts[0], { groups: [dnsEdit], target: nowhere }]);
    assert.equal(new Set(partKeys(two.parts)).size, 2);
    assert.deepEqual(withoutPart(two, 1), one);
  });

  it('take a further permission where chosen resources are, rather than where all are', () => {
    const two = draft({ groups: [dnsEdit], target: onExample }, { groups: [zoneRead], target: everywhere });
    const more = withGroup(two, entry('DNS Read'), undefined);
    assert.deepEqual(
      more.parts.map(({ groups }) => groups.map(({ name }) => name)),
      [['DNS Write', 'DNS Read'], ['Zone Read']],
    );
  });

  it('are in conflict where one takes out what another gives', () => {
    const parts = draft(
      { groups: [dnsEdit, zoneRead], target: { ...everywhere, except: [example] } },
      { groups: [dnsEdit], target: onExample },
      { groups: [groupOf('DNS Read')], target: onExample },
    );
    assert.deepEqual(conflictsOf(parts), [{ part: 1, groups: [dnsEdit], zones: [example] }]);
  });
});

describe('a draft moved to another owner', () => {
  const details = groupOf('User Details Read');
  const bucket = groupOf('Workers R2 Storage Bucket Item Write');
  const inAccount = { accountId: ACCOUNT, jurisdiction: 'default', name: 'photos' };
  const ofUser = draft(
    { groups: [details], target: { scope: 'user', userId: USER } },
    { groups: [billing], target: { scope: 'account', accounts: 'all' } },
    { groups: [zoneRead], target: { ...everywhere, except: [example] } },
    { groups: [dnsEdit], target: onExample },
    { groups: [bucket], target: { scope: 'bucket', buckets: { chosen: [inAccount] } } },
  );

  it('has its account where it had all, and names the user permissions it goes without', () => {
    const { draft: moved, dropped } = forOwner(ofUser, account);
    const own = { id: ACCOUNT, name: 'Acme' };
    assert.deepEqual(dropped, [details]);
    assert.deepEqual(
      moved.parts.map(({ target }) => target),
      [
        { scope: 'account', accounts: [own] },
        { scope: 'zone', zones: { ofAccounts: [own] }, except: [] },
        nowhere,
        { scope: 'bucket', buckets: { chosen: [inAccount] } },
      ],
    );
  });

  it('keeps what an account’s token reached when it becomes a user’s', () => {
    const { draft: moved, dropped } = forOwner(
      {
        ...draft({ groups: [zoneRead], target: everywhere }, { groups: [dnsEdit], target: onExample }),
        owner: account.owner,
      },
      user,
    );
    assert.deepEqual(dropped, []);
    assert.deepEqual(
      moved.parts.map(({ target }) => target),
      [{ scope: 'zone', zones: { ofAccounts: [{ id: ACCOUNT }] }, except: [] }, onExample],
    );
  });
});
