// Finds Cloudflare's secrets in a text. Formats with a prefix are told by their shape alone; those without one look like
// many other things (a git hash has 40 characters, too), so they count only where a name or the lines around say so.

/** Source of the formats: developers.cloudflare.com/fundamentals/api/get-started/token-formats/. */
export type LeakKind = 'user-token' | 'account-token' | 'legacy-token' | 'global-key' | 'oauth' | 'origin-ca';

export interface Leak {
  readonly kind: LeakKind;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** The name that stands in front of it, as in `NAME=` or `name: `. */
  readonly name?: string;
}

const PREFIXED =
  /(?<![\w-])(?:cf(?:ut|at|k)_[A-Za-z0-9]{40}[0-9a-f]{8}|cfoat_[\w.-]{20,200}|v1\.0-[0-9a-f]{24}-[0-9a-f]{146})(?![\w-])/g;
const KINDS: Readonly<Record<string, LeakKind>> = {
  cfut: 'user-token',
  cfat: 'account-token',
  cfk: 'global-key',
  cfoat: 'oauth',
  'v1.0-': 'origin-ca',
};

/** Neither a piece of a path, of Base64 or of a longer word. */
const BARE = /(?<![\w\-/+.])[\w-]{37,80}(?![\w\-/+=]|\.\w)/g;
const LEGACY_LENGTH = 40;
/** The tokens of others that have a prefix, and may have 40 characters as well. */
const FOREIGN = /^(?:gh[a-z]_|github_|glpat-|xox|sk[-_]|pk_|AKIA|ASIA|npm_|hf_|dop_v1|shp|rk_|whsec_)/;

/** What stands between a name and its value: `=`, `: "`, `:= '`, `=>`. */
const BETWEEN = /(?:=>|:=|[=:])\s{0,20}["'`]?$/;
const NAME_AT_THE_END = /([A-Za-z_][\w.-]*)["'\]]?\s{0,20}$/;
const BEARER_AT_THE_END = /\bauthorization["']?\s{0,5}[:=,]\s{0,5}["'`]?bearer\s{1,5}$/i;
/** Nobody's names are longer; so much of a line is looked at in front of a value. */
const IN_FRONT = 100;
/** Names that say that a secret follows, but not of what. */
const PLAIN_NAME = /^(?:(?:auth|api|access|bearer)[_.-]?)?token$|^password$/i;

/** So many lines around a secret may say that it is Cloudflare's. */
const LINES_BEFORE = 5;
const LINES_BEHIND = 3;
const LONGEST_LINE = 400;

/**
 * Lists the secrets of a text in order. Takes time in proportion to its length.
 * @param isKnown is this one of the secrets at hand? Such a one counts wherever it stands
 */
export function findLeaks(text: string, isKnown: (candidate: string) => boolean = () => false): Leak[] {
  const found = [
    ...Array.from(text.matchAll(PREFIXED))
      .filter(([shape]) => isRandom(shape))
      .map(prefixed),
    ...Array.from(text.matchAll(BARE)).flatMap((match) => bare(text, match, isKnown) ?? []),
  ];
  return found.map((leak) => named(text, leak)).sort((a, b) => a.start - b.start);
}

function prefixed(match: RegExpExecArray): Leak {
  const [shape] = match;
  const prefix = /^(?:cf[a-z]+(?=_)|v1\.0-)/.exec(shape)?.[0] ?? '';
  return { kind: KINDS[prefix] ?? 'legacy-token', start: match.index, end: match.index + shape.length };
}

function bare(
  text: string,
  match: RegExpExecArray,
  isKnown: (candidate: string) => boolean,
): Leak | undefined {
  const [candidate] = match;
  const place = { start: match.index, end: match.index + candidate.length };
  if (new RegExp(PREFIXED.source).test(candidate)) return undefined;
  if (isKnown(candidate)) return { kind: 'legacy-token', ...place };
  if (isGlobalKey(candidate)) {
    return saysGlobalKey(nameInFront(text, place.start)) ? { kind: 'global-key', ...place } : undefined;
  }
  return isLegacyToken(candidate) && saysToken(text, place) ? { kind: 'legacy-token', ...place } : undefined;
}

/** Legacy keys are 37 to 45 hexadecimal digits; one of 40 could be a git hash. */
function isGlobalKey(candidate: string): boolean {
  return /^[0-9a-f]{37,45}$/.test(candidate) && candidate.length !== LEGACY_LENGTH;
}

/** Of 40 random characters out of 64, practically all have letters of both cases and a digit among them. */
function isLegacyToken(candidate: string): boolean {
  return (
    candidate.length === LEGACY_LENGTH &&
    /[a-z]/.test(candidate) &&
    /[A-Z]/.test(candidate) &&
    /\d/.test(candidate) &&
    !/^[0-9a-f]+$/i.test(candidate) &&
    !FOREIGN.test(candidate) &&
    isRandom(candidate)
  );
}

/** Placeholders (`cfut_xxxx…`) repeat themselves. */
function isRandom(candidate: string): boolean {
  return new Set(candidate.replace(/^cf[a-z]+_/, '')).size >= 12;
}

function saysToken(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  const name = nameInFront(text, start);
  const words = wordsOf(name ?? '');
  if (isCloudflares(words)) return words.includes('token') || words.includes('key');
  const isPlain = name !== undefined && PLAIN_NAME.test(name);
  if (!isPlain && !BEARER_AT_THE_END.test(inFront(text, start))) return false;
  return /cloudflare|wrangler/i.test(linesAround(text, start, end));
}

function saysGlobalKey(name: string | undefined): boolean {
  if (name === undefined) return false;
  const words = wordsOf(name);
  return /^x[-_]auth[-_]key$/i.test(name) || (isCloudflares(words) && words.at(-1) === 'key');
}

function isCloudflares(words: readonly string[]): boolean {
  return words.includes('cloudflare') || words.includes('cf');
}

/** `cfApiToken` and `CF_API_TOKEN` have the words cf, api, token. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.-]+/);
}

function named(text: string, leak: Leak): Leak {
  const name = nameInFront(text, leak.start);
  return name === undefined ? leak : { ...leak, name };
}

function nameInFront(text: string, at: number): string | undefined {
  const front = inFront(text, at);
  const between = BETWEEN.exec(front.slice(-25));
  return between === null ? undefined : NAME_AT_THE_END.exec(front.slice(0, -between[0].length))?.[1];
}

/** The end of the line up to there. */
function inFront(text: string, at: number): string {
  const front = text.slice(Math.max(0, at - IN_FRONT), at);
  return front.slice(front.lastIndexOf('\n') + 1);
}

function linesAround(text: string, start: number, end: number): string {
  let [from, to] = [start, end];
  for (let lines = 0; lines <= LINES_BEFORE && from > 0; lines++) from = text.lastIndexOf('\n', from - 1);
  for (let lines = 0; lines <= LINES_BEHIND && to < text.length; lines++) {
    const next = text.indexOf('\n', to + 1);
    to = next === -1 ? text.length : next;
  }
  const most = LONGEST_LINE * (LINES_BEFORE + LINES_BEHIND);
  return text.slice(Math.max(from, start - most, 0), Math.min(to, end + most));
}
