// What a DNS record may say: reads the body of a create or change, and refuses it as Cloudflare's DNS does.
import { isIPv4, isIPv6 } from 'node:net';
import type { DnsRecord, Zone } from './model.ts';
import { badRecord } from './refusals.ts';

/** The fields of a record as they were sent. */
export type RecordBody = Readonly<Record<string, unknown>>;

/** The types of records that Cloudflare can stand in front of. */
export const PROXIABLE: readonly string[] = ['A', 'AAAA', 'CNAME'];
const TYPES =
  'A AAAA CAA CERT CNAME DNSKEY DS HTTPS LOC MX NAPTR NS OPENPGPKEY PTR SMIMEA SRV SSHFP SVCB TLSA TXT URI'.split(
    ' ',
  );

/**
 * Reads a whole record; what is left out has its usual value.
 * @throws Refusal 400 with the codes of DNS
 */
export function readRecord(
  zone: Zone,
  body: RecordBody,
): Omit<DnsRecord, 'id' | 'zoneId' | 'createdOn' | 'modifiedOn'> {
  const { type, name, content, data, ttl, proxied, comment, tags, priority } = body;
  if (typeof type !== 'string' || !TYPES.includes(type)) throw badRecord(1004, 'DNS Validation Error');
  if (typeof name !== 'string' || name === '') throw badRecord(9000, 'DNS name is invalid.');
  const text =
    typeof content === 'string' ? content : data === undefined ? '' : Object.values(data ?? {}).join(' ');
  if (type === 'A' && !isIPv4(text)) {
    throw badRecord(9005, 'Content for A record must be a valid IPv4 address.');
  }
  if (type === 'AAAA' && !isIPv6(text)) {
    throw badRecord(9006, 'Content for AAAA record must be a valid IPv6 address.');
  }
  if (text === '') throw badRecord(9021, `Content for ${type} record is invalid.`);
  const seconds = ttl ?? 1;
  if (typeof seconds !== 'number' || (seconds !== 1 && (seconds < 60 || seconds > 86400))) {
    throw badRecord(9021, 'Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.');
  }
  if (proxied === true && !PROXIABLE.includes(type)) {
    throw badRecord(9004, 'This record type cannot be proxied.');
  }
  return {
    type,
    name: fullName(zone, name),
    content: text,
    ttl: seconds,
    proxied: proxied === true,
    comment: typeof comment === 'string' && comment !== '' ? comment : null,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    ...(typeof priority === 'number' ? { priority } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

function fullName(zone: Zone, name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (plain === '@') return zone.name;
  return plain === zone.name || plain.endsWith(`.${zone.name}`) ? plain : `${plain}.${zone.name}`;
}
