// IP conditions of tokens: which lists are well formed, and whether an address passes.
import { BlockList, isIP } from 'node:net';
import type { Condition } from './model.ts';

/**
 * Whether a text is an IPv4 or IPv6 range in CIDR notation, such as `192.0.2.0/24` or `2001:db8::/32`. An address with
 * a zone (`fe80::1%eth0`) means something on one machine only, and is none.
 */
export function isCidr(text: string): boolean {
  const match = /^([^/%]+)\/(\d{1,3})$/.exec(text);
  const family = isIP(match?.[1] ?? '');
  return family !== 0 && Number(match?.[2]) <= (family === 4 ? 32 : 128);
}

/** An address without the `::ffff:` that a dual-stack socket puts before IPv4 ones. */
export function plainAddress(address: string): string {
  const mapped = address.replace(/^::ffff:/i, '');
  return isIP(mapped) === 4 ? mapped : address;
}

/**
 * Whether a call from this address passes. No condition lets everybody pass; a condition that names no address at
 * all lets nobody pass, as was seen at Cloudflare (terraform-provider-cloudflare issue 897).
 */
export function admits(condition: Condition | undefined, address: string): boolean {
  if (condition === undefined) return true;
  const allowed = condition.request_ip?.in ?? [];
  const refused = condition.request_ip?.not_in ?? [];
  if (allowed.length === 0 && refused.length === 0) return false;
  if (contains(refused, address)) return false;
  return allowed.length === 0 || contains(allowed, address);
}

function contains(ranges: readonly string[], address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    // A list with both families would take an IPv4 address for the IPv6 one it can be mapped to.
    if (isIP(network) === family) list.addSubnet(network, Number(bits), type);
  }
  return list.check(address, type);
}
