// Editing a token in the host: what is read, sent, asked and drawn, against the local Cloudflare. And what the host
// remembers of creates.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { chooseToEdit, type TokenToEdit } from '../../src/commands/editToken.ts';
import { s3SecretOf } from '../../src/insertion/s3Secret.ts';
import { openOwnTemplates } from '../../src/templates/ownTemplates.ts';
import type { Draft } from '../../src/tokens/draft.ts';
import { requestForEdit } from '../../src/tokens/request.ts';
import { Secret } from '../../src/tokens/secret.ts';
import type { TokenRequest } from '../../src/tokens/token.ts';
import { openAttempts } from '../../src/wizard/attempts.ts';
import type { OpenedToken, OwnerRef } from '../../src/wizard/messages.ts';
import type { SaveResult, WizardServices } from '../../src/wizard/services.ts';
import { createWizardServices } from '../../src/wizardServices.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { type FakeState, fakeState } from './fakeState.ts';
import { type Folder, makeFolder } from './folder.ts';
import { until } from './waiting.ts';
import { openWorld, type World } from './world.ts';

describe('editing a token', () => {
  let world: World;
  let services: WizardServices;
  let folder: Folder;
  let of: OwnerRef;

  beforeEach(async () => {
    folder = makeFolder();
    world = openWorld();
    await world.connect(cloudflare.userToken);
    const [session] = await world.sessions.all();
    assert.ok(session);
    of = { connectionId: session.connection.id, owner: { kind: 'user' } };
    services = servicesWith(fakeState());
  });
  afterEach(async () => {
    await world.close();
    folder.remove();
    await control.reset();
  });

  function servicesWith(state: FakeState): WizardServices {
    return createWizardServices({
      ...world,
      attempts: openAttempts(state),
      templates: openOwnTemplates(folder.uri('storage')),
      storage: folder.uri('storage'),
      reveal: () => Promise.resolve(),
    });
  }

  /** A token that somebody made elsewhere, opened. */
  async function opened(more: Partial<Parameters<typeof control.plant>[0]> = {}): Promise<OpenedToken> {
    const owner = await control.userId();
    const { id } = await control.plant({ name: 'Mine', owner, policies: policies.dnsRead, ...more });
    return services.open(of, id);
  }

  function save({ token, draft }: OpenedToken, changes: Partial<Draft>): Promise<SaveResult> {
    const changed = { ...draft, ...changes };
    return services.save(of, {
      base: token,
      requestFor: (current) => requestForEdit(changed, current, {}),
    });
  }

  const puts = async () => (await control.requests()).filter((request) => request.startsWith('PUT'));
  /** Somebody else changes the token. */
  async function changeElsewhere({ token }: OpenedToken, changes: Partial<TokenRequest>): Promise<void> {
    const request = requestForEdit({ ...(await services.open(of, token.id)).draft }, token, {});
    await world.api(cloudflare.userToken).updateToken(of.owner, token.id, { ...request, ...changes });
    await control.forgetRequests();
  }

  it('reads it afresh with the names of what it mentions, whatever the list says', async () => {
    const name = 'Fresh';
    await world.tokenRow('Certbot on web-01');
    const { token, draft, mentioned } = await opened({ name });
    assert.equal(token.name, name);
    assert.deepEqual(draft.parts[0]?.target, { scope: 'zone', zones: 'all', except: [] });
    const { node } = await world.tokenRow('Certbot on web-01');
    const certbot = await services.open(of, node.tokenId);
    assert.deepEqual(
      certbot.mentioned.zones.map((zone) => [zone.name, zone.accountId]),
      [['example.com', cloudflare.accounts[0]]],
    );
    assert.deepEqual(mentioned.zones, []);
  });

  it('sends the whole token once, and draws its row only', async () => {
    const before = await opened({
      status: 'disabled',
      condition: { request_ip: { in: ['192.0.2.0/24'] } },
      future: { rotation: { period_days: 30 } },
    });
    await world.tokenRow('Mine');
    await until('the names are known', () => world.redrawn.some((node) => node?.type === 'owner'));
    (world.redrawn as unknown[]).length = 0;
    await control.forgetRequests();
    const result = await save(before, { name: 'Renamed' });
    assert.equal(result.outcome, 'saved');
    assert.equal((await puts()).length, 1);
    const { token } = await services.open(of, before.token.id);
    assert.deepEqual(
      [token.name, token.status, token.condition, token.unknown],
      ['Renamed', 'disabled', { allow: ['192.0.2.0/24'] }, before.token.unknown],
    );
    assert.ok(world.redrawn.length > 0);
    assert.ok(world.redrawn.every((node) => node?.type === 'token' && node.tokenId === before.token.id));
  });

  it('stops when somebody changed it meanwhile, and sends nothing', async () => {
    const before = await opened();
    await changeElsewhere(before, { name: 'Theirs' });
    const result = await save(before, { expiresOn: '2040-01-01T00:00:00Z' });
    assert.ok(result.outcome === 'conflict');
    assert.equal(result.theirs.token.name, 'Theirs');
    assert.deepEqual(await puts(), []);
  });

  it('is done already where somebody made the same change', async () => {
    const before = await opened();
    await changeElsewhere(before, { name: 'Same' });
    assert.equal((await save(before, { name: 'Same' })).outcome, 'saved');
    assert.deepEqual(await puts(), []);
  });

  it('says that it is gone, and takes its row away', async () => {
    const before = await opened();
    await world.tokenRow('Mine');
    await control.remove(before.token.id);
    assert.equal((await save(before, { name: 'Other' })).outcome, 'gone');
    await assert.rejects(world.tokenRow('Mine'));
  });

  describe('when the answer to a save is lost', () => {
    const path = '/user/tokens/*';

    it('knows that it was saved by looking', async () => {
      const before = await opened();
      await control.trouble({ method: 'PUT', path, times: 1, trouble: { do: 'reset', when: 'after' } });
      const result = await save(before, { name: 'Arrived' });
      assert.ok(result.outcome === 'saved');
      assert.equal(result.opened.token.name, 'Arrived');
    });

    it('knows that it was not', async () => {
      const before = await opened();
      await control.trouble({ method: 'PUT', path, times: 1, trouble: { do: 'reset', when: 'before' } });
      await assert.rejects(save(before, { name: 'Never arrived' }));
      assert.equal((await services.open(of, before.token.id)).token.name, 'Mine');
    });

    it('says that nobody knows where nobody can look, and saving again is safe', async () => {
      const before = await opened();
      await control.trouble(
        { method: 'PUT', path, times: 1, trouble: { do: 'reset', when: 'after' } },
        { method: 'GET', path, skip: 1, trouble: { do: 'reset', when: 'before' } },
      );
      assert.equal((await save(before, { name: 'Arrived' })).outcome, 'unsure');
      await control.calm();
      await control.forgetRequests();
      assert.equal((await save(before, { name: 'Arrived' })).outcome, 'saved');
      assert.deepEqual(await puts(), []);
    });
  });

  describe('on which the connection runs', () => {
    const own = async () => services.open(of, of.connectionId);
    const withoutTokens = ({ draft }: OpenedToken): Partial<Draft> => ({
      parts: draft.parts.filter(({ target }) => target.scope !== 'user'),
    });
    const said = () => world.dialogs.said.join('\n');

    it('asks before the right to manage tokens goes, and does nothing on a change of mind', async () => {
      const before = await own();
      assert.equal((await save(before, withoutTokens(before))).outcome, 'cancelled');
      assert.match(said(), /Take from this connection the right to manage tokens\?/);
      assert.match(said(), /loses? API Tokens Edit/);
      assert.deepEqual(await puts(), []);
    });

    it('asks as well before it is narrowed otherwise, but not for a new name', async () => {
      const before = await own();
      assert.equal((await save(before, { condition: { allow: ['192.0.2.1'] } })).outcome, 'cancelled');
      assert.match(said(), /Narrow the token that this connection runs on\?/);
      assert.equal((await save(before, { name: `${before.token.name} ` })).outcome, 'saved');
      const renamed = await save(await own(), { name: 'VS Code 2' });
      assert.equal(renamed.outcome, 'saved');
      assert.equal((await save(await own(), { name: before.token.name })).outcome, 'saved');
    });
  });

  it('keeps what is known beside a secret in step: the token’s name, and what its connection may do', async () => {
    const user = await control.userId();
    const manager = await control.plant({
      name: 'Second manager',
      owner: user,
      policies: [...policies.manageUser(user), ...policies.dnsRead],
    });
    await world.connect(manager.secret);
    await world.vault.put('token', manager.id, new Secret(manager.secret), {
      name: 'Second manager',
      origin: 'x',
    });
    const kept = await world.vault.get('token', manager.id);
    const rights = async () =>
      (await world.connections.list()).find(({ id }) => id === manager.id)?.owners.map((one) => one.rights);
    assert.deepEqual(await rights(), ['edit']);
    const before = await services.open(of, manager.id);
    const parts = before.draft.parts.filter(({ target }) => target.scope !== 'user');
    world.dialogs.press('Save Anyway');
    assert.equal((await save(before, { name: 'No manager', parts })).outcome, 'saved');
    assert.deepEqual(await rights(), ['read']);
    assert.equal((await world.connections.secret(manager.id))?.reveal(), manager.secret);
    const renamed = await world.vault.get('token', manager.id);
    assert.deepEqual(renamed?.about, { name: 'No manager', origin: 'x' });
    assert.equal(renamed.storedAt, kept?.storedAt, 'it is the same secret');
    assert.equal(renamed.secret.reveal(), manager.secret);
    const now = await services.open(of, manager.id);
    assert.equal((await save(now, { parts: before.draft.parts })).outcome, 'saved');
    assert.deepEqual(await rights(), ['edit']);
    world.secrets.refuseStore = true;
    assert.equal((await save(await services.open(of, manager.id), { name: 'Saved' })).outcome, 'saved');
    await control.remove(manager.id);
  });

  it('is chosen by its row, or in the palette among those that may be changed', async () => {
    const { node } = await world.tokenRow('Certbot on web-01');
    const chosen: TokenToEdit[] = [];
    const open = (token: TokenToEdit) => void chosen.push(token);
    await chooseToEdit(world, node, open);
    world.dialogs.pick('Certbot on web-01');
    await chooseToEdit(world, undefined, open);
    assert.equal(chosen.length, 2);
    assert.deepEqual(chosen[0], chosen[1]);
    assert.deepEqual(chosen[0], { ...of, edit: node.tokenId, name: 'Certbot on web-01' });
    assert.ok(world.dialogs.said.includes('Which token should be edited?'));
  });

  describe('and what is remembered of a create', () => {
    const request: TokenRequest = {
      name: 'Sent just before the reload',
      policies: [
        {
          effect: 'allow',
          groups: [{ id: '82e64a83756745bbbb1c9c2701bf816b' }],
          resources: { 'com.cloudflare.api.account.zone.*': '*' },
        },
      ],
    };

    it('finds the token whose answer died with the window, and forgets it with the token', async () => {
      const state = fakeState();
      const early = servicesWith(state);
      await world.tokenRow('Certbot on web-01');
      await control.trouble({ method: 'POST', trouble: { do: 'reset', when: 'after' } });
      await early.create(of, request, 'work');
      await control.calm();
      const late = servicesWith(state);
      assert.equal(late.attempted('another work'), undefined);
      const ending = await late.attempted('work');
      assert.ok(ending?.state === 'lost' && ending.found !== undefined);
      assert.equal(ending.found.tokenId, (await control.token(request.name)).id);
      world.dialogs.press('Delete Token');
      assert.equal(await late.deleteFound(ending.found, 'work'), true);
      assert.equal(late.attempted('work'), undefined);
    });

    it('knows the one that was made and kept, and of none that was refused', async () => {
      const state = fakeState();
      const result = await servicesWith(state).create(of, request, 'work');
      assert.ok(result.outcome === 'created');
      const ending = await servicesWith(state).attempted('work');
      assert.deepEqual(ending, {
        state: 'created',
        token: { ...of, tokenId: result.tokenId, name: request.name },
      });
      await assert.rejects(servicesWith(state).create(of, { ...request, name: '' }, 'refused'));
      assert.equal(servicesWith(state).attempted('refused'), undefined);
      await control.remove(result.tokenId);
    });
  });

  describe('and its secret', () => {
    const SECRET = 'cfut_0123456789012345678901234567890123456789abcdef01';

    it('makes the secret of R2’s S3 API', () => {
      const known = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b'; // of "secret", by sha256sum
      assert.equal(s3SecretOf(new Secret('secret')).reveal(), known);
    });

    it('is in the environment of one terminal, which VS Code does not revive', async () => {
      await world.vault.put('token', 'e'.repeat(32), new Secret(SECRET), { name: 'Mine' });
      const before = new Set(vscode.window.terminals);
      assert.equal(await services.openTerminal('e'.repeat(32), 'CF_DNS_API_TOKEN'), true);
      const terminal = vscode.window.terminals.find((one) => !before.has(one));
      const options = terminal?.creationOptions as vscode.TerminalOptions | undefined;
      assert.deepEqual(
        [options?.env?.['CF_DNS_API_TOKEN'], options?.isTransient, options?.name],
        [SECRET, true, 'Token “Mine”'],
      );
      terminal?.dispose();
      assert.equal(
        vscode.window.terminals.some(
          ({ creationOptions }) =>
            'env' in creationOptions &&
            JSON.stringify(creationOptions.env ?? {}).includes(SECRET) &&
            creationOptions !== options,
        ),
        false,
      );
    });
  });
});
