// An edit in the wizard: how it begins, what counts as a change, and how it goes on after others' changes.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Creation } from '../../../src/wizard/messages.ts';
import { changesOf, hasChanges } from '../../../webview/wizard/edit.ts';
import { readKept, toKept, type Work } from '../../../webview/wizard/kept.ts';
import { type Action, reduce } from '../../../webview/wizard/reduce.ts';
import { firstState, type WizardState } from '../../../webview/wizard/state.ts';
import { problemsAt } from '../../../webview/wizard/step-problems.ts';
import { account, catalogue, entry, opened, TOKEN, user } from './fixtures.ts';

const start = { connectionId: 'c1', owner: user.owner, edit: TOKEN };
const greeted: Action = { type: 'greeted', owners: [user, account], start, creation: { state: 'idle' } };
const loaded: Action = { type: 'catalogueCame', of: user, catalogue: { state: 'loaded', value: catalogue } };
const came = (changes?: Parameters<typeof opened>[0]): Action => ({
  type: 'tokenOpened',
  opened: opened(changes),
});
const rename = (name: string): Action => ({ type: 'named', name });
const ended = (creation: Creation): Action => ({ type: 'creationChanged', creation });

function after(...actions: readonly Action[]): WizardState {
  return actions.reduce(reduce, firstState(undefined));
}

function workOf({ work }: WizardState): Work {
  assert.ok(work);
  return work;
}

const begun = [greeted, loaded, came()] as const;

describe('an edit in the wizard', () => {
  it('reads the token first, tries again when asked to, and then begins with the summary', () => {
    const reading = after(greeted);
    assert.equal(reading.work, undefined);
    assert.equal(reading.opening?.tokenId, TOKEN);
    const failed = reduce(reading, { type: 'openingFailed', problem: { message: 'No network.' } });
    assert.equal(failed.opening?.problem?.message, 'No network.');
    assert.equal(reduce(failed, { type: 'openedAgain' }).opening?.problem, undefined);
    const state = after(...begun);
    assert.equal(workOf(state).step, 'summary');
    assert.equal(state.opening, undefined);
    assert.deepEqual(problemsAt(state, 'summary'), []);
  });

  it('has changed something only when the meaning is another', () => {
    const state = after(...begun);
    assert.equal(hasChanges(state), false);
    assert.equal(hasChanges(reduce(state, rename('Deploy  '))), false);
    assert.equal(hasChanges(reduce(state, rename('Other'))), true);
    const more = reduce(state, { type: 'groupAdded', entry: entry('Zone Read') });
    assert.deepEqual(
      changesOf(more)?.changes.map(({ kind, message }) => `${kind}: ${message}`),
      ['added: Zone Read on example.com'],
    );
    assert.equal(hasChanges(reduce(more, { type: 'groupRemoved', id: entry('Zone Read').id })), false);
  });

  it('takes what was saved as what there is', () => {
    const sent = after(...begun, rename('Other'), { type: 'sent' });
    const saved = reduce(sent, ended({ state: 'saved', opened: opened({ name: 'Other' }) }));
    assert.equal(workOf(saved).sent, false);
    assert.equal(hasChanges(saved), false);
    assert.equal(workOf(saved).edit?.base.name, 'Other');
  });

  it('keeps what was changed after a save when the page comes back', () => {
    const kept = workOf(after(...begun, rename('Newer')));
    const back = reduce(firstState(kept), {
      ...greeted,
      creation: { state: 'saved', opened: opened({ name: 'Older' }) },
    });
    assert.equal(workOf(back).draft.name, 'Newer');
  });

  describe('after a change by somebody else', () => {
    const theirs = opened({ name: 'Theirs', expiresOn: '2030-01-01T00:00:00Z' });
    const stopped = [
      ...begun,
      { type: 'groupAdded', entry: entry('Zone Read') },
      { type: 'sent' },
      ended({ state: 'conflict', theirs }),
    ] as const;

    it('loses nothing, and has sent nothing', () => {
      const state = after(...stopped);
      assert.equal(state.creation.state, 'conflict');
      assert.equal(workOf(state).sent, false);
      assert.equal(hasChanges(state), true);
    });

    it('puts the own changes on top of theirs', () => {
      const state = reduce(after(...stopped), { type: 'tookTheirs', theirs, keepMine: true });
      assert.equal(state.creation.state, 'idle');
      const { draft, edit } = workOf(state);
      assert.deepEqual([draft.name, draft.expiresOn], ['Theirs', '2030-01-01T00:00:00Z']);
      assert.equal(edit?.base.name, 'Theirs');
      assert.deepEqual(
        changesOf(state)?.changes.map(({ message }) => message),
        ['Zone Read on example.com'],
      );
    });

    it('or drops them', () => {
      const state = reduce(after(...stopped), { type: 'tookTheirs', theirs, keepMine: false });
      assert.equal(hasChanges(state), false);
      assert.equal(workOf(state).draft.name, 'Theirs');
    });

    it('does not stop once more when the page comes back after that', () => {
      const kept = workOf(reduce(after(...stopped), { type: 'tookTheirs', theirs, keepMine: true }));
      const back = reduce(firstState(kept), { ...greeted, creation: { state: 'conflict', theirs } });
      assert.equal(back.creation.state, 'idle');
    });
  });

  it('reads the token anew when it is asked for again, unless something was changed here', () => {
    const state = after(...begun);
    const again = reduce(state, { type: 'openedAgain' });
    assert.equal(again.opening?.tokenId, TOKEN);
    assert.equal(workOf(reduce(again, came({ name: 'Renamed' }))).draft.name, 'Renamed');
    const meanwhile = reduce(reduce(again, rename('Mine')), came({ name: 'Renamed' }));
    assert.equal(workOf(meanwhile).draft.name, 'Mine');
    assert.equal(reduce(reduce(state, rename('Mine')), { type: 'openedAgain' }).opening, undefined);
  });

  it('becomes a new token where the old one is gone', () => {
    const state = after(
      ...begun,
      rename('Mine'),
      { type: 'sent' },
      ended({ state: 'gone', problem: { message: 'Gone.' } }),
      { type: 'madeAnew' },
    );
    assert.equal(workOf(state).edit, undefined);
    assert.deepEqual(problemsAt(state, 'summary'), []);
    assert.equal(state.creation.state, 'idle');
  });

  it('brings a refused address back to where it was typed', () => {
    const problem = { message: 'No.', field: 'condition' } as const;
    const state = after(...begun, rename('Mine'), { type: 'sent' }, ended({ state: 'refused', problem }));
    assert.equal(workOf(state).step, 'restrictions');
    assert.equal(state.place, 'place-condition');
  });

  it('does not hold a filter against the token that was there before', () => {
    const blocked = { condition: { deny: ['0.0.0.0/0', '::/0'] } };
    const state = after(greeted, loaded, came(blocked));
    assert.deepEqual(problemsAt(state, 'restrictions'), []);
    const changed = reduce(state, {
      type: 'addressesTyped',
      list: 'deny',
      entries: ['0.0.0.0/0', '::/0', '10.0.0.1'],
    });
    assert.deepEqual(
      problemsAt(
        after(...begun, { type: 'addressesTyped', list: 'deny', entries: ['0.0.0.0/0', '::/0'] }),
        'restrictions',
      ).length,
      1,
    );
    assert.deepEqual(problemsAt(changed, 'restrictions').length, 1);
  });

  it('comes back as it was', () => {
    const work = workOf(after(greeted, loaded, came({ unknown: { seal: { level: 3 } } }), rename('Mine')));
    assert.deepEqual(readKept(structuredClone(toKept(work))), work);
  });
});

describe('restrictions in the wizard', () => {
  const restricted = after(
    ...begun,
    { type: 'addressesTyped', list: 'allow', entries: ['192.0.2.1'] },
    { type: 'addressesTyped', list: 'deny', entries: ['192.0.2.9'] },
  );

  it('leave no empty condition behind', () => {
    assert.deepEqual(workOf(restricted).draft.condition, { allow: ['192.0.2.1'], deny: ['192.0.2.9'] });
    const less = reduce(restricted, { type: 'addressesTyped', list: 'deny', entries: [] });
    assert.deepEqual(workOf(less).draft.condition, { allow: ['192.0.2.1'] });
    const none = reduce(less, { type: 'addressesTyped', list: 'allow', entries: [] });
    assert.equal('condition' in workOf(none).draft, false);
  });

  it('count a lifetime from the start, and anew before the review', () => {
    const chosen = reduce(after(...begun), { type: 'lifetimeChosen', lifetime: '1-day' });
    const ahead = (state: WizardState) => Date.parse(workOf(state).draft.expiresOn ?? '') - Date.now();
    assert.ok(Math.abs(ahead(chosen) - 86_400_000) < 5_000);
    const started = reduce(chosen, { type: 'startTyped', notBefore: '2040-01-01T00:00:00Z' });
    assert.equal(workOf(started).draft.expiresOn, '2040-01-02T00:00:00Z');
    const dated = reduce(started, { type: 'endTyped', expiresOn: '2041-01-01T00:00:00Z' });
    assert.equal(workOf(dated).lifetime, undefined);
    const stale: WizardState = {
      ...chosen,
      work: { ...workOf(chosen), draft: { ...workOf(chosen).draft, expiresOn: '2020-01-01T00:00:00Z' } },
    };
    const reviewed = reduce(stale, { type: 'wentTo', step: 'summary' });
    assert.ok(Math.abs(ahead(reviewed) - 86_400_000) < 5_000);
    const never = reduce(reviewed, { type: 'lifetimeChosen', lifetime: 'none' });
    assert.equal('expiresOn' in workOf(never).draft, false);
  });

  it('stop at a date that is none, and at a filter that lets nothing through', () => {
    const dateless = reduce(after(...begun), { type: 'endTyped', expiresOn: '' });
    assert.deepEqual(
      problemsAt(dateless, 'restrictions').map(({ field }) => field),
      ['ttl'],
    );
    const blocked = reduce(after(...begun), {
      type: 'addressesTyped',
      list: 'deny',
      entries: ['0.0.0.0/0', '::/0'],
    });
    assert.deepEqual(
      problemsAt(blocked, 'restrictions').map(({ field }) => field),
      ['condition'],
    );
  });
});
