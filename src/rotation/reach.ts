// All that a rotation touches, as ports: Cloudflare, the vault, files, what in VS Code runs on a token, and its own record.
import type { CreateOutcome, RollOutcome } from '../cloudflare/api.ts';
import type { Held } from '../insertion/held.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token, TokenRequest } from '../tokens/token.ts';
import type { Whereabouts } from '../vault/vault.ts';
import type { Place } from '../insertion/place.ts';
import type { Rotation } from './rotation.ts';

/** What Cloudflare makes of a secret. */
export type Verdict =
  | 'works'
  /** Rolled or deleted. */
  | 'dead'
  /** The token is known, but disabled, expired or not valid yet. */
  | 'inactive'
  /** Its address filter refuses this computer, so nobody here can tell. */
  | 'untold';

/** What became of the secret in a place. */
export type PlaceState =
  /** It is there now, on the disk. */
  | { readonly state: 'holds' }
  /** Another value than either secret: somebody changed it since. */
  | { readonly state: 'other' }
  /** The file or the variable is not there, or cannot be reached from this window. */
  | { readonly state: 'missing' }
  /** It was put there, but the file has other unsaved changes, so on the disk it is still the other secret. */
  | { readonly state: 'unsaved' }
  | { readonly state: 'failed'; readonly reason: string };

/** A place and what became of it. */
export type PlaceReport = PlaceState & { readonly place: Place };

/** What a rotation reaches. Its calls reject with ApiError or VaultError; each may be made again after a crash. */
export interface Reach {
  now(): Date;
  /** Keeps the rotation's record; durable when it resolves. */
  save(rotation: Rotation): Promise<void>;
  /** Forgets the rotation's record. @param successor the token that has taken the place of the one that was rotated */
  remove(tokenId: string, successor?: string): Promise<void>;

  /** A token as it is now; undefined when it is gone. */
  token(id: string): Promise<Token | undefined>;
  /** The owner's tokens that have a name. @param since waits a little for one that a lost request may yet make */
  named(name: string, since?: Date): Promise<readonly Token[]>;
  create(request: TokenRequest): Promise<CreateOutcome>;
  update(id: string, request: TokenRequest): Promise<Token>;
  roll(id: string): Promise<RollOutcome>;
  /** Deletes a token; one that is gone already is fine. */
  delete(id: string): Promise<void>;
  /** Asks Cloudflare about a secret. @param patient asks again for a while: the secret, or its state, is brand new */
  verify(secret: Secret, patient: boolean): Promise<Verdict>;

  /** The secret of a token, wherever the vault has it. */
  secret(id: string): Promise<Secret | undefined>;
  whereabouts(id: string): Promise<Whereabouts>;
  /** Keeps a token's secret; one that cannot be stored is in memory. */
  keep(token: Pick<Token, 'id' | 'name' | 'owner'>, secret: Secret): Promise<void>;
  /** Tries again to store what is in memory only. @returns why it still is, if so */
  storeAgain(id: string): Promise<Error | undefined>;
  forget(id: string): Promise<void>;

  /** The variables in reach of this window that hold a token's secret, or its S3 pair. */
  find(held: Held): Promise<readonly Place[]>;
  /** Puts what one token has in the place of what another has; what holds neither stays as it is. */
  replace(places: readonly Place[], from: Held | undefined, to: Held): Promise<readonly PlaceReport[]>;
  /** What stands in the places, on the disk. */
  look(places: readonly Place[], expected: Held): Promise<readonly PlaceReport[]>;
  /** Has what in VS Code runs on one token (connections, terminals) run on another from now on. */
  follow(from: string, to: string): Promise<void>;
  /** Does anything in VS Code run on a token? */
  isRunOn(id: string): Promise<boolean>;
}
