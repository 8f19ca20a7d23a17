// What is kept of a token: its secret as a token's, as that of the connection that runs on it, or as both.
import type { Envelope } from './envelope.ts';
import type { Vault } from './vault.ts';

/** The newer of both; undefined where the secret is not kept at all. @throws VaultError */
export async function envelopeOf(vault: Pick<Vault, 'get'>, tokenId: string): Promise<Envelope | undefined> {
  const [own, connections] = [await vault.get('token', tokenId), await vault.get('connection', tokenId)];
  if (own === undefined || connections === undefined) return own ?? connections;
  return connections.storedAt > own.storedAt ? connections : own;
}
