// What one step of a rotation leads to, and what steps in both directions do with places.
import type { Held } from '../insertion/held.ts';
import type { Pause } from './pause.ts';
import type { PlaceReport, Reach } from './reach.ts';
import type { Place } from '../insertion/place.ts';
import type { Rotation } from './rotation.ts';

/** The rotation as it is kept from now on, to go on with; or a pause. */
export type Step = { readonly rotation: Rotation } | Stopped;

/** A pause, with the rotation where it was saved anew before. */
export interface Stopped {
  readonly rotation?: Rotation;
  readonly pause: Pause;
}

/** Keeps the rotation and goes on with it. */
export async function goOn(rotation: Rotation, reach: Reach): Promise<{ readonly rotation: Rotation }> {
  await reach.save(rotation);
  return { rotation };
}

/** Stops. */
export function stop(pause: Pause, rotation?: Rotation): Stopped {
  return rotation === undefined ? { pause } : { pause, rotation };
}

/** What is known of a token's secret. @throws VaultError */
export async function heldOf(id: string, reach: Reach): Promise<Held | undefined> {
  const secret = await reach.secret(id);
  return secret && { id, secret };
}

/**
 * Puts what one token has in the place of what another has, and reads every place back from the disk, as programs will.
 * @returns the places that do not hold it
 */
export async function putInto(
  places: readonly Place[],
  from: Held | undefined,
  to: Held,
  reach: Reach,
): Promise<readonly PlaceReport[]> {
  const failed = (await reach.replace(places, from, to)).filter(({ state }) => state !== 'holds');
  return failed.length > 0 ? failed : (await reach.look(places, to)).filter(({ state }) => state !== 'holds');
}

/** Is a place among others? */
export function isIn({ uri, variable }: Place, places: readonly Place[]): boolean {
  return places.some((place) => place.uri === uri && place.variable === variable);
}
