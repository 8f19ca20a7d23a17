// What a draft starts from: templates, presets by tool, files of one's own and existing tokens, and what is said of them.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { draftOf } from '../../../src/tokens/draftOf.ts';
import { duplicateOf } from '../../../src/tokens/duplicate.ts';
import { readTemplateFile } from '../../../src/tokens/templateReader.ts';
import type { Token } from '../../../src/tokens/token.ts';
import type { OwnTemplate } from '../../../src/wizard/messages-draft.ts';
import type { Work } from '../../../webview/wizard/kept.ts';
import { type Action, reduce } from '../../../webview/wizard/reduce.ts';
import { neededOwner, TOOL_PRESETS } from '../../../webview/wizard/starting-points.ts';
import { firstState, type WizardState } from '../../../webview/wizard/state.ts';
import { countOf, startList } from '../../../webview/wizard/steps/start-list.ts';
import { account, catalogue, entry, TOKEN, user, ZONE } from './fixtures.ts';

const greeted: Action = { type: 'greeted', owners: [user, account], start: {}, creation: { state: 'idle' } };
const loaded: Action[] = [user, account].map((of) => ({
  type: 'catalogueCame',
  of,
  catalogue: { state: 'loaded', value: catalogue },
}));
const choose = (key: string): Action => ({ type: 'templateChosen', key });

function after(...actions: readonly Action[]): WizardState {
  return [greeted, ...loaded, ...actions].reduce(reduce, firstState(undefined));
}

function workOf({ work }: WizardState): Work {
  assert.ok(work);
  return work;
}

function own(fields: object, file = 'shop.json'): OwnTemplate {
  const reading = readTemplateFile(JSON.stringify({ schemaVersion: 1, ...fields }));
  assert.equal(reading.outcome, 'valid');
  return { key: `file:${file}`, file, template: reading.template, flaws: reading.problems };
}

const dns = { scope: 'zone', permissions: [{ name: 'DNS Write' }], zones: [{ id: ZONE }] };
const restricted = own({ name: 'Shop', grants: [dns], condition: { allow: ['192.0.2.0/24'] } });

describe('starting points', () => {
  it('are found by tool, permission and variable', () => {
    assert.deepEqual(
      startList([], 'traefik').tools.map(({ key }) => key),
      ['lego', 'lego-split-zone', 'lego-split-dns'],
    );
    assert.ok(startList([], 'CF_API_TOKEN').tools.some(({ key }) => key === 'external-dns'));
    assert.deepEqual(
      startList([], 'load balancers').templates.map(({ key }) => key),
      ['edit-load-balancing'],
    );
    assert.deepEqual(startList([restricted], 'shop dns edit').own, [restricted]);
    assert.equal(countOf(startList([], 'no such thing')), 0);
  });

  it('are listed once each', () => {
    const { own: none, templates, tools, r2 } = startList([], '');
    const keys = [...none, ...templates, ...tools, ...r2].map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(keys.length, 8 + TOOL_PRESETS.length);
    assert.deepEqual(
      r2.map(({ category }) => category),
      ['r2', 'r2', 'r2', 'r2'],
    );
  });

  it('fill the draft from a preset, without what the tool needs only sometimes', () => {
    const { draft, omitted } = workOf(after(choose('certbot')));
    assert.deepEqual(
      draft.parts[0]?.groups.map(({ name }) => name),
      ['DNS Write'],
    );
    assert.equal(draft.name, 'Certbot');
    assert.deepEqual(omitted, []);
  });

  it('say what Cloudflare does not offer, and what an account-owned token cannot hold', () => {
    const onAccount = after({ type: 'ownerChosen', choice: account }, choose('edit-cloudflare-workers'));
    assert.ok(workOf(onAccount).omitted.includes('Workers Scripts Edit'));
    assert.deepEqual(workOf(onAccount).dropped, ['User Details Read', 'Memberships Read']);
  });

  it('say whose tokens they are meant for', () => {
    assert.equal(neededOwner('infisical-rotation', 'user'), 'account');
    assert.equal(neededOwner('vault-plugin', 'account'), 'user');
    assert.equal(neededOwner('create-additional-tokens', 'account'), undefined);
    assert.equal(neededOwner('edit-cloudflare-workers', 'account'), undefined);
    assert.equal(neededOwner('custom', 'account'), undefined);
  });

  it('of one’s own wait for the files, bring restrictions, and take back only those', () => {
    const waiting = after(choose(restricted.key));
    assert.equal(workOf(waiting).unapplied, true);
    const filled = reduce(waiting, { type: 'templatesCame', templates: [restricted] });
    assert.equal(workOf(filled).draft.name, 'Shop');
    assert.deepEqual(workOf(filled).draft.condition, { allow: ['192.0.2.0/24'] });
    assert.deepEqual(workOf(filled).draft.parts[0]?.target, {
      scope: 'zone',
      zones: { chosen: [{ id: ZONE }] },
      except: [],
    });
    assert.equal(workOf(reduce(filled, choose('edit-zone-dns'))).draft.condition, undefined);
    const typed = {
      ...filled,
      work: {
        ...workOf(filled),
        draft: { ...workOf(filled).draft, condition: { allow: ['198.51.100.7/32'] } },
      },
    };
    assert.deepEqual(workOf(reduce(typed, choose('edit-zone-dns'))).draft.condition, {
      allow: ['198.51.100.7/32'],
    });
  });

  it('follow a changed file as long as nothing was changed by hand', () => {
    const changed = own({ name: 'Shop', grants: [{ ...dns, permissions: [{ name: 'DNS Read' }] }] });
    const came = (templates: readonly OwnTemplate[]): Action => ({ type: 'templatesCame', templates });
    const fresh = after(choose(restricted.key), came([restricted]), came([changed]));
    assert.deepEqual(
      workOf(fresh).draft.parts[0]?.groups.map(({ name }) => name),
      ['DNS Read'],
    );
    const byHand = after(
      choose(restricted.key),
      came([restricted]),
      { type: 'groupAdded', entry: entry('Zone Read') },
      came([changed]),
    );
    assert.deepEqual(
      workOf(byHand).draft.parts[0]?.groups.map(({ name }) => name),
      ['DNS Write', 'Zone Read'],
    );
  });
});

describe('a token like an existing one', () => {
  const token: Token = {
    id: TOKEN,
    owner: account.owner,
    name: 'Deploys',
    status: 'active',
    policies: [
      {
        effect: 'allow',
        groups: [{ id: entry('DNS Write').id, name: 'DNS Write' }],
        resources: { [`com.cloudflare.api.account.zone.${ZONE}`]: '*' },
      },
      { effect: 'allow', groups: [{ id: 'f'.repeat(32) }], resources: { 'com.cloudflare.new.thing': '*' } },
    ],
    condition: { deny: ['192.0.2.7/32'] },
    issuedOn: '2024-01-01T00:00:00Z',
    notBefore: '2024-01-02T00:00:00Z',
    expiresOn: '2024-01-31T00:00:00Z',
  };
  const draft = draftOf(token, catalogue, { zone: () => undefined, account: () => undefined });
  const opened: Action = {
    type: 'tokenOpened',
    opened: { token, draft, mentioned: { zones: [], accounts: [] } },
  };
  const of = { connectionId: 'c1', owner: account.owner };
  const asked: Action = { type: 'likeChosen', of, tokenId: TOKEN };

  it('has everything but the secret, the name and the dates', () => {
    const now = new Date('2026-05-01T00:00:00Z');
    assert.deepEqual(duplicateOf(token, draft, now), {
      name: 'Deploys (copy)',
      owner: account.owner,
      parts: draft.parts,
      condition: token.condition,
      expiresOn: '2026-05-31T00:00:00Z',
      carried: [token.policies[1]],
    });
  });

  it('takes the token’s owner, and sets aside what was made by hand', () => {
    const byHand: Action = { type: 'groupAdded', entry: entry('Billing Read') };
    const state = after(byHand, asked, opened);
    const work = workOf(state);
    assert.deepEqual([work.template, work.draft.owner], ['like', account.owner]);
    assert.deepEqual(work.like, { name: 'Deploys', saysMore: false });
    assert.equal(work.edit, undefined);
    assert.equal(state.opening, undefined);
    const back = workOf(reduce(state, { type: 'partsBroughtBack' }));
    assert.deepEqual(
      back.draft.parts.map(({ groups }) => groups[0]?.name),
      ['Billing Read'],
    );
  });

  it('starts for another owner where its own cannot be given tokens', () => {
    const owners = [user, { ...account, canCreate: false }];
    const state = [{ ...greeted, owners }, ...loaded, asked, opened].reduce(reduce, firstState(undefined));
    assert.deepEqual(workOf(state).draft.owner, user.owner);
    assert.equal(workOf(state).draft.parts.length, 1);
  });

  it('says that it does not have what no draft can say', () => {
    const restricted = { ...token, unknown: { geo: ['NL'] } };
    const state = after(asked, {
      type: 'tokenOpened',
      opened: { token: restricted, draft, mentioned: { zones: [], accounts: [] } },
    });
    assert.equal(workOf(state).like?.saysMore, true);
  });

  it('is read as soon as the wizard is opened for it', () => {
    const start = { ...of, like: TOKEN };
    const state = [{ ...greeted, start }, opened].reduce(reduce, firstState(undefined));
    assert.deepEqual(reduce(firstState(undefined), { ...greeted, start }).opening, {
      of,
      tokenId: TOKEN,
      for: 'like',
    });
    assert.equal(workOf(state).draft.name, 'Deploys (copy)');
  });
});
