// The ports of a rotation, on the real things: sessions, vault, connections, and the files of the workspace.
import { systemClock, type Clock } from '../cloudflare/clock.ts';
import { ApiError } from '../cloudflare/errors.ts';
import { findTokensNamed } from '../cloudflare/lost.ts';
import { verifyWithPatience } from '../cloudflare/patience.ts';
import type { Connections } from '../connections/connections.ts';
import { handOver } from '../connections/handOver.ts';
import { canEdit } from '../connections/rights.ts';
import type { Session } from '../connections/session.ts';
import type { Sessions } from '../connections/sessions.ts';
import { findHoldings } from '../insertion/held.ts';
import { type Place, placeOf, wantedIn } from '../insertion/place.ts';
import { lookFor, onlyThe, type Replaced, replaceSecrets } from '../insertion/replace.ts';
import type { Secret } from '../tokens/secret.ts';
import { isInForce, stateOf } from '../tokens/state.ts';
import type { Token, Verification } from '../tokens/token.ts';
import type { Usage } from '../usage/usage.ts';
import { envelopeOf } from '../vault/envelopeOf.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import type { PlaceReport, Reach, Verdict } from './reach.ts';
import type { Rotation } from './rotation.ts';
import type { Rotations } from './rotations.ts';

export interface ReachParts {
  readonly sessions: Sessions;
  readonly connections: Connections;
  readonly vault: Vault;
  readonly usage: Usage;
  readonly rotations: Rotations;
  /** Keeps a secret; it is in memory before the first await. @throws VaultError */
  readonly keep: (
    connectionId: string,
    token: Pick<Token, 'id' | 'name' | 'owner'>,
    secret: Secret,
  ) => Promise<void>;
  /** What else in VS Code runs on a token and follows to another. @throws VaultError */
  readonly follow: (from: string, to: string) => Promise<void>;
  /** Forgets the secret of a token that is gone, and what was left to do with it. @throws VaultError */
  readonly forget: (id: string) => Promise<void>;
  readonly clock?: Clock;
}

/** How often a token is asked for again whose change of state may not be known everywhere. */
const STATE_LOOKS = [500, 1000, 2000, 4000];

/** Opens what a rotation reaches. The connection is looked up anew for each call: it may be one that is handed over. */
export function openReach(rotation: Rotation, parts: ReachParts): Reach {
  const { sessions, connections, vault, usage, rotations, keep, clock = systemClock } = parts;
  const { owner, tokenId } = rotation;
  let lastSession = rotation.connectionId;

  async function session(): Promise<Session> {
    const fitting = (await sessions.all()).filter((one) => canWorkOn(rotation, one));
    // The token's own connection serves only while there is no other: it is to be disabled and deleted.
    const [first] = fitting.sort((a, b) => rank(a) - rank(b));
    if (first !== undefined) {
      lastSession = first.connection.id;
      return first;
    }
    const endpoint = owner.kind === 'user' ? '/user/tokens' : '/accounts/{account_id}/tokens';
    throw new ApiError({ kind: 'missing-right', endpoint, message: 'No connection may change this token.' });
  }

  const rank = ({ connection: { id } }: Session) =>
    id === rotation.connectionId && id !== tokenId ? 0 : id === tokenId ? 2 : 1;

  async function asked(secret: Secret, isPatient: boolean): Promise<Verification> {
    const api = sessions.apiFor(secret);
    const once = () => (isPatient ? verifyWithPatience(api, owner, { clock }) : api.verify(owner));
    let answer = await once();
    for (const wait of isPatient ? STATE_LOOKS : []) {
      if (works(answer)) break;
      await clock.sleep(wait);
      answer = await once();
    }
    return answer;
  }

  return {
    now: () => new Date(),
    save: (current) => rotations.save(current),
    remove: (id, successor) => rotations.remove(id, successor),

    async token(id) {
      try {
        return await (await session()).refresh(owner, id);
      } catch (error) {
        if (isKind(error, 'not-found')) return undefined;
        throw error;
      }
    },

    async named(name, since) {
      const { api } = await session();
      if (since !== undefined) return findTokensNamed(api, owner, name, { clock });
      return (await api.listTokens(owner)).filter((token) => token.name === name);
    },

    async create(request) {
      const current = await session();
      const outcome = await current.api.createToken(owner, request);
      if (outcome.outcome === 'created') current.learn(outcome.token);
      return outcome;
    },

    async update(id, request) {
      const current = await session();
      const token = await current.api.updateToken(owner, id, request);
      current.learn(token);
      return token;
    },

    roll: async (id) => (await session()).api.rollToken(owner, id),

    async delete(id) {
      const current = await session();
      try {
        await current.api.deleteToken(owner, id);
      } catch (error) {
        if (!isKind(error, 'not-found')) throw error;
      }
      current.drop(owner, id);
    },

    async verify(secret, isPatient): Promise<Verdict> {
      try {
        return works(await asked(secret, isPatient)) ? 'works' : 'inactive';
      } catch (error) {
        if (isKind(error, 'invalid')) return 'dead';
        if (isKind(error, 'ip-filter')) return 'untold';
        throw error;
      }
    },

    secret: async (id) => (await envelopeOf(vault, id))?.secret,
    whereabouts: (id) => vault.whereabouts('token', id),

    async keep(token, secret) {
      await untilStored(() => keep(lastSession, token, secret));
    },

    storeAgain: (id) => untilStored(() => vault.retry('token', id)),
    forget: parts.forget,

    async find(held) {
      return (await findHoldings(held)).map(placeOf);
    },

    async replace(places, from, to) {
      const before = from === undefined ? [] : wantedIn(places, from);
      const replacements = wantedIn(places, to).map((wanted, index) => ({
        ...wanted,
        gives: onlyThe(before[index]?.to),
      }));
      return reports(places, await replaceSecrets(replacements));
    },

    async look(places, expected) {
      return reports(places, await lookFor(wantedIn(places, expected)));
    },

    async follow(from, to) {
      const secret = await this.secret(to);
      if (secret !== undefined) await handOver(connections, vault, from, to, secret);
      await parts.follow(from, to);
      await moveNotes(usage, from, to);
    },

    isRunOn: async (id) => (await connections.list()).some((connection) => connection.id === id),
  };
}

/**
 * May a connection change the tokens of the rotation's owner? Of two users it is known where both may say who they are.
 * Where the rotation's may not, only its own connection will do: for another user's, its tokens would be gone.
 */
export function canWorkOn(
  { owner, userId, connectionId, twinId }: Rotation,
  { connection }: Pick<Session, 'connection'>,
): boolean {
  const sees = canEdit({ owner }, { connection });
  if (owner.kind === 'account' || !sees) return sees;
  const isIts = connection.id === connectionId || connection.id === twinId;
  return userId === undefined ? isIts : connection.userId === userId;
}

function works({ status, notBefore, expiresOn }: Verification): boolean {
  const times = { ...(notBefore && { notBefore }), ...(expiresOn && { expiresOn }) };
  return isInForce(stateOf({ status, ...times }, new Date()));
}

function isKind(error: unknown, kind: ApiError['kind']): boolean {
  return error instanceof ApiError && error.kind === kind;
}

/** @returns why a secret is in memory only, if it is */
async function untilStored(store: () => Promise<unknown>): Promise<VaultError | undefined> {
  try {
    await store();
    return undefined;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return error;
  }
}

function reports(places: readonly Place[], states: readonly Replaced[]): PlaceReport[] {
  return places.map((place, index) => ({ place, ...(states[index] ?? { state: 'missing' }) }));
}

/** What was noted about one token is true of the other from now on. */
async function moveNotes(usage: Usage, from: string, to: string): Promise<void> {
  const labels = async (id: string) =>
    (await usage.of(id)).flatMap(({ kind, label }) => (kind === 'note' ? label : []));
  const there = new Set(await labels(to));
  for (const label of await labels(from)) if (!there.has(label)) await usage.note(to, label);
  await usage.forgetNotes(from);
}
