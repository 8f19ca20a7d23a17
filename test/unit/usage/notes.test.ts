// Notes of consumers: kept without anything secret, and read back with care.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openNotes } from '../../../src/usage/notes.ts';
import { fakeState } from './fakeState.ts';

describe('notes of consumers', () => {
  it('are kept by token, and forgotten one by one or all', async () => {
    const state = fakeState();
    const notes = openNotes(state);
    await notes.add('a', 'GitHub Actions secret CF_TOKEN');
    await notes.add('a', 'the NAS');
    await notes.add('b', 'Jenkins');
    const [first, second] = openNotes(state).of('a');
    assert.deepEqual([first?.label, second?.label], ['GitHub Actions secret CF_TOKEN', 'the NAS']);
    assert.notEqual(first?.id, second?.id);
    await notes.forget('a', first?.id ?? '');
    assert.deepEqual(
      notes.of('a').map(({ label }) => label),
      ['the NAS'],
    );
    await notes.forgetAll('a');
    assert.deepEqual(Object.keys(state.entries.get('consumers') as object), ['b']);
  });

  it('survive whatever else is in their place', async () => {
    for (const kept of [
      undefined,
      null,
      'x',
      7,
      [],
      { a: 'x' },
      { a: [null, 3, { id: 1 }, { label: 'x' }] },
    ]) {
      const state = fakeState();
      state.entries.set('consumers', kept);
      assert.deepEqual(openNotes(state).of('a'), [], JSON.stringify(kept));
      await openNotes(state).add('a', 'new');
      assert.equal(openNotes(state).of('a').length, 1);
    }
  });
});
