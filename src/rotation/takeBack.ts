// Undoes a rotation, the last things first: the old token works again before anything gets its secret back, and the
// twin is deleted only when nothing that is known of holds its secret.
import { requestFromToken } from '../tokens/request.ts';
import type { Held } from '../insertion/held.ts';
import type { Reach } from './reach.ts';
import type { Place } from '../insertion/place.ts';
import { hasReached, type Rotation } from './rotation.ts';
import { twinDeletable } from './decisions.ts';
import { goOn, heldOf, isIn, putInto, type Step, stop, type Stopped } from './step.ts';
import { deleteStrays, findTwin } from './twin.ts';

/** Takes a rotation back as far as it has come. @throws ApiError, VaultError */
export async function takeBack(rotation: Rotation, reach: Reach): Promise<Step> {
  return rotation.undoing === 'deleting' ? deleteTwin(rotation, reach) : restore(rotation, reach);
}

async function restore(rotation: Rotation, reach: Reach): Promise<Step> {
  const twin = await findTwin(rotation, reach);
  if (twin === undefined || !(await isInUse(rotation, twin.id, reach)))
    return goOn(twinDeletable(rotation), reach);
  const hindrance = await giveBack(rotation, twin.id, reach);
  if (hindrance !== undefined) return hindrance;
  // What was deployed meanwhile may run with the twin's secret, which only the person can tell.
  return hasReached(rotation, 'deploying')
    ? stop({ for: 'deployment-back' })
    : goOn(twinDeletable(rotation), reach);
}

async function giveBack(rotation: Rotation, twinId: string, reach: Reach): Promise<Stopped | undefined> {
  const { tokenId } = rotation;
  const old = await reach.token(tokenId);
  if (old === undefined) return stop({ for: 'old-gone' });
  if (old.status === 'disabled') await reach.update(tokenId, requestFromToken(old, { status: 'active' }));
  const fromTwin = await heldOf(twinId, reach);
  const places = await placesOf(rotation, fromTwin, reach);
  const held = await heldOf(tokenId, reach);
  if (held === undefined) {
    const isNeeded = places.length > 0 || (await reach.isRunOn(twinId));
    return isNeeded ? stop({ for: 'secret-lost', of: 'old' }) : undefined;
  }
  const verdict = await reach.verify(held.secret, true);
  if (verdict === 'dead' || verdict === 'inactive') return stop({ for: 'old-refused', verdict });
  const reports = await putInto(places, fromTwin, held, reach);
  if (reports.length > 0) return stop({ for: 'left', reports });
  await reach.follow(twinId, tokenId);
  return undefined;
}

/** From the first place on; before that, only where the person has used the twin on their own. */
async function isInUse(rotation: Rotation, twinId: string, reach: Reach): Promise<boolean> {
  if (hasReached(rotation, 'switching')) return true;
  const places = await placesOf(rotation, await heldOf(twinId, reach), reach);
  return places.length > 0 || (await reach.isRunOn(twinId));
}

async function deleteTwin(rotation: Rotation, reach: Reach): Promise<Step> {
  const twin = await findTwin(rotation, reach);
  if (twin !== undefined) {
    // An Undo in an editor may have brought its secret back.
    const found = await placesOf({ ...rotation, places: [] }, await heldOf(twin.id, reach), reach);
    if (found.length > 0) return goOn({ ...rotation, undoing: 'restoring' }, reach);
    await reach.delete(twin.id);
    await reach.forget(twin.id);
  }
  await deleteStrays(rotation, reach);
  await reach.remove(rotation.tokenId);
  return stop({ for: 'undone' });
}

/** The places that were changed, and those where the person has put the twin's secret since. */
async function placesOf(
  { places, givenUp }: Rotation,
  fromTwin: Held | undefined,
  reach: Reach,
): Promise<Place[]> {
  const found = fromTwin === undefined ? [] : await reach.find(fromTwin);
  const all = [...places, ...found.filter((place) => !isIn(place, places))];
  return all.filter((place) => !isIn(place, givenUp));
}
