// A world for a rotation to run in, which can end at any moment: before or after the effect of any single call. What
// is durable stays; what was in memory is gone. After every effect it looks whether anything holds a dead secret.
import assert from 'node:assert/strict';
import { ApiError } from '../../../src/cloudflare/errors.ts';
import type { PlaceReport, Reach } from '../../../src/rotation/reach.ts';
import type { Place } from '../../../src/insertion/place.ts';
import { fromRecord, type Rotation, toRecord } from '../../../src/rotation/rotation.ts';
import { Secret } from '../../../src/tokens/secret.ts';
import type { Owner, Token } from '../../../src/tokens/token.ts';

export const OWNER: Owner = { kind: 'user' };

/** The end of the extension host. */
export class Crash extends Error {}

export interface StoredToken extends Token {
  readonly secret: string;
}

export interface FakeWorld {
  readonly reach: Reach;
  readonly tokens: Map<string, StoredToken>;
  /** By token; as it would lie on the disk. */
  readonly records: Map<string, string>;
  readonly vault: Map<string, string>;
  /** By `uri variable`. */
  readonly files: Map<string, string>;
  /** What was deployed runs with this secret; nothing but the person can see or change it. */
  deployment: string;
  /** Files that cannot be written. */
  readonly locked: Set<string>;
  /** What runs in VS Code, by the token it runs on. */
  readonly running: Set<string>;
  /** The calls made so far. */
  readonly calls: readonly string[];
  now: Date;
  refuseStore: boolean;
  /** Calls whose answer gets lost on the way, by name. */
  readonly loseAnswerOf: Set<string>;
  /** The world ends at this call (from 0), before or after its effect; counted anew from now. */
  endAt(call: number, when: 'before' | 'after'): void;
  /** A new extension host on what is durable: what was in memory only is gone. */
  restart(): void;
  rotation(tokenId: string): Rotation | undefined;
}

export function placeOf(name: string): Place {
  return { uri: `file:///${name}`, variable: 'TOKEN', holding: 'secret', label: `${name} (TOKEN)` };
}

/** Makes a world with one token whose secret is kept, and files that hold it. */
export function fakeWorld({
  files = ['a.env', 'b.env'],
}: { readonly files?: readonly string[] } = {}): FakeWorld {
  const old: StoredToken = {
    id: 'old',
    owner: OWNER,
    name: 'Deploy',
    status: 'active',
    policies: [{ effect: 'allow', groups: [{ id: 'g' }], resources: { r: '*' } }],
    condition: { allow: ['192.0.2.0/24'] },
    unknown: { future: true },
    secret: 'secret-old',
  };
  const tokens = new Map<string, StoredToken>([[old.id, old]]);
  const records = new Map<string, string>();
  const vault = new Map([[old.id, old.secret]]);
  const memory = new Map<string, string>();
  const places = new Map(files.map((name) => [keyOf(placeOf(name)), old.secret]));
  const locked = new Set<string>();
  const running = new Set<string>();
  const loseAnswerOf = new Set<string>();
  const calls: string[] = [];
  let made = 0;
  let ending: { call: number; readonly when: 'before' | 'after' } | undefined;

  /** One call: the world may end before it, or after its effect. */
  async function call<T>(name: string, effect: () => T): Promise<T> {
    await Promise.resolve();
    calls.push(name);
    const isLast = ending?.call === 0;
    if (ending !== undefined) ending.call--;
    if (isLast && ending?.when === 'before') throw new Crash();
    const result = effect();
    assertAlive();
    if (isLast) throw new Crash();
    return result;
  }

  function assertAlive(): void {
    const living = new Set(
      [...tokens.values()].filter(({ status }) => status === 'active').map(({ secret }) => secret),
    );
    for (const [place, value] of places)
      if (value.startsWith('secret-')) assert.ok(living.has(value), `${place} holds a dead secret`);
    assert.ok(living.has(world.deployment), 'the deployment holds a dead secret');
    for (const id of running)
      assert.equal(tokens.get(id)?.status, 'active', 'something in VS Code runs on a dead token');
  }

  const visible = (token: StoredToken): Token => {
    const { secret, ...rest } = token;
    assert.ok(secret !== '');
    return rest;
  };
  const stored = (id: string): StoredToken => {
    const token = tokens.get(id);
    if (token === undefined) throw new ApiError({ kind: 'not-found', endpoint: '', message: 'gone' });
    return token;
  };
  const lost = (name: string) => new ApiError({ kind: 'network', endpoint: name, message: 'lost' });
  const report = (place: Place, expected: Secret): PlaceReport => {
    const value = places.get(keyOf(place));
    if (value === undefined) return { place, state: 'missing' };
    return { place, state: value === expected.reveal() ? 'holds' : 'other' };
  };

  const world: FakeWorld = {
    tokens,
    records,
    vault,
    files: places,
    deployment: old.secret,
    locked,
    running,
    calls,
    loseAnswerOf,
    now: new Date('2026-01-01T00:00:00Z'),
    refuseStore: false,
    endAt: (at, when) => void (ending = { call: at, when }),
    restart() {
      ending = undefined;
      memory.clear();
    },
    rotation: (id) => fromRecord(JSON.parse(records.get(id) ?? 'null')),

    reach: {
      now: () => world.now,
      save: (rotation) =>
        call('save', () => void records.set(rotation.tokenId, JSON.stringify(toRecord(rotation)))),
      remove: (id) => call('remove', () => void records.delete(id)),
      token: (id) =>
        call('token', () => {
          const token = tokens.get(id);
          return token && visible(token);
        }),
      named: (name) =>
        call('named', () => [...tokens.values()].filter((token) => token.name === name).map(visible)),
      create: (request) =>
        call('create', () => {
          const id = `twin-${++made}`;
          assert.equal(request.status, undefined, 'a new token has no status to set');
          const token: StoredToken = {
            ...request,
            id,
            owner: OWNER,
            status: 'active',
            secret: `secret-${id}`,
          };
          tokens.set(id, token);
          if (loseAnswerOf.has('create'))
            return { outcome: 'lost', cause: lost('create'), sentAt: world.now };
          return { outcome: 'created', token: visible(token), secret: new Secret(token.secret) };
        }),
      update: (id, request) =>
        call('update', () => {
          const { secret } = stored(id);
          tokens.set(id, { ...request, id, owner: OWNER, status: request.status ?? 'active', secret });
          return visible(stored(id));
        }),
      roll: (id) =>
        call('roll', () => {
          const token = { ...stored(id), secret: `secret-${id}-${++made}` };
          tokens.set(id, token);
          if (loseAnswerOf.has('roll')) return { outcome: 'lost', cause: lost('roll'), sentAt: world.now };
          return { outcome: 'rolled', secret: new Secret(token.secret) };
        }),
      delete: (id) => call('delete', () => void tokens.delete(id)),
      verify: (secret) =>
        call('verify', () => {
          const token = [...tokens.values()].find((one) => one.secret === secret.reveal());
          if (token === undefined) return 'dead';
          return token.status === 'active' ? 'works' : 'inactive';
        }),

      secret: (id) =>
        call('secret', () => {
          const text = memory.get(id) ?? vault.get(id);
          return text === undefined ? undefined : new Secret(text);
        }),
      whereabouts: (id) =>
        call('whereabouts', () => (memory.has(id) ? 'memory' : vault.has(id) ? 'stored' : 'none')),
      keep: ({ id }, secret) =>
        call('keep', () => {
          memory.set(id, secret.reveal());
          if (world.refuseStore) return;
          vault.set(id, secret.reveal());
          memory.delete(id);
        }),
      storeAgain: (id) =>
        call('storeAgain', () => {
          if (world.refuseStore) return Object.assign(new Error('no'), { kept: true });
          vault.set(id, memory.get(id) ?? '');
          memory.delete(id);
          return undefined;
        }),
      forget: (id) => call('forget', () => void vault.delete(id)),

      find: ({ secret }) =>
        call('find', () =>
          [...places].filter(([, value]) => value === secret.reveal()).map(([key]) => fromKey(key)),
        ),
      async replace(where, from, to) {
        // Place by place, because the world may end between two of them.
        for (const place of where) {
          await call('replace', () => {
            const key = keyOf(place);
            if (!locked.has(key) && from !== undefined && places.get(key) === from.secret.reveal())
              places.set(key, to.secret.reveal());
          });
        }
        return where.map((place) =>
          locked.has(keyOf(place)) ? { place, state: 'failed', reason: 'locked' } : report(place, to.secret),
        );
      },
      look: (where, expected) => call('look', () => where.map((place) => report(place, expected.secret))),
      follow: (from, to) =>
        call('follow', () => {
          if (running.delete(from)) running.add(to);
        }),
      isRunOn: (id) => call('isRunOn', () => running.has(id)),
    },
  };
  return world;
}

function keyOf({ uri, variable }: Place): string {
  return `${uri} ${variable}`;
}

function fromKey(key: string): Place {
  const [uri = '', variable = ''] = key.split(' ');
  return { uri, variable, holding: 'secret', label: key };
}
