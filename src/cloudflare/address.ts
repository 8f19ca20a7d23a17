// Where a credential may go: over TLS to anywhere, in the clear only to this machine.
import { isIPv4 } from 'node:net';
import { TransportError } from './transport-error.ts';

/** Is this URL host name (IPv6 with or without brackets) this very machine: localhost, 127.0.0.0/8 or ::1? */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * Parses an address that is to be sent a credential.
 * @throws TransportError `insecure` unless it is https, or http on loopback, without credentials of its own.
 */
export function refuseInsecure(address: string): URL {
  const url = URL.parse(address);
  if (url === null)
    throw new TransportError('insecure', 'The address of the API is not a URL.', { sent: false });
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!safe) {
    throw new TransportError(
      'insecure',
      `A token is only sent over https (or to this machine), not to ${url.protocol}//${url.host}.`,
      { sent: false },
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new TransportError('insecure', 'The address of the API must not hold a user name or password.', {
      sent: false,
    });
  }
  return url;
}
