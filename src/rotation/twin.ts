// The twin of a token: made once, found again after a lost answer or a crash, and used only while it works.
import type { ApiError } from '../cloudflare/errors.ts';
import { requestForCopy } from '../tokens/request.ts';
import { samePolicies } from '../tokens/samePolicies.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token } from '../tokens/token.ts';
import type { Pause } from './pause.ts';
import type { Reach } from './reach.ts';
import type { Rotation } from './rotation.ts';
import { goOn, type Step, stop, type Stopped } from './step.ts';

/** Makes the twin, unless an earlier try has. @throws ApiError when Cloudflare refuses */
export async function makeTwin(rotation: Rotation, reach: Reach): Promise<Step> {
  const old = await reach.token(rotation.tokenId);
  if (old === undefined) return stop({ for: 'old-gone' });
  const found = await findTwin(rotation, reach);
  if (found !== undefined) return goOn(withTwin(rotation, found.id), reach);
  const sending: Rotation = { ...rotation, sentAt: reach.now().toISOString() };
  await reach.save(sending);
  const outcome = await reach
    .create(requestForCopy(old, rotation.twinName, rotation.twinExpiresOn))
    .catch(async (error: unknown) => {
      // Refused, so there is nothing to look for.
      await reach.save(rotation);
      throw error;
    });
  if (outcome.outcome === 'lost') return afterLostCreate(sending, outcome.cause, reach);
  const { token, secret } = outcome;
  // Before anything else, the record included: a twin without its secret would have to be rolled.
  await reach.keep(token, secret);
  return goOn(withTwin(sending, token.id), reach);
}

async function afterLostCreate(rotation: Rotation, cause: ApiError, reach: Reach): Promise<Step> {
  const found = await findTwin(rotation, reach);
  return found === undefined
    ? stop({ for: 'lost', cause }, rotation)
    : goOn(withTwin(rotation, found.id), reach);
}

/** The twin that a request may have made: nobody else gives its name to a token. */
export async function findTwin(
  { sentAt, twinId, twinName }: Rotation,
  reach: Reach,
): Promise<Pick<Token, 'id'> | undefined> {
  if (twinId !== undefined) return { id: twinId };
  // Even where no request is known of: the latest of what is kept may have been lost in a crash of all of VS Code.
  const found = await reach.named(twinName, sentAt === undefined ? undefined : new Date(sentAt));
  // Where two requests have each made one, the one whose secret is known is the better.
  for (const token of found) if ((await reach.whereabouts(token.id)) !== 'none') return token;
  return found[0];
}

function withTwin(rotation: Rotation, twinId: string): Rotation {
  return { ...rotation, stage: 'proving', twinId };
}

/** Sees to it that the twin's secret is stored, and that Cloudflare accepts it. @throws ApiError */
export async function proveTwin(rotation: Rotation, reach: Reach): Promise<Step> {
  const { twinId = '', twinName, owner } = rotation;
  if ((await reach.token(twinId)) === undefined) return stop({ for: 'twin-gone' });
  if ((await reach.whereabouts(twinId)) === 'none') {
    // Nobody has its secret and nobody uses it yet, so a new one harms nobody, however often.
    const rolled = await reach.roll(twinId);
    if (rolled.outcome === 'lost') return stop({ for: 'lost', cause: rolled.cause });
    await reach.keep({ id: twinId, name: twinName, owner }, rolled.secret);
  }
  if ((await reach.whereabouts(twinId)) === 'memory') {
    const error = await reach.storeAgain(twinId);
    if (error !== undefined) return stop({ for: 'storage', twinId, error });
  }
  const twin = await usableTwin(rotation, reach, true);
  return 'pause' in twin ? twin : goOn({ ...rotation, stage: 'choosing' }, reach);
}

/** The twin's secret, seen to work just now. @param patient it may be too new to be known everywhere */
export async function usableTwin(
  { twinId = '' }: Rotation,
  reach: Reach,
  patient = false,
): Promise<{ readonly secret: Secret } | Stopped> {
  if ((await reach.token(twinId)) === undefined) return stop({ for: 'twin-gone' });
  const secret = await reach.secret(twinId);
  if (secret === undefined) return stop({ for: 'secret-lost', of: 'twin' });
  const refusal = await refused(secret, patient, reach);
  return refusal === undefined ? { secret } : stop(refusal);
}

/** Why the twin's secret does not work, as far as anybody can tell: where it is not known here, it may. */
export async function refusalOf(twinId: string, reach: Reach): Promise<Pause | undefined> {
  const secret = await reach.secret(twinId);
  return secret && refused(secret, false, reach);
}

async function refused(secret: Secret, patient: boolean, reach: Reach): Promise<Pause | undefined> {
  const verdict = await reach.verify(secret, patient);
  return verdict === 'dead' || verdict === 'inactive' ? { for: 'twin-refused', verdict } : undefined;
}

/** Does the one token let through what the other does not? Their names and ends are meant to differ. */
export function differ(old: Token, twin: Token): boolean {
  return !samePolicies(old.policies, twin.policies) || restrictions(old) !== restrictions(twin);
}

function restrictions({ condition, otherConditions, notBefore }: Token): string {
  const { allow = [], deny = [] } = condition ?? {};
  return JSON.stringify([[...allow].sort(), [...deny].sort(), otherConditions, notBefore]);
}

/** Makes the twin like the old token again, which was changed after the twin was made from it. @throws ApiError */
export async function alignTwin({ tokenId, twinId = '' }: Rotation, reach: Reach): Promise<void> {
  const [old, twin] = [await reach.token(tokenId), await reach.token(twinId)];
  if (old === undefined || twin === undefined) return;
  const request = requestForCopy(old, twin.name, twin.expiresOn ?? '');
  await reach.update(twinId, { ...request, status: 'active' });
}

/** Deletes twins of requests whose answer was lost, and that turned up late: nobody has their secrets. */
export async function deleteStrays({ twinName, twinId }: Rotation, reach: Reach): Promise<void> {
  for (const { id } of await reach.named(twinName))
    if (id !== twinId && (await reach.whereabouts(id)) === 'none') await reach.delete(id);
}
