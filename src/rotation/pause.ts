// Where a rotation stops: it is done, it waits for the person, or something is in the way.
import type { ApiError } from '../cloudflare/errors.ts';
import type { Token } from '../tokens/token.ts';
import type { PlaceReport, Verdict } from './reach.ts';
import type { Place } from '../insertion/place.ts';

export type Pause =
  /** The old token is gone, the twin has its name, and the record is forgotten. */
  | { readonly for: 'done' }
  /** Everything is as it was before, and the record is forgotten. */
  | { readonly for: 'undone' }
  /** The person is to choose where the twin's secret goes. */
  | { readonly for: 'places' }
  /** The person is to say that what was deployed runs with the twin's secret. */
  | {
      readonly for: 'deployment';
      readonly old: Token;
      /** Variables that still hold the old secret. */
      readonly stillOld: readonly Place[];
      /** Was the old token changed since the twin was made from it, so that the two are no longer alike? */
      readonly differs: boolean;
    }
  /** The old token is disabled, until its cooling time is over. */
  | { readonly for: 'cooling'; readonly until: Date; readonly old: Token }
  /** The cooling time is over; the person is to say that the old token may be deleted. */
  | { readonly for: 'deletion'; readonly old: Token }
  /** The old secret is back; the person is to say when what was deployed runs with it again. */
  | { readonly for: 'deployment-back' }
  /** Some of the chosen places do not hold the secret they should. */
  | { readonly for: 'left'; readonly reports: readonly PlaceReport[] }
  /** The twin's secret is in this window's memory only. */
  | { readonly for: 'storage'; readonly twinId: string; readonly error: Error }
  /** The answer to a request was lost, and what it may have made has not turned up. */
  | { readonly for: 'lost'; readonly cause: ApiError }
  /** Somebody deleted the old token elsewhere: there is nothing to go back to. */
  | { readonly for: 'old-gone' }
  /** The old secret no longer works, so it is not put back anywhere. */
  | { readonly for: 'old-refused'; readonly verdict: Verdict }
  /** VS Code no longer has a secret that is needed. */
  | { readonly for: 'secret-lost'; readonly of: 'old' | 'twin' }
  /** Somebody deleted the twin elsewhere. */
  | { readonly for: 'twin-gone' }
  /** The twin's secret does not work: the twin was rolled or disabled elsewhere, or is not known everywhere yet. */
  | { readonly for: 'twin-refused'; readonly verdict: Verdict }
  /** Somebody enabled the old token again elsewhere, while it was to be disabled. */
  | { readonly for: 'enabled-again' };
