// The wizard's state: how a draft comes to be, what keeps it from going on, and how a create ends.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readKept, toKept, type Work } from '../../../webview/wizard/kept.ts';
import { type Action, reduce } from '../../../webview/wizard/reduce.ts';
import { firstState, type WizardState } from '../../../webview/wizard/state.ts';
import { firstObstacle, problemsAt } from '../../../webview/wizard/step-problems.ts';
import { account, ACCOUNT, catalogue, entry, TOKEN, user, ZONE } from './fixtures.ts';

const loaded: Action[] = [user, account].map((of) => ({
  type: 'catalogueCame',
  of,
  catalogue: { state: 'loaded', value: catalogue },
}));
const greeted: Action = { type: 'greeted', owners: [user, account], start: {}, creation: { state: 'idle' } };

function after(...actions: readonly Action[]): WizardState {
  return actions.reduce(reduce, firstState(undefined));
}

function workOf({ work }: WizardState): Work {
  assert.ok(work);
  return work;
}

const chooseTemplate = (key: string): Action => ({ type: 'templateChosen', key });
const add = (name: string): Action => ({ type: 'groupAdded', entry: entry(name) });
const dnsOnAZone: Action[] = [
  greeted,
  ...loaded,
  chooseTemplate('edit-zone-dns'),
  { type: 'targetChosen', part: 0, target: { scope: 'zone', zones: { chosen: [{ id: ZONE }] }, except: [] } },
];

describe('the wizard’s state', () => {
  it('starts for the owner it was opened for, else for the first that may create tokens', () => {
    const asked: Action = { ...greeted, start: { connectionId: 'c1', owner: account.owner } };
    assert.deepEqual(workOf(after(asked)).draft.owner, account.owner);
    assert.deepEqual(
      workOf(after({ ...greeted, owners: [{ ...user, canCreate: false }, account] })).draft.owner,
      account.owner,
    );
    assert.equal(after({ ...greeted, owners: [{ ...user, canCreate: false }] }).work, undefined);
  });

  it('begins as soon as a first connection is there', () => {
    const state = after({ ...greeted, owners: [] }, { type: 'ownersChanged', owners: [user] });
    assert.deepEqual(workOf(state).draft.owner, user.owner);
  });

  describe('with a template', () => {
    it('fills the draft once the catalogue is there, and proposes a name', () => {
      const before = after(greeted, chooseTemplate('edit-zone-dns'));
      assert.deepEqual(workOf(before).draft.parts, []);
      const { draft } = workOf(after(greeted, chooseTemplate('edit-zone-dns'), ...loaded));
      assert.equal(draft.name, 'Edit zone DNS');
      assert.deepEqual(draft.parts[0]?.groups, [{ id: entry('DNS Write').id, name: 'DNS Write' }]);
    });

    it('never replaces a name that the person typed', () => {
      const typed = after(
        greeted,
        ...loaded,
        { type: 'named', name: 'Mine' },
        chooseTemplate('edit-zone-dns'),
      );
      assert.equal(workOf(typed).draft.name, 'Mine');
      const changed = after(
        greeted,
        ...loaded,
        chooseTemplate('edit-zone-dns'),
        chooseTemplate('read-billing-info'),
      );
      assert.equal(workOf(changed).draft.name, 'Read billing info');
    });

    it('says which permissions it left out', () => {
      const state = after(greeted, ...loaded, chooseTemplate('read-analytics-and-logs'));
      assert.deepEqual(workOf(state).omitted, ['Analytics Read', 'Logs Read']);
    });

    it('sets aside what was chosen by hand, and brings it back', () => {
      const state = after(greeted, ...loaded, add('DNS Read'), chooseTemplate('read-billing-info'));
      assert.deepEqual(
        workOf(state).draft.parts.map(({ target }) => target.scope),
        ['account'],
      );
      const back = reduce(state, { type: 'partsBroughtBack' });
      assert.deepEqual(workOf(back).draft.parts[0]?.groups, [{ id: entry('DNS Read').id, name: 'DNS Read' }]);
      assert.equal(workOf(back).setAside, undefined);
    });

    it('is made anew for another owner, while a choice by hand moves over', () => {
      const moved = after(greeted, ...loaded, chooseTemplate('read-billing-info'), {
        type: 'ownerChosen',
        choice: account,
      });
      assert.deepEqual(workOf(moved).draft.parts[0]?.target, {
        scope: 'account',
        accounts: [{ id: ACCOUNT, name: 'Acme' }],
      });
      const byHand = after(greeted, ...loaded, add('DNS Write'), add('User Details Read'), {
        type: 'ownerChosen',
        choice: account,
      });
      assert.deepEqual(
        workOf(byHand).draft.parts.map(({ target }) => target.scope),
        ['zone'],
      );
    });
  });

  describe('with permissions by hand', () => {
    it('keeps one part per scope, and drops a part with its last permission', () => {
      const state = after(
        greeted,
        ...loaded,
        add('DNS Write'),
        add('Billing Read'),
        add('Zone Read'),
        add('DNS Write'),
      );
      assert.deepEqual(
        workOf(state).draft.parts.map(({ groups }) => groups.map(({ name }) => name)),
        [['DNS Write', 'Zone Read'], ['Billing Read']],
      );
      const less = reduce(state, { type: 'groupRemoved', id: entry('Billing Read').id });
      assert.equal(workOf(less).draft.parts.length, 1);
    });

    it('does not take a permission on a kind of resource it cannot name', () => {
      assert.deepEqual(workOf(after(greeted, ...loaded, add('Flagship Evaluate'))).draft.parts, []);
    });

    it('chooses the account by itself where there is but one', () => {
      const accounts: Action = {
        type: 'accountsCame',
        of: user,
        accounts: { state: 'loaded', value: [{ id: ACCOUNT, name: 'Acme' }] },
      };
      const state = after(greeted, ...loaded, accounts, add('Billing Read'));
      assert.deepEqual(workOf(state).draft.parts[0]?.target, {
        scope: 'account',
        accounts: [{ id: ACCOUNT, name: 'Acme' }],
      });
    });
  });

  describe('going on', () => {
    it('stops at a step with a problem, and then shows it', () => {
      const state = after(greeted, ...loaded, { type: 'wentOn' });
      assert.equal(workOf(state).step, 'start');
      assert.deepEqual(state.tried, ['start']);
      assert.deepEqual(
        problemsAt(state, 'start').map(({ field }) => field),
        ['template', 'name'],
      );
    });

    it('leads to the summary, but never by itself to the secret', () => {
      const go: Action = { type: 'wentOn' };
      const state = after(...dnsOnAZone, go, go, go, go, go);
      assert.equal(workOf(state).step, 'summary');
      assert.deepEqual(workOf(state).passed, ['start', 'permissions', 'resources', 'restrictions']);
    });

    it('knows the first step that is in the way', () => {
      assert.equal(firstObstacle(after(greeted), 'summary'), 'start');
      assert.equal(
        firstObstacle(after(greeted, ...loaded, chooseTemplate('edit-zone-dns')), 'summary'),
        'resources',
      );
      assert.equal(firstObstacle(after(...dnsOnAZone), 'summary'), undefined);
    });
  });

  describe('creating', () => {
    const sent: Action = { type: 'sent' };
    const token = { connectionId: 'c1', owner: user.owner, tokenId: TOKEN, name: 'Edit zone DNS' };

    it('ends on the secret page, which keeps the id only', () => {
      const state = after(...dnsOnAZone, sent, {
        type: 'creationChanged',
        creation: { state: 'created', token },
      });
      assert.equal(workOf(state).step, 'secret');
      assert.deepEqual(workOf(state).created, token);
    });

    it('brings a refusal back to the step that caused it, and loses nothing', () => {
      const refused = (field: 'name' | 'parts' | undefined, group?: string) =>
        after(...dnsOnAZone, sent, {
          type: 'creationChanged',
          creation: {
            state: 'refused',
            problem: { message: 'No.', ...(field && { field }), ...(group !== undefined && { group }) },
          },
        });
      assert.equal(workOf(refused('name')).step, 'start');
      assert.equal(workOf(refused('parts', 'DNS Write')).step, 'resources');
      assert.equal(workOf(refused('parts', 'Something Else')).step, 'permissions');
      assert.equal(workOf(refused(undefined)).step, 'summary');
      assert.deepEqual(workOf(refused('name')).draft, workOf(after(...dnsOnAZone)).draft);
      assert.equal(workOf(refused('name')).sent, false);
    });

    it('takes up the end of a create that came while the tab was hidden', () => {
      const kept = workOf(after(...dnsOnAZone, sent));
      const state = reduce(firstState(kept), { ...greeted, creation: { state: 'created', token } });
      assert.equal(workOf(state).step, 'secret');
    });

    it('does not show an old end again after the person moved on', () => {
      const kept = workOf(after(...dnsOnAZone));
      const old = { state: 'refused', problem: { message: 'No.' } } as const;
      assert.equal(reduce(firstState(kept), { ...greeted, creation: old }).refusal, undefined);
    });

    it('remembers that something was sent until it knows how it ended', () => {
      const lost = after(...dnsOnAZone, sent, {
        type: 'creationChanged',
        creation: { state: 'lost', problem: { message: 'Lost.' } },
      });
      assert.equal(workOf(lost).sent, true);
      assert.equal(workOf(reduce(lost, { type: 'lossSettled' })).sent, false);
    });

    it('starts over with nothing but the owner', () => {
      const done = after(...dnsOnAZone, sent, {
        type: 'creationChanged',
        creation: { state: 'created', token },
      });
      const work = workOf(reduce(done, { type: 'startedOver' }));
      assert.deepEqual([work.step, work.draft.parts, work.created], ['start', [], undefined]);
      assert.deepEqual(work.draft.owner, user.owner);
    });
  });

  describe('what is kept', () => {
    it('comes back as it was', () => {
      const work = workOf(after(...dnsOnAZone, { type: 'wentOn' }));
      assert.deepEqual(readKept(structuredClone(toKept(work))), work);
    });

    it('is left alone when it is of another version, or damaged', () => {
      const work = workOf(after(...dnsOnAZone));
      assert.equal(readKept({ version: 99, work }), undefined);
      assert.equal(readKept({ version: 2, work: { ...work, step: 'nowhere' } }), undefined);
      assert.equal(readKept(undefined), undefined);
    });

    it('leaves out what it does not know, so that nothing secret slips in', () => {
      const work = { ...workOf(after(...dnsOnAZone)), secret: 'cfut_x' };
      assert.ok(!JSON.stringify(readKept({ version: 2, work })).includes('cfut_x'));
    });
  });
});
