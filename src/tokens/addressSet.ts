// Which addresses two lists of ranges let through, as sets: the only way to tell what a change of lists changes.
import { type AddressRange, rangeOf } from './cidr.ts';
import type { IpCondition } from './token.ts';

/** Sorted ranges that neither touch nor overlap, of IPv4 and IPv6 apart. */
export type AddressSet = Readonly<Record<4 | 6, readonly Span[]>>;

interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

const EVERYTHING: AddressSet = {
  4: [{ first: 0n, last: (1n << 32n) - 1n }],
  6: [{ first: 0n, last: (1n << 128n) - 1n }],
};

/** The addresses of a list, entries that are none aside. */
export function addressesIn(list: readonly string[]): AddressSet {
  const ranges = list.flatMap((text) => rangeOf(text) ?? []);
  return { 4: merged(ranges, 4), 6: merged(ranges, 6) };
}

/** The addresses that a condition lets through. No allow list, or an empty one, lets all through that is not denied. */
export function admittedBy({ allow = [], deny = [] }: IpCondition = {}): AddressSet {
  return minus(allow.length === 0 ? EVERYTHING : addressesIn(allow), addressesIn(deny));
}

/** What is in `a` and not in `b`. */
export function minus(a: AddressSet, b: AddressSet): AddressSet {
  return { 4: spansMinus(a[4], b[4]), 6: spansMinus(a[6], b[6]) };
}

/** Is there no address in it? */
export function isEmpty(set: AddressSet): boolean {
  return set[4].length === 0 && set[6].length === 0;
}

function merged(ranges: readonly AddressRange[], version: 4 | 6): Span[] {
  const sorted = ranges
    .filter((range) => range.version === version)
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const spans: Span[] = [];
  for (const { first, last } of sorted) {
    const before = spans.at(-1);
    if (before === undefined || first > before.last + 1n) spans.push({ first, last });
    else if (last > before.last) spans[spans.length - 1] = { first: before.first, last };
  }
  return spans;
}

function spansMinus(from: readonly Span[], taken: readonly Span[]): Span[] {
  return from.flatMap((span) => {
    const left: Span[] = [];
    let { first } = span;
    for (const hole of taken) {
      if (hole.last < first || hole.first > span.last) continue;
      if (hole.first > first) left.push({ first, last: hole.first - 1n });
      first = hole.last + 1n;
    }
    return first <= span.last ? [...left, { first, last: span.last }] : left;
  });
}
