// Goes on with a rotation from wherever it stands, until it is done or needs the person. Every step is noted down
// before it is taken and looks first whether it was taken already, so that a rotation can be interrupted anywhere.
// The order is what matters: nothing is given a secret that was not seen to work, and the old token is disabled only
// while the twin's secret works, and deleted only then.
import { requestFromToken } from '../tokens/request.ts';
import type { Pause } from './pause.ts';
import type { Reach } from './reach.ts';
import type { Rotation, Stage } from './rotation.ts';
import { goOn, heldOf, putInto, type Step, stop } from './step.ts';
import { takeBack } from './takeBack.ts';
import { deleteStrays, differ, makeTwin, proveTwin, refusalOf, usableTwin } from './twin.ts';

/** How far it went: the rotation as it is kept now, and why it stopped. */
export interface Stop {
  readonly rotation: Rotation;
  readonly pause: Pause;
}

/**
 * Does all that can be done without the person.
 * @throws ApiError, VaultError: what is kept of the rotation is then still true, and it can be gone on with later
 */
export async function advance(rotation: Rotation, reach: Reach): Promise<Stop> {
  let current = rotation;
  for (;;) {
    const step = await (current.undoing === undefined ? STEPS[current.stage] : takeBack)(current, reach);
    if ('pause' in step) return { rotation: step.rotation ?? current, pause: step.pause };
    current = step.rotation;
  }
}

const STEPS: Readonly<Record<Stage, (rotation: Rotation, reach: Reach) => Promise<Step>>> = {
  creating: makeTwin,
  proving: proveTwin,
  choosing: () => Promise.resolve(stop({ for: 'places' })),
  switching: switchPlaces,
  deploying: awaitDeployment,
  cooling: coolOld,
  deleting: finish,
};

async function switchPlaces(rotation: Rotation, reach: Reach): Promise<Step> {
  const { tokenId, twinId = '', places } = rotation;
  const twin = await usableTwin(rotation, reach);
  if ('pause' in twin) return twin;
  await reach.follow(tokenId, twinId);
  const reports = await putInto(places, await heldOf(tokenId, reach), { id: twinId, ...twin }, reach);
  return reports.length > 0
    ? stop({ for: 'left', reports })
    : goOn({ ...rotation, stage: 'deploying' }, reach);
}

async function awaitDeployment(rotation: Rotation, reach: Reach): Promise<Step> {
  const { tokenId, twinId = '' } = rotation;
  const old = await reach.token(tokenId);
  // Somebody deleted it: what is left to do is to give the twin its name.
  if (old === undefined) return goOn({ ...rotation, stage: 'deleting' }, reach);
  const twin = await reach.token(twinId);
  if (twin === undefined) return stop({ for: 'twin-gone' });
  const held = await heldOf(tokenId, reach);
  const stillOld = held === undefined ? [] : await reach.find(held);
  return stop({ for: 'deployment', old, stillOld, differs: differ(old, twin) });
}

async function coolOld(rotation: Rotation, reach: Reach): Promise<Step> {
  const { tokenId, twinId = '', coolsUntil = '', disabledAt } = rotation;
  const old = await reach.token(tokenId);
  if (old === undefined) return goOn({ ...rotation, stage: 'deleting' }, reach);
  if ((await reach.token(twinId)) === undefined) return stop({ for: 'twin-gone' });
  if (old.status === 'active') {
    if (disabledAt !== undefined) return stop({ for: 'enabled-again' });
    const twin = await usableTwin(rotation, reach);
    if ('pause' in twin) return twin;
    await reach.follow(tokenId, twinId);
    await reach.update(tokenId, requestFromToken(old, { status: 'disabled' }));
  }
  if (disabledAt === undefined) return goOn({ ...rotation, disabledAt: reach.now().toISOString() }, reach);
  const until = new Date(coolsUntil);
  return until > reach.now() ? stop({ for: 'cooling', until, old }) : stop({ for: 'deletion', old });
}

async function finish(rotation: Rotation, reach: Reach): Promise<Step> {
  const { tokenId, twinId = '', name, twinName, owner } = rotation;
  const old = await reach.token(tokenId);
  const twin = await reach.token(twinId);
  const refusal = twin === undefined ? ({ for: 'twin-gone' } as const) : await refusalOf(twinId, reach);
  if (refusal !== undefined && old !== undefined) {
    // Nothing is deleted yet, so all of it can still be undone.
    const back: Rotation = { ...rotation, stage: 'cooling' };
    await reach.save(back);
    return stop(refusal, back);
  }
  if (twin === undefined) return stop({ for: 'twin-gone' });
  // Renamed meanwhile: once it is deleted, nobody could tell any more.
  if (old !== undefined && old.name !== name) return goOn({ ...rotation, name: old.name }, reach);
  await reach.follow(tokenId, twinId);
  await reach.delete(tokenId);
  await deleteStrays(rotation, reach);
  // A twin that somebody renamed meanwhile keeps the name that was chosen.
  const called = twin.name === twinName ? name : twin.name;
  if (twin.name === twinName) await reach.update(twinId, { ...requestFromToken(twin, {}), name });
  const secret = await reach.secret(twinId);
  if (secret !== undefined) await reach.keep({ id: twinId, name: called, owner }, secret);
  await reach.forget(tokenId);
  await reach.remove(tokenId, twinId);
  return stop({ for: 'done' });
}
