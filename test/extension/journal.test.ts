// An extension host dies between Cloudflare's answer and the secret's keeping: the next one says what is true, and leads on.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { rollToken } from '../../src/commands/rollToken.ts';
import { tellInterrupted } from '../../src/commands/tellInterrupted.ts';
import { creating } from '../../src/journal/journal.ts';
import { digestsOf } from '../../src/journal/leftRolls.ts';
import { Secret } from '../../src/tokens/secret.ts';
import type { TokenRequest } from '../../src/tokens/token.ts';
import { openOwnTemplates } from '../../src/templates/ownTemplates.ts';
import { openAttempts } from '../../src/wizard/attempts.ts';
import { createWizardServices } from '../../src/wizardServices.ts';
import { fakeState } from '../unit/usage/fakeState.ts';
import { createFakeClock } from '../unit/cloudflare/fakeClock.ts';
import { control, policies } from './control.ts';
import { until } from './waiting.ts';
import { openWorld, type World } from './world.ts';

const USER = { kind: 'user' } as const;
const REQUEST: TokenRequest = {
  name: 'Newborn',
  policies: [
    {
      effect: 'allow',
      groups: [{ id: '82e64a83756745bbbb1c9c2701bf816b' }], // DNS Read
      resources: { 'com.cloudflare.api.account.zone.*': '*' },
    },
  ],
};

describe('the journal', () => {
  const clock = createFakeClock();
  let world: World;
  let own: { id: string; secret: string };
  let token: { id: string; secret: string };

  beforeEach(async () => {
    world = openWorld();
    const owner = await control.userId();
    own = await control.plant({ name: 'Manager', owner, policies: policies.manageUser(owner) });
    token = await control.plant({ name: 'Deploy', owner, policies: policies.dnsRead });
    await world.connect(own.secret);
  });
  afterEach(async () => {
    await world.close();
    for (const { name, id } of await control.tokens()) if (name === 'Newborn') await control.remove(id);
    await control.reset();
  });

  const said = () => world.dialogs.said.join('\n');
  const open = () => [...world.state.entries.keys()].filter((key) => key.startsWith('journal:'));
  const keep = (id: string, secret: string) => world.vault.put('token', id, new Secret(secret), {});
  const intentToRoll = (tokenId: string, name: string) =>
    ({ kind: 'roll', connectionId: own.id, owner: USER, name, tokenId }) as const;

  function wizardServices() {
    const storage = vscode.Uri.file('/nowhere');
    return createWizardServices({
      ...world,
      attempts: openAttempts(fakeState()),
      templates: openOwnTemplates(storage),
      storage,
      reveal: () => Promise.resolve(),
    });
  }

  /** The host that wrote the entries is gone, and so is all that was in memory. */
  async function die(): Promise<void> {
    for (const key of open()) {
      const entry = world.state.entries.get(key) as { by: object };
      await world.state.update(key, { ...entry, by: { ...entry.by, id: 'dead', pid: 2 ** 22 + 1 } });
    }
    await world.close();
    world = openWorld({ secrets: world.secrets, state: world.state });
  }

  it('is empty after what ended well, and holds no secret before', async () => {
    const { secret } = await control.plant({
      name: 'Rolled',
      owner: await control.userId(),
      policies: policies.dnsRead,
    });
    await world.explorer.refresh();
    world.dialogs.press('Roll Secret');
    const before: string[] = [];
    const update = world.state.update.bind(world.state);
    world.state.update = async (key, value) => {
      before.push(`${key} ${JSON.stringify(value)}`);
      return update(key, value);
    };
    await rollToken(world, (await world.tokenRow('Rolled')).node);
    const services = wizardServices();
    await services.create({ connectionId: own.id, owner: USER }, REQUEST, 'work');
    assert.deepEqual(open(), []);
    assert.equal(before.filter((line) => line.includes('"kind"')).length, 2, 'both were written down first');
    const secrets = [secret, ...(await control.tokens()).map((one) => one.secret)];
    for (const one of secrets) assert.ok(!before.join('\n').includes(one));
  });

  it('is left open by what Cloudflare refused no longer than that', async () => {
    await control.trouble({ method: 'POST', trouble: { do: 'html', status: 403 } });
    const services = wizardServices();
    await assert.rejects(services.create({ connectionId: own.id, owner: USER }, REQUEST, 'work'));
    assert.deepEqual(open(), []);
  });

  it('stays open while a secret is in memory only', async () => {
    world.secrets.refuseStore = true;
    world.dialogs.press('Roll Secret');
    await rollToken(world, (await world.tokenRow('Deploy')).node);
    assert.equal(open().length, 1);
    world.secrets.refuseStore = false;
    await die();
    await tellInterrupted(world, { clock });
    assert.match(said(), /The old secret is not stored here, so it is unknown whether it still works/);
  });

  it('does not hinder what it cannot write down', async () => {
    world.state.update = () => Promise.reject(new Error('full'));
    world.dialogs.press('Roll Secret');
    await rollToken(world, (await world.tokenRow('Deploy')).node);
    assert.match(said(), /has a new secret\. It is stored and works/);
    assert.match(world.logged.join('\n'), /The journal could not be written/);
  });

  it('leaves alone what a living window is at', async () => {
    await world.journal.begin(intentToRoll(token.id, 'Deploy'));
    assert.deepEqual(world.journal.interrupted(), []);
    const [key = ''] = open();
    const entry = world.state.entries.get(key) as { by: object };
    await world.state.update(key, { ...entry, by: { ...entry.by, id: 'other', pid: process.ppid } });
    assert.deepEqual(world.journal.interrupted(), []);
    await world.state.update(key, { ...entry, by: { ...entry.by, id: 'dead, with our process id' } });
    assert.equal(world.journal.interrupted().length, 1);
  });

  it('passes over entries that are damaged', async () => {
    for (const bad of [7, {}, { kind: 'roll' }, { kind: 'create', at: 'x', owner: USER }])
      await world.state.update(`journal:${Math.random()}`, bad);
    assert.deepEqual(world.journal.interrupted(), []);
  });

  describe('after a create', () => {
    it('tells of a token whose secret nobody has, and rolls it', async () => {
      await world.journal.begin(creating(own.id, USER, REQUEST));
      await world.api(own.secret).createToken(USER, REQUEST);
      await die();
      world.dialogs.press('Roll Secret…');
      world.dialogs.press('Roll Secret');
      await world.explorer.refresh();
      await tellInterrupted(world, { clock });
      assert.match(
        said(),
        /were closed while “Newborn” was being created\. The token was made, but nobody has/,
      );
      await untilSettled();
      const made = await control.token('Newborn');
      assert.equal((await world.vault.get('token', made.id))?.secret.reveal(), made.secret);
    });

    it('deletes it when told to', async () => {
      await world.journal.begin(creating(own.id, USER, REQUEST));
      await world.api(own.secret).createToken(USER, REQUEST);
      await die();
      world.dialogs.press('Delete Token…');
      world.dialogs.press('Delete Token');
      await world.explorer.refresh();
      await tellInterrupted(world, { clock });
      await untilSettled();
      assert.ok(!(await control.tokens()).some(({ name }) => name === 'Newborn'));
    });

    it('tells again the next time when nobody has answered', async () => {
      await world.journal.begin(creating(own.id, USER, REQUEST));
      await world.api(own.secret).createToken(USER, REQUEST);
      await die();
      await tellInterrupted(world, { clock });
      assert.equal(open().length, 1);
      world.dialogs.press('Leave It');
      await tellInterrupted(world, { clock });
      await untilSettled();
    });

    it('says that nothing was made', async () => {
      await world.journal.begin(creating(own.id, USER, REQUEST));
      await die();
      await tellInterrupted(world, { clock });
      assert.match(said(), /“Newborn” was being created\. It was not made: no such token has turned up/);
      assert.deepEqual(open(), []);
    });

    it('says nothing when the secret was kept', async () => {
      await world.journal.begin(creating(own.id, USER, REQUEST));
      const outcome = await world.api(own.secret).createToken(USER, REQUEST);
      assert.ok(outcome.outcome === 'created');
      await world.vault.put('token', outcome.token.id, outcome.secret, {});
      await die();
      await tellInterrupted(world, { clock });
      assert.deepEqual([said(), open()], ['', []]);
    });

    it('does not take a token of the same kind, made and kept just before, for the one that was lost', async () => {
      const first = await world.api(own.secret).createToken(USER, REQUEST);
      assert.ok(first.outcome === 'created');
      await world.vault.put('token', first.token.id, first.secret, {});
      await later();
      await world.journal.begin(creating(own.id, USER, REQUEST));
      await die();
      await tellInterrupted(world, { clock });
      assert.match(said(), /It was not made/);
    });
  });

  describe('after a roll', () => {
    it('says that the secret works as before', async () => {
      await keep(token.id, token.secret);
      await later();
      await world.journal.begin(intentToRoll(token.id, 'Deploy'));
      await die();
      await tellInterrupted(world, { clock });
      assert.match(
        said(),
        /the secret of “Deploy” was being rolled\. It was not rolled: its secret works as before/,
      );
      assert.deepEqual(open(), []);
    });

    it('that was not made forgets what it would have left, and not what an earlier one has', async () => {
      const place = {
        uri: 'file:///nowhere/.env',
        variable: 'A',
        holding: 'secret',
        label: '.env (A)',
      } as const;
      const left = {
        tokenId: token.id,
        connectionId: own.id,
        owner: USER,
        name: 'Deploy',
        places: [place],
        byHand: [],
      };
      const alive = digestsOf({ id: token.id, secret: new Secret(token.secret) });
      for (const earlier of [[], ['of a secret before']]) {
        await keep(token.id, token.secret);
        await later();
        await world.journal.begin(intentToRoll(token.id, 'Deploy'));
        await world.leftRolls.save({ ...left, digests: [...alive, ...earlier] });
        await die();
        await tellInterrupted(world, { clock });
        assert.deepEqual(world.leftRolls.of(token.id)?.digests ?? [], earlier);
      }
    });

    it('says that the old secret is dead and the new one lost, and rolls again', async () => {
      await keep(token.id, token.secret);
      await later();
      await world.journal.begin(intentToRoll(token.id, 'Deploy'));
      await world.api(own.secret).rollToken(USER, token.id);
      await die();
      world.dialogs.press('Roll Again…');
      world.dialogs.press('Roll Secret');
      await tellInterrupted(world, { clock });
      assert.match(said(), /It was rolled, and the new secret was lost with it: the old one no longer works/);
      await untilSettled();
      const now = (await control.tokens()).find(({ id }) => id === token.id);
      assert.equal((await world.vault.get('token', token.id))?.secret.reveal(), now?.secret);
    });

    it('says nothing when the new secret was kept, or the token is gone', async () => {
      await world.journal.begin(intentToRoll(token.id, 'Deploy'));
      await keep(token.id, token.secret);
      await world.journal.begin(intentToRoll('f'.repeat(32), 'Gone'));
      await die();
      await tellInterrupted(world, { clock });
      assert.deepEqual([said(), open()], ['', []]);
    });

    it('says so when the connection’s own secret was lost', async () => {
      await later();
      await world.journal.begin(intentToRoll(own.id, 'Manager'));
      await world.api(own.secret).rollToken(USER, own.id);
      await die();
      await tellInterrupted(world, { clock });
      assert.match(said(), /“Manager” was being rolled, on which a connection runs[^]*Open Dashboard/);
      assert.equal(open().length, 1);
    });

    it('asks again when Cloudflare cannot be asked, or says that the connection is gone', async () => {
      await world.journal.begin(intentToRoll(token.id, 'Deploy'));
      await die();
      await control.trouble({ trouble: { do: 'error', status: 403, code: 9109, message: 'Unauthorized' } });
      await tellInterrupted(world, { clock });
      assert.match(said(), /What became of it cannot be found out now\. [^]*Try Again/);
      assert.equal(open().length, 1);
      await world.connections.remove(own.id);
      await tellInterrupted(world, { clock });
      assert.match(said(), /Its connection is gone/);
    });

    it('does not tell twice that a secret works as before', async () => {
      await keep(token.id, token.secret);
      await later();
      await (await world.journal.begin(intentToRoll(token.id, 'Deploy'))).told();
      await die();
      await tellInterrupted(world, { clock });
      assert.deepEqual([said(), open()], ['', []]);
    });
  });

  /** The times of keeping and of writing down are told apart by milliseconds. */
  async function later(): Promise<void> {
    const start = Date.now();
    while (Date.now() <= start) await new Promise(setImmediate);
  }

  async function untilSettled(): Promise<void> {
    await until('the entry is closed', () => open().length === 0);
  }
});
