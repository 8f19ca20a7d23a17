// What every seed leaves behind.
import type { StoredToken, User } from '../model.ts';

/** What a seed leaves for its user: a person, and two tokens that may manage tokens. */
export interface Planted {
  readonly person: User;
  readonly userToken: StoredToken;
  readonly accountToken: StoredToken;
}
