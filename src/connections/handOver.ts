// Has a connection run on another token: the twin of its own one, which may do the same.
import type { Secret } from '../tokens/secret.ts';
import type { Vault } from '../vault/vault.ts';
import type { Connections } from './connections.ts';

/** Says, beside a token's secret, that it is there only because a connection ran on the token. */
const ORIGIN = 'connection';

/**
 * Has the connection that runs on one token, if there is one, run on another. The first token's secret stays in the
 * vault. Can be done again after it was interrupted.
 * @throws VaultError
 */
export async function handOver(
  connections: Connections,
  vault: Vault,
  from: string,
  to: string,
  secret: Secret,
): Promise<void> {
  const connection = (await connections.list()).find(({ id }) => id === from);
  if (connection === undefined) return;
  const before = await connections.secret(from);
  if (before !== undefined && (await vault.whereabouts('token', from)) === 'none') {
    await vault.put('token', from, before, { connectionId: to, name: connection.label, origin: ORIGIN });
  }
  await connections.save({ ...connection, id: to }, secret);
  for (const id of await vault.ids('token')) {
    const envelope = await vault.get('token', id);
    if (envelope?.about['connectionId'] === from)
      await vault.describe('token', id, { ...envelope.about, connectionId: to });
  }
  await connections.remove(from);
  const own = await vault.get('token', to);
  if (own?.about['origin'] === ORIGIN) await vault.forget('token', to);
}
