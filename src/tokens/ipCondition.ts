// The address filter as it is being typed: what each entry means, and what the lists do together.
import * as l10n from '@vscode/l10n';
import { addressesIn, admittedBy, isEmpty, minus } from './addressSet.ts';
import { type AddressRange, parseCidr, rangeOf } from './cidr.ts';
import { plain } from './markdown.ts';
import type { IpCondition } from './token.ts';

/** What there is to say about one entry. */
export interface AddressEntry {
  /** As typed. */
  readonly text: string;
  /**
   * `invalid` cannot be sent; `host-bits`: a range that is not written from its first address; `duplicate` and
   * `contained`: another entry says it already; `denied`: let through by nothing, as it is on the deny list too;
   * `without-effect`: denied, though the allow list does not let it through anyway.
   */
  readonly kind: 'fine' | 'invalid' | 'host-bits' | 'duplicate' | 'contained' | 'denied' | 'without-effect';
  /** A sentence that goes beside the entry; for all kinds but `fine`. */
  readonly message?: string;
  /** `host-bits`: the network that is meant, `192.0.2.0/24`. */
  readonly suggestion?: string;
}

/** Something the lists do together. `problem`: the token would be of no use. */
export interface FilterNote {
  readonly kind: 'everything-blocked' | 'version-blocked' | 'ipv4-only' | 'overlap';
  readonly severity: 'problem' | 'info';
  readonly message: string;
}

export interface FilterAnalysis {
  /** One for each entry, in the order typed. */
  readonly allow: readonly AddressEntry[];
  readonly deny: readonly AddressEntry[];
  readonly notes: readonly FilterNote[];
}

/** The entries of a pasted list: between commas, semicolons, white space or lines, also with quotes and brackets. */
export function parseAddressList(text: string): string[] {
  return text.split(/[\s,;"'`[\](){}\u200b\ufeff]+/u).filter((entry) => entry !== '');
}

/** Looks at both lists as typed. Empty entries are passed over. */
export function analyseFilter({ allow = [], deny = [] }: IpCondition): FilterAnalysis {
  const typed = { allow: allow.filter(isTyped), deny: deny.filter(isTyped) };
  return {
    allow: typed.allow.map((text, index) =>
      entryOf(text, typed.allow, index, (range) => deniedEntry(range, typed)),
    ),
    deny: typed.deny.map((text, index) =>
      entryOf(text, typed.deny, index, (range) => uselessDenial(range, typed)),
    ),
    notes: notesOf({ allow: typed.allow.filter(isRange), deny: typed.deny.filter(isRange) }),
  };
}

type Lists = Required<IpCondition>;
type Verdict = Omit<AddressEntry, 'text'>;

function isTyped(text: string): boolean {
  return text.trim() !== '';
}

function isRange(text: string): boolean {
  return rangeOf(text) !== undefined;
}

function entryOf(
  text: string,
  list: readonly string[],
  index: number,
  against: (range: AddressRange) => Verdict | undefined,
): AddressEntry {
  const cidr = parseCidr(text);
  if (cidr.outcome === 'invalid') return { text, kind: 'invalid', message: cidr.problem };
  const range = rangeOf(cidr.text);
  const flaw = range && (repetition(range, list, index) ?? against(range));
  return { text, ...(flaw ?? hostBits(cidr.text, cidr.note)) };
}

/** Said of the later of two that are equal, and of the narrower of two where one holds the other. */
function repetition(range: AddressRange, list: readonly string[], index: number): Verdict | undefined {
  for (const [place, other] of list.entries()) {
    const wider = place === index ? undefined : rangeOf(other);
    if (wider === undefined || !holds(wider, range)) continue;
    const isEqual = wider.prefix === range.prefix;
    if (isEqual && place > index) continue;
    return isEqual
      ? { kind: 'duplicate', message: l10n.t('Already in the list.') }
      : { kind: 'contained', message: l10n.t('Already part of {0}.', plain(other.trim())) };
  }
  return undefined;
}

function deniedEntry(range: AddressRange, { deny }: Lists): Verdict | undefined {
  const by = deny.find((other) => overlapping(other, range) === 'inside');
  return by === undefined
    ? undefined
    : { kind: 'denied', message: l10n.t('Denied by {0}, so it lets nothing through.', plain(by.trim())) };
}

function uselessDenial(range: AddressRange, { allow }: Lists): Verdict | undefined {
  const allowed = allow.filter(isRange);
  if (allowed.length === 0 || allowed.some((other) => overlapping(other, range) !== 'apart'))
    return undefined;
  return {
    kind: 'without-effect',
    message: l10n.t('Changes nothing: the allow list does not let these addresses through.'),
  };
}

function hostBits(network: string, note: string | undefined): Verdict {
  return note === undefined ? { kind: 'fine' } : { kind: 'host-bits', message: note, suggestion: network };
}

/** Where a range lies with regard to another. */
function overlapping(other: string, range: AddressRange): 'inside' | 'across' | 'apart' {
  const wider = rangeOf(other);
  if (wider === undefined) return 'apart';
  if (holds(wider, range)) return 'inside';
  return holds(range, wider) ? 'across' : 'apart';
}

/** CIDR ranges either hold each other or have nothing in common. */
function holds(wider: AddressRange, range: AddressRange): boolean {
  return wider.version === range.version && wider.first <= range.first && range.last <= wider.last;
}

function notesOf(condition: IpCondition): FilterNote[] {
  const { allow = [] } = condition;
  const admitted = admittedBy(condition);
  const notes: FilterNote[] = [];
  if (isEmpty(admitted)) {
    notes.push({
      kind: 'everything-blocked',
      severity: 'problem',
      message: l10n.t('No address is left: Cloudflare would refuse the token from everywhere.'),
    });
    return notes;
  }
  const allowed = addressesIn(allow);
  const blocked = admitted[4].length === 0 ? 4 : admitted[6].length === 0 ? 6 : undefined;
  if (blocked === 6 && allow.length > 0 && allowed[6].length === 0) {
    notes.push({
      kind: 'ipv4-only',
      severity: 'info',
      message: l10n.t(
        'Only IPv4 addresses are let through. A tool that reaches Cloudflare over IPv6 is refused: add its IPv6 range too.',
      ),
    });
  } else if (blocked !== undefined) {
    notes.push({
      kind: 'version-blocked',
      severity: 'info',
      message: l10n.t('No IPv{0} address is let through.', blocked),
    });
  }
  if (!isEmpty(minus(allowed, admitted))) {
    notes.push({
      kind: 'overlap',
      severity: 'info',
      message: l10n.t('Some addresses are on both lists: they are refused, because deny wins.'),
    });
  }
  return notes;
}
