// What the person decides in the course of a rotation, each as the rotation to keep from then on.
import type { Place } from '../insertion/place.ts';
import { type ByHand, hasReached, type Rotation } from './rotation.ts';
import { isIn } from './step.ts';

/** Where the twin's secret goes, and what else there is that only the person can update. */
export function chosen(rotation: Rotation, places: readonly Place[], byHand: readonly ByHand[]): Rotation {
  return { ...rotation, stage: 'switching', places, byHand };
}

/** Some places are given up; they stay as they are, for the person to see to. */
export function without(rotation: Rotation, givenUp: readonly Place[]): Rotation {
  return {
    ...rotation,
    places: rotation.places.filter((place) => !isIn(place, givenUp)),
    givenUp: [...rotation.givenUp, ...givenUp],
  };
}

/** What was deployed runs with the twin's secret, so the old token can be disabled. */
export function deployed(rotation: Rotation, coolsUntil: Date): Rotation {
  return { ...rotation, stage: 'cooling', coolsUntil: coolsUntil.toISOString() };
}

/** The old token was enabled elsewhere, and is to be disabled once more. */
export function disabledAgain(rotation: Rotation): Rotation {
  return { ...rotation, disabledAt: undefined };
}

/** The old token may go, which cannot be undone. */
export function deletable(rotation: Rotation): Rotation {
  return { ...rotation, stage: 'deleting' };
}

/** Everything is to be as it was. Not once the old token may be gone. @throws RangeError then */
export function undone(rotation: Rotation): Rotation {
  if (rotation.stage === 'deleting') throw new RangeError('The old token may be gone already.');
  return { ...rotation, undoing: 'restoring' };
}

/** Nothing runs with the twin's secret any more, so the twin may go. */
export function twinDeletable(rotation: Rotation): Rotation {
  return { ...rotation, undoing: 'deleting' };
}

/**
 * What was to be undone cannot be: the rotation goes on instead. What was undone of it is done again, from the places
 * on, some of which may have the old secret back, and the old token may work again.
 */
export function resumed(rotation: Rotation): Rotation {
  const going: Rotation = { ...rotation, undoing: undefined };
  return hasReached(going, 'switching') ? { ...going, stage: 'switching', disabledAt: undefined } : going;
}
