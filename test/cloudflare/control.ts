// The test's hand on a running server: behaviour, faults, clock, state and the record of requests.
import * as building from './building.ts';
import type { FaultRule, Faults } from './faults.ts';
import type { State, StoredToken, User } from './model.ts';
import type { RequestLog, RequestRecord } from './requestLog.ts';
import type { Settings } from './settings.ts';
import { settingsChange } from './settings.ts';
import { SECOND } from './times.ts';

/** In-process control of one server. Everything takes effect at once. */
export interface Control {
  /** All there is; may be read and changed. */
  readonly state: State;
  /** The person who owns the user management token. */
  readonly person: User;
  /** Behaviour; assign to its fields, or use `set`. */
  readonly settings: Settings;
  /** Changes several settings; throws TypeError for unknown names and wrong types. */
  set(change: Partial<Settings>): void;
  /** Adds a fault rule; the function it gives back removes it. */
  inject(rule: FaultRule): () => void;
  /** Removes all fault rules. */
  calm(): void;
  readonly faults: Faults;
  /** Requests to the API so far, oldest first, or those a filter lets through. */
  requests(filter?: (request: RequestRecord) => boolean): readonly RequestRecord[];
  clearRequests(): void;
  /** Moves the server's clock, in milliseconds; it keeps running. */
  advance(ms: number): void;
  /** A token by id or, where that is unique, by name. Throws when there is none, or more than one. */
  token(idOrName: string): StoredToken;
  /** Its secret. */
  secretOf(idOrName: string): string;
  /** Cloudflare found the secret in public: the token is revoked for good. */
  expose(idOrName: string): void;
  /** The token's time is over as of now. */
  expire(idOrName: string): void;
  /** Someone else deletes the token. */
  remove(idOrName: string): void;
  addAccount(account: building.NewAccount): ReturnType<typeof building.addAccount>;
  addUser(user: building.NewUser): User;
  addMembership: typeof building.addMembership;
  addZone(zone: building.NewZone): ReturnType<typeof building.addZone>;
  addBucket(bucket: building.NewBucket): ReturnType<typeof building.addBucket>;
  addRecord(...record: Tail<Parameters<typeof building.addRecord>>): ReturnType<typeof building.addRecord>;
  addGroup(...group: Tail<Parameters<typeof building.addGroup>>): ReturnType<typeof building.addGroup>;
  addToken(token: building.NewToken): StoredToken;
}

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

/** What a control acts on. */
export interface Controlled {
  readonly state: State;
  readonly person: User;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly advance: (ms: number) => void;
}

/** Makes the control of a server. */
export function createControl({ state, person, settings, faults, log, advance }: Controlled): Control {
  const token = (idOrName: string): StoredToken => {
    const byId = state.tokens.get(idOrName);
    if (byId !== undefined) return byId;
    const [found, second] = [...state.tokens.values()].filter(({ name }) => name === idOrName);
    if (found === undefined || second !== undefined) {
      throw new Error(`${found === undefined ? 'no token is' : 'several tokens are'} called ${idOrName}`);
    }
    return found;
  };
  return {
    state,
    person,
    settings,
    set: (change) => Object.assign(settings, settingsChange(change)),
    inject: (rule) => faults.add(rule),
    calm: () => faults.clear(),
    faults,
    requests: (filter = () => true) => log.all().filter(filter),
    clearRequests: () => log.clear(),
    advance,
    token,
    secretOf: (idOrName) => token(idOrName).secret,
    expose: (idOrName) => {
      token(idOrName).status = 'revoked (exposed)';
    },
    expire: (idOrName) => {
      token(idOrName).expiresOn = Math.floor(state.now() / SECOND) * SECOND;
    },
    remove: (idOrName) => {
      state.tokens.delete(token(idOrName).id);
    },
    addAccount: (account) => building.addAccount(state, account),
    addUser: (user) => building.addUser(state, user),
    addMembership: building.addMembership,
    addZone: (zone) => building.addZone(state, zone),
    addBucket: (bucket) => building.addBucket(state, bucket),
    addRecord: (...record) => building.addRecord(state, ...record),
    addGroup: (...group) => building.addGroup(state, ...group),
    addToken: (added) => building.addToken(state, added),
  };
}
