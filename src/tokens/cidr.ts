// IP addresses and ranges of a token's address filter: read as typed, checked, written in one form.
import * as l10n from '@vscode/l10n';

/** What became of a typed address or range. */
export type Cidr =
  | {
      readonly outcome: 'valid';
      readonly version: 4 | 6;
      /** In CIDR notation, compressed and with the host bits cleared: `192.0.2.0/24`, `2001:db8::/32`. */
      readonly text: string;
      /** Said of a range whose address is not its first, which is taken for the whole range. */
      readonly note?: string;
    }
  | { readonly outcome: 'invalid'; readonly problem: string };

/** Reads an IPv4 or IPv6 address or CIDR range. A single address becomes a /32 or /128, as Cloudflare wants it. */
export function parseCidr(text: string): Cidr {
  const [address = '', prefixText, ...rest] = text.trim().split('/');
  if (address === '') return invalid(l10n.t('Enter an address or a range, e.g. 192.0.2.0/24.'));
  if (rest.length > 0) return invalid(l10n.t('A range has one slash, e.g. 192.0.2.0/24.'));
  const isV6 = address.includes(':');
  const bytes = isV6 ? parseV6(address) : parseV4(address);
  if (bytes === undefined) {
    return invalid(isV6 ? l10n.t('This is not an IPv6 address.') : l10n.t('This is not an IP address.'));
  }
  const bits = bytes.length * 8;
  const prefix =
    prefixText === undefined ? bits : /^(?:0|[1-9]\d{0,2})$/.test(prefixText) ? Number(prefixText) : NaN;
  if (!(prefix <= bits)) {
    return invalid(l10n.t('The number after the slash is 0 to {0} for IPv{1}.', bits, isV6 ? 6 : 4));
  }
  const first = bytes.map((byte, index) => byte & maskOf(prefix - index * 8));
  const range = `${isV6 ? formatV6(first) : first.join('.')}/${prefix}`;
  const moved = first.some((byte, index) => byte !== bytes[index]);
  return {
    outcome: 'valid',
    version: isV6 ? 6 : 4,
    text: range,
    ...(moved ? { note: l10n.t('Means the whole range {0}.', range) } : {}),
  };
}

/** A range of addresses of one version, both ends included, as numbers. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses that a typed address or range means; undefined where parseCidr finds it invalid. */
export function rangeOf(text: string): AddressRange | undefined {
  const cidr = parseCidr(text);
  if (cidr.outcome === 'invalid') return undefined;
  const [address = '', prefixText = ''] = cidr.text.split('/');
  const bytes = (cidr.version === 6 ? parseV6(address) : parseV4(address)) ?? [];
  const prefix = Number(prefixText);
  const first = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const last = first + (1n << BigInt(bytes.length * 8 - prefix)) - 1n;
  return { version: cidr.version, prefix, first, last };
}

function invalid(problem: string): Cidr {
  return { outcome: 'invalid', problem };
}

/** The mask of one byte of which `left` bits belong to the prefix. */
function maskOf(left: number): number {
  return left >= 8 ? 0xff : left <= 0 ? 0 : (0xff << (8 - left)) & 0xff;
}

/** Four decimal numbers. Leading zeros are refused: some systems read them as octal. */
function parseV4(text: string): number[] | undefined {
  const numbers = text.split('.').map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return numbers.length === 4 && numbers.every((number) => number < 256) ? numbers : undefined;
}

/** Eight groups, `::` once for a run of zeros, perhaps IPv4 at the end (RFC 4291, 2.2). Zone ids are refused. */
function parseV6(text: string): number[] | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = parseGroups(head, tail === undefined);
  const after = tail === undefined ? [] : parseGroups(tail, true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 16 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

function parseGroups(text: string, mayEndInV4: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const v4 = mayEndInV4 && index === groups.length - 1 ? parseV4(group) : undefined;
    if (v4 === undefined) return undefined;
    bytes.push(...v4);
  }
  return bytes;
}

/** The one recommended form (RFC 5952): lower case, no leading zeros, the longest run of two or more zeros as `::`. */
function formatV6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)];
  const longest = runs.reduce<{ index: number; length: number }>(
    (best, { index, 0: run }) => (run.length > best.length ? { index, length: run.length } : best),
    { index: 0, length: 0 },
  );
  if (longest.length === 0) return text;
  const [before, after] = [text.slice(0, longest.index), text.slice(longest.index + longest.length)];
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
}
