// A rotation goes on from wherever it was interrupted, and at no moment does anything hold a dead secret.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  chosen,
  deletable,
  deployed,
  disabledAgain,
  resumed,
  twinDeletable,
  undone,
  without,
} from '../../../src/rotation/decisions.ts';
import { advance } from '../../../src/rotation/drive.ts';
import type { Pause } from '../../../src/rotation/pause.ts';
import {
  fromRecord,
  hasReached,
  type Rotation,
  type Stage,
  STAGES,
  toRecord,
  twinNameFor,
} from '../../../src/rotation/rotation.ts';
import { alignTwin } from '../../../src/rotation/twin.ts';
import { Crash, type FakeWorld, fakeWorld, OWNER, placeOf } from './fakeReach.ts';

const DAY = 86_400_000;
const PLACES = [placeOf('a.env'), placeOf('b.env')];

const BEGUN: Rotation = {
  tokenId: 'old',
  owner: OWNER,
  connectionId: 'c',
  name: 'Deploy',
  twinName: twinNameFor('Deploy', '3f9a'),
  startedAt: '2026-01-01T00:00:00Z',
  stage: 'creating',
  places: [],
  byHand: [],
  givenUp: [],
};

/** A person who answers every question, and starts VS Code again whenever it dies. */
interface Person {
  /** Changes their mind at this pause, and undoes. */
  readonly undoAt?: Pause['for'];
  /** The world ends at these calls, one after the other. */
  readonly crashes?: readonly { readonly at: number; readonly when: 'before' | 'after' }[];
}

/** Goes on until the rotation is over. @returns why it stopped, each time */
async function play(world: FakeWorld, { undoAt, crashes = [] }: Person = {}): Promise<Pause['for'][]> {
  const left = [...crashes];
  const pauses: Pause['for'][] = [];
  const arm = () => {
    const next = left.shift();
    if (next !== undefined) world.endAt(next.at, next.when);
  };
  await world.reach.save(BEGUN);
  arm();
  for (let round = 0; round < 60; round++) {
    const rotation = world.rotation('old');
    if (rotation === undefined) return pauses;
    try {
      const { pause } = await advance(rotation, world.reach);
      pauses.push(pause.for);
      const current = world.rotation('old');
      if (current === undefined) return pauses;
      const isUndone = pause.for === undoAt && current.undoing === undefined;
      await world.reach.save(isUndone ? undone(current) : answerTo(pause, current, world));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      world.restart();
      arm();
    }
  }
  return assert.fail(`It never ended: ${pauses.join()}`);
}

function answerTo(pause: Pause, rotation: Rotation, world: FakeWorld): Rotation {
  const secretOf = (id = '') => world.tokens.get(id)?.secret ?? '';
  switch (pause.for) {
    case 'places':
      return chosen(rotation, PLACES, []);
    case 'deployment':
      assert.deepEqual(pause.stillOld, []);
      world.deployment = secretOf(rotation.twinId);
      return deployed(rotation, new Date(world.now.getTime() + DAY));
    case 'cooling':
      world.now = pause.until;
      return rotation;
    case 'deletion':
      return deletable(rotation);
    case 'deployment-back':
      world.deployment = secretOf('old');
      return twinDeletable(rotation);
    case 'done':
    case 'undone':
    case 'left':
    case 'storage':
    case 'lost':
    case 'old-gone':
    case 'old-refused':
    case 'secret-lost':
    case 'twin-gone':
    case 'twin-refused':
    case 'enabled-again':
      return rotation;
  }
}

function assertReplaced(world: FakeWorld): void {
  const [token, ...others] = world.tokens.values();
  assert.ok(token);
  assert.deepEqual(others, [], 'no token is left over');
  assert.equal(token.name, 'Deploy');
  assert.notEqual(token.id, 'old');
  assert.deepEqual(
    [token.policies, token.condition],
    [[{ effect: 'allow', groups: [{ id: 'g' }], resources: { r: '*' } }], { allow: ['192.0.2.0/24'] }],
  );
  assert.deepEqual(token.unknown, { future: true }, 'fields of the future come along');
  assert.deepEqual([...world.files.values()], [token.secret, token.secret]);
  assert.deepEqual([...world.vault], [[token.id, token.secret]]);
  assert.equal(world.records.size, 0);
}

function assertAsBefore(world: FakeWorld): void {
  assert.deepEqual([...world.tokens.keys()], ['old']);
  const old = world.tokens.get('old');
  assert.deepEqual([old?.status, old?.name], ['active', 'Deploy']);
  assert.deepEqual([...world.files.values()], ['secret-old', 'secret-old']);
  assert.deepEqual([...world.vault], [['old', 'secret-old']]);
  assert.equal(world.records.size, 0);
}

/** The number of calls that a rotation makes when nothing disturbs it. */
async function callsOf(person: Person): Promise<number> {
  const world = fakeWorld();
  await play(world, person);
  return world.calls.length;
}

const WHENS = ['before', 'after'] as const;

describe('a rotation', () => {
  it('replaces a token by its twin, with a pause for each decision', async () => {
    const world = fakeWorld();
    assert.deepEqual(await play(world), ['places', 'deployment', 'cooling', 'deletion', 'done']);
    assertReplaced(world);
  });

  it('goes on after a crash at any call, before or after its effect', async () => {
    const calls = await callsOf({});
    assert.ok(calls > 30);
    for (let at = 0; at < calls; at++) {
      for (const when of WHENS) {
        const world = fakeWorld();
        await play(world, { crashes: [{ at, when }] });
        assertReplaced(world);
      }
    }
  });

  it('goes on after two crashes, wherever they come', async () => {
    const calls = await callsOf({});
    for (let first = 0; first < calls; first++) {
      for (let second = 0; second < 15; second++) {
        for (const when of WHENS) {
          const world = fakeWorld();
          await play(world, {
            crashes: [
              { at: first, when },
              { at: second, when },
            ],
          });
          assertReplaced(world);
        }
      }
    }
  });

  for (const undoAt of ['places', 'deployment', 'cooling', 'deletion'] as const) {
    it(`is undone from the pause for ${undoAt}, after a crash at any call as well`, async () => {
      const undisturbed = fakeWorld();
      assert.equal((await play(undisturbed, { undoAt })).at(-1), 'undone');
      assertAsBefore(undisturbed);
      const calls = await callsOf({ undoAt });
      for (let at = 0; at < calls; at++) {
        for (const when of WHENS) {
          const world = fakeWorld();
          await play(world, { undoAt, crashes: [{ at, when }] });
          assertAsBefore(world);
        }
      }
    });
  }

  it('goes on and back with the connection that runs on the token', async () => {
    for (const undoAt of [undefined, 'cooling'] as const) {
      const world = fakeWorld();
      world.running.add('old');
      await play(world, undoAt === undefined ? {} : { undoAt });
      assert.deepEqual([...world.running], [...world.tokens.keys()]);
    }
  });

  it('finds the twin of a request whose answer was lost, and rolls it for a secret', async () => {
    const world = fakeWorld();
    world.loseAnswerOf.add('create');
    await play(world);
    assert.ok(world.calls.includes('roll'));
    assert.equal(world.calls.filter((name) => name === 'create').length, 1);
    assertReplaced(world);
  });

  it('finds the twin also where VS Code lost the latest of what was kept', async () => {
    const world = fakeWorld();
    await world.reach.save(BEGUN);
    assert.equal((await pauseOf(world)).for, 'places');
    await world.reach.save(BEGUN);
    assert.equal((await pauseOf(world)).for, 'places');
    assert.equal(world.calls.filter((name) => name === 'create').length, 1);
    await resume(world);
    assertReplaced(world);
  });

  it('deletes a twin that turns up only after another was made', async () => {
    const world = fakeWorld();
    await world.reach.save({ ...BEGUN, sentAt: '2026-01-01T00:00:00Z' });
    const first = world.rotation('old');
    assert.ok(first);
    await advance(first, world.reach);
    const stray = { ...BEGUN, id: 'late', status: 'active', policies: [], secret: 'secret-late' };
    world.tokens.set('late', { ...stray, name: BEGUN.twinName });
    await resume(world);
    assertReplaced(world);
  });

  /** Plays a rotation to its end that is under way already. */
  async function resume(world: FakeWorld): Promise<void> {
    for (;;) {
      const rotation = world.rotation('old');
      if (rotation === undefined) return;
      const { pause } = await advance(rotation, world.reach);
      const current = world.rotation('old');
      if (current !== undefined) await world.reach.save(answerTo(pause, current, world));
    }
  }

  /** Plays a rotation up to a stage. */
  async function playTo(stage: Stage, world = fakeWorld()): Promise<FakeWorld> {
    await world.reach.save(BEGUN);
    for (;;) {
      const rotation = world.rotation('old');
      assert.ok(rotation);
      if (hasReached(rotation, stage)) return world;
      const { pause } = await advance(rotation, world.reach);
      const current = world.rotation('old');
      assert.ok(current);
      if (!hasReached(current, stage)) await world.reach.save(answerTo(pause, current, world));
    }
  }

  async function pauseOf(world: FakeWorld): Promise<Pause> {
    const rotation = world.rotation('old');
    assert.ok(rotation);
    return (await advance(rotation, world.reach)).pause;
  }

  function setStatus(world: FakeWorld, id: string, status: string): void {
    const token = world.tokens.get(id);
    assert.ok(token);
    world.tokens.set(id, { ...token, status });
  }

  async function decide(world: FakeWorld, decision: (rotation: Rotation) => Rotation): Promise<void> {
    const rotation = world.rotation('old');
    assert.ok(rotation);
    await world.reach.save(decision(rotation));
  }

  it('waits where the twin’s secret cannot be stored, and rolls the twin where the memory is lost', async () => {
    const world = fakeWorld();
    world.refuseStore = true;
    await world.reach.save(BEGUN);
    const pause = await pauseOf(world);
    assert.ok(pause.for === 'storage' && pause.twinId === 'twin-1');
    assert.equal((await pauseOf(world)).for, 'storage', 'and asks again');
    world.refuseStore = false;
    world.restart();
    assert.equal((await pauseOf(world)).for, 'places');
    assert.equal(world.calls.filter((name) => name === 'create').length, 1);
    assert.equal(world.vault.get('twin-1'), world.tokens.get('twin-1')?.secret);
  });

  it('stops at places that could not be changed, and leaves them when told to', async () => {
    const world = await playTo('choosing');
    world.locked.add('file:///b.env TOKEN');
    await decide(world, (rotation) => chosen(rotation, PLACES, []));
    const pause = await pauseOf(world);
    assert.ok(pause.for === 'left');
    assert.deepEqual(
      pause.reports.map(({ place, state }) => [place.label, state]),
      [['b.env (TOKEN)', 'failed']],
    );
    await decide(world, (rotation) => without(rotation, [placeOf('b.env')]));
    const next = await pauseOf(world);
    assert.ok(next.for === 'deployment');
    assert.deepEqual(
      next.stillOld.map(({ uri }) => uri),
      ['file:///b.env'],
      'and says that it is still there',
    );
    // Undone, the place that never changed is no hindrance.
    await decide(world, undone);
    assert.equal((await pauseOf(world)).for, 'deployment-back');
    await decide(world, twinDeletable);
    assert.equal((await pauseOf(world)).for, 'undone');
    assertAsBefore(world);
  });

  it('notices a twin that somebody deleted while the old token is disabled', async () => {
    const world = await playTo('cooling');
    assert.equal((await pauseOf(world)).for, 'cooling');
    // Whoever did that had moved all that used it to another token.
    const twin = world.tokens.get('twin-1');
    assert.ok(twin);
    world.tokens.delete('twin-1');
    world.tokens.set('another', { ...twin, id: 'another', name: 'Another' });
    assert.equal((await pauseOf(world)).for, 'twin-gone');
  });

  it('takes the twin’s secret also out of places where the person has put it since', async () => {
    const world = await playTo('deploying');
    world.files.set('file:///c.env TOKEN', world.tokens.get('twin-1')?.secret ?? '');
    await decide(world, undone);
    assert.equal((await pauseOf(world)).for, 'deployment-back');
    assert.equal(world.files.get('file:///c.env TOKEN'), 'secret-old');
  });

  it('does not put an old secret back that is dead, nor delete the twin then', async () => {
    const world = await playTo('deploying');
    world.deployment = world.tokens.get('twin-1')?.secret ?? '';
    await world.reach.roll('old');
    await decide(world, undone);
    assert.deepEqual(await pauseOf(world), { for: 'old-refused', verdict: 'dead' });
    assert.equal(world.tokens.size, 2);
    await decide(world, resumed);
    assert.equal((await pauseOf(world)).for, 'deployment', 'and goes on instead');
  });

  it('says that VS Code lost a secret it needs', async () => {
    const world = await playTo('deploying');
    world.vault.delete('old');
    await decide(world, undone);
    assert.deepEqual(await pauseOf(world), { for: 'secret-lost', of: 'old' });
    const other = await playTo('switching');
    other.vault.delete('twin-1');
    assert.deepEqual(await pauseOf(other), { for: 'secret-lost', of: 'twin' });
  });

  it('goes on from the places where undoing it stopped half-way: some have the old secret again', async () => {
    const world = await playTo('cooling');
    assert.equal((await pauseOf(world)).for, 'cooling');
    world.locked.add('file:///b.env TOKEN');
    await decide(world, undone);
    assert.equal((await pauseOf(world)).for, 'left');
    assert.equal(world.files.get('file:///a.env TOKEN'), 'secret-old');
    world.vault.delete('old');
    assert.deepEqual(await pauseOf(world), { for: 'secret-lost', of: 'old' });
    await decide(world, resumed);
    const pause = await pauseOf(world);
    assert.ok(pause.for === 'left', pause.for);
    assert.deepEqual(
      pause.reports.map(({ place, state }) => [place.uri, state]),
      [
        ['file:///a.env', 'other'],
        ['file:///b.env', 'failed'],
      ],
    );
    assert.equal(world.tokens.get('old')?.status, 'active');
  });

  it('does not lose the connection where its old secret is lost', async () => {
    const world = fakeWorld({ files: [] });
    world.running.add('old');
    await playTo('choosing', world);
    await decide(world, (rotation) => chosen(rotation, [], []));
    await pauseOf(world);
    world.vault.delete('old');
    await decide(world, undone);
    assert.deepEqual(await pauseOf(world), { for: 'secret-lost', of: 'old' });
  });

  it('never disables the old token while the twin does not work', async () => {
    for (const harm of [
      (world: FakeWorld) => world.tokens.delete('twin-1'),
      (world: FakeWorld) => {
        const twin = world.tokens.get('twin-1');
        assert.ok(twin);
        world.tokens.set('twin-1', { ...twin, secret: 'secret-other' });
      },
    ]) {
      const world = await playTo('choosing');
      await decide(world, (rotation) => chosen(rotation, [], []));
      await pauseOf(world);
      await decide(world, (rotation) => deployed(rotation, world.now));
      harm(world);
      assert.match((await pauseOf(world)).for, /^twin-/);
      assert.equal(world.tokens.get('old')?.status, 'active');
    }
  });

  it('never deletes the old token while the twin does not work, and can then still be undone', async () => {
    for (const harm of [
      (world: FakeWorld, id: string) => world.tokens.delete(id),
      (world: FakeWorld, id: string) => setStatus(world, id, 'disabled'),
    ]) {
      const world = await playTo('choosing');
      await decide(world, (rotation) => chosen(rotation, [], []));
      await pauseOf(world);
      await decide(world, (rotation) => deployed(rotation, world.now));
      setStatus(world, 'old', 'active');
      await decide(world, (rotation) => ({ ...rotation, disabledAt: '2026-01-01T00:00:00Z' }));
      await decide(world, deletable);
      harm(world, 'twin-1');
      assert.match((await pauseOf(world)).for, /^twin-/);
      assert.ok(world.tokens.has('old'));
      await decide(world, undone);
      assert.equal((await pauseOf(world)).for, 'deployment-back');
    }
  });

  it('takes along what runs on the old token only since the places have the twin’s secret', async () => {
    const world = await playTo('deploying');
    world.running.add('old');
    world.deployment = world.tokens.get('twin-1')?.secret ?? '';
    await decide(world, (rotation) => deployed(rotation, world.now));
    assert.equal((await pauseOf(world)).for, 'deletion');
    assert.deepEqual([...world.running], ['twin-1']);
  });

  it('deletes no twin whose secret has come back to a place after undoing', async () => {
    const world = await playTo('deploying');
    await decide(world, undone);
    assert.equal((await pauseOf(world)).for, 'deployment-back');
    world.files.set('file:///a.env TOKEN', world.tokens.get('twin-1')?.secret ?? '');
    await decide(world, twinDeletable);
    assert.equal((await pauseOf(world)).for, 'deployment-back');
    assert.equal(world.files.get('file:///a.env TOKEN'), 'secret-old');
    await decide(world, twinDeletable);
    assert.equal((await pauseOf(world)).for, 'undone');
  });

  it('takes the twin’s secret out of where the person put it before they were asked', async () => {
    const world = await playTo('choosing');
    world.files.set('file:///c.env TOKEN', world.tokens.get('twin-1')?.secret ?? '');
    await decide(world, undone);
    assert.equal((await pauseOf(world)).for, 'undone');
    assert.equal(world.files.get('file:///c.env TOKEN'), 'secret-old');
  });

  it('asks before it disables a token again that somebody enabled', async () => {
    const world = await playTo('cooling');
    assert.equal((await pauseOf(world)).for, 'cooling');
    const old = world.tokens.get('old');
    assert.ok(old);
    world.tokens.set('old', { ...old, status: 'active' });
    assert.equal((await pauseOf(world)).for, 'enabled-again');
    assert.equal(world.tokens.get('old')?.status, 'active');
    await decide(world, disabledAgain);
    assert.equal((await pauseOf(world)).for, 'cooling');
    assert.equal(world.tokens.get('old')?.status, 'disabled');
  });

  it('ends where the old token was deleted elsewhere, and cannot be undone then', async () => {
    const world = await playTo('deploying');
    world.deployment = world.tokens.get('twin-1')?.secret ?? '';
    world.tokens.delete('old');
    await decide(world, undone);
    assert.equal((await pauseOf(world)).for, 'old-gone');
    await decide(world, resumed);
    assert.equal((await pauseOf(world)).for, 'done');
    assertReplaced(world);
  });

  it('says so where the token is gone before there is a twin', async () => {
    const world = fakeWorld({ files: [] });
    await world.reach.save(BEGUN);
    world.deployment = 'elsewhere';
    world.tokens.set('x', { ...BEGUN, id: 'x', status: 'active', policies: [], secret: 'elsewhere' });
    world.tokens.delete('old');
    assert.equal((await pauseOf(world)).for, 'old-gone');
    assert.ok(!world.calls.includes('create'));
  });

  it('notices that the old token was changed, and can bring the twin up to date', async () => {
    const world = await playTo('deploying');
    const old = world.tokens.get('old');
    assert.ok(old);
    world.tokens.set('old', { ...old, condition: { deny: ['198.51.100.1/32'] } });
    const pause = await pauseOf(world);
    assert.ok(pause.for === 'deployment' && pause.differs);
    const rotation = world.rotation('old');
    assert.ok(rotation);
    await alignTwin(rotation, world.reach);
    const after = await pauseOf(world);
    assert.ok(after.for === 'deployment' && !after.differs);
    assert.equal(world.tokens.get('twin-1')?.name, BEGUN.twinName);
  });

  it('keeps names that somebody chose meanwhile', async () => {
    const world = await playTo('deploying');
    const old = world.tokens.get('old');
    assert.ok(old);
    world.tokens.set('old', { ...old, name: 'Deploy, the second' });
    await resume(world);
    assert.deepEqual(
      [...world.tokens.values()].map(({ name }) => name),
      ['Deploy, the second'],
    );
    const other = await playTo('deploying');
    const twin = other.tokens.get('twin-1');
    assert.ok(twin);
    other.tokens.set('twin-1', { ...twin, name: 'Mine' });
    await resume(other);
    assert.deepEqual(
      [...other.tokens.values()].map(({ name }) => name),
      ['Mine'],
    );
  });

  it('gives the twin an end of its own where that was chosen', async () => {
    for (const [twinExpiresOn, expected] of [
      ['2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
      ['', undefined],
    ] as const) {
      const world = fakeWorld();
      const old = world.tokens.get('old');
      assert.ok(old);
      world.tokens.set('old', { ...old, expiresOn: '2026-02-01T00:00:00Z' });
      await world.reach.save({ ...BEGUN, twinExpiresOn });
      await pauseOf(world);
      assert.equal(world.tokens.get('twin-1')?.expiresOn, expected);
    }
  });

  it('cannot be undone once the old token may be gone', () => {
    assert.throws(() => undone({ ...BEGUN, stage: 'deleting' }), RangeError);
  });
});

describe('the record of a rotation', () => {
  const FULL: Rotation = {
    ...BEGUN,
    userId: 'u',
    twinExpiresOn: '',
    stage: 'cooling',
    sentAt: '2026-01-01T00:00:00Z',
    twinId: 'twin',
    places: PLACES,
    byHand: [{ label: 'CI' }],
    givenUp: [placeOf('c.env')],
    disabledAt: '2026-01-02T00:00:00Z',
    coolsUntil: '2026-01-03T00:00:00Z',
    undoing: 'restoring',
  };

  it('comes back as it was', () => {
    for (const stage of STAGES)
      assert.deepEqual(fromRecord(JSON.parse(JSON.stringify(toRecord({ ...FULL, stage })))), {
        ...FULL,
        stage,
      });
  });

  it('is read as far as it goes, and not at all where it does not say which token, or how far', () => {
    const damaged = { ...toRecord(FULL), places: [{ uri: 1 }, 'x', { uri: 'u', variable: 'V' }], byHand: 7 };
    const read = fromRecord(damaged);
    assert.deepEqual(read?.places, [{ uri: 'u', variable: 'V', holding: 'secret', label: 'V' }]);
    assert.deepEqual(read.byHand, []);
    for (const bad of [undefined, null, [], 'x', {}, { ...toRecord(FULL), stage: 'of the future' }])
      assert.equal(fromRecord(bad), undefined);
    for (const field of ['tokenId', 'owner', 'name', 'twinName'])
      assert.equal(fromRecord({ ...toRecord(FULL), [field]: undefined }), undefined);
  });

  it('has a name for the twin that Cloudflare takes', () => {
    assert.equal(twinNameFor('Deploy', '3f9a'), 'Deploy (rotating 3f9a)');
    assert.equal(twinNameFor('x'.repeat(120), '3f9a').length, 120);
    // Half a character would come back as another one, and the twin would not be found by its name.
    const name = twinNameFor(`x${'\u{1f511}'.repeat(59)}`, '3f9a');
    assert.match(name, /^x\u{1f511}+ \(rotating 3f9a\)$/u);
  });
});
