// Trouble on order: rules that make chosen requests slow, refused, cut off or garbled.

/** What happens to a request. */
export type Trouble =
  /** Waits before the request is looked at. */
  | { readonly do: 'delay'; readonly ms: number }
  /** Answers 429: with Cloudflare's JSON, without a body, or with an HTML page; `retry-after` only where given. */
  | {
      readonly do: 'throttle';
      readonly body?: 'json' | 'empty' | 'html';
      readonly retryAfter?: number;
      readonly code?: 971 | 10429;
    }
  /** Answers with an HTML error page of Cloudflare's edge, such as 502 or 524. */
  | { readonly do: 'html'; readonly status: number }
  /** Answers with an error envelope of one's own. */
  | { readonly do: 'error'; readonly status: number; readonly code: number; readonly message: string }
  /** The short 10000 that good tokens sometimes get. */
  | { readonly do: 'blip'; readonly status?: 401 | 403 }
  /** Cuts the connection before the request takes effect, or after it did. */
  | { readonly do: 'reset'; readonly when: 'before' | 'after' }
  /** Sends the body in pieces, so many milliseconds in all. */
  | { readonly do: 'slow-body'; readonly ms: number }
  /** Answers as usual in status and headers, with a body that is not JSON. */
  | { readonly do: 'garble' };

/** A trouble, and which requests it strikes. */
export interface FaultRule {
  readonly trouble: Trouble;
  /** Only this method. */
  readonly method?: string;
  /** Only this path below `/client/v4`. A segment `*` stands for any one segment, a last segment `**` for any rest. */
  readonly path?: string;
  /** Lets so many matching requests pass first. */
  readonly skip?: number;
  /** Strikes so many times; without it, until removed. */
  readonly times?: number;
}

/** The rules in force. */
export interface Faults {
  /** Adds a rule and gives back a function that removes it. */
  add(rule: FaultRule): () => void;
  clear(): void;
  /** The rules that have strikes left. */
  list(): FaultRule[];
  /** The troubles of a request, in the order of their rules; uses up one strike of each. */
  strike(method: string, path: string): Trouble[];
}

interface ArmedRule {
  readonly rule: FaultRule;
  readonly pattern: RegExp;
  toSkip: number;
  left: number;
}

/** An empty set of rules. */
export function createFaults(): Faults {
  let armed: ArmedRule[] = [];
  return {
    add(rule) {
      const entry = {
        rule,
        pattern: pathPattern(rule.path),
        toSkip: rule.skip ?? 0,
        left: rule.times ?? Infinity,
      };
      armed.push(entry);
      return () => {
        armed = armed.filter((other) => other !== entry);
      };
    },
    clear() {
      armed = [];
    },
    list: () => armed.map(({ rule }) => rule),
    strike(method, path) {
      const struck = armed.filter(
        ({ rule, pattern }) => (rule.method?.toUpperCase() ?? method) === method && pattern.test(path),
      );
      const troubles: Trouble[] = [];
      for (const entry of struck) {
        if (entry.toSkip > 0) {
          entry.toSkip -= 1;
        } else {
          entry.left -= 1;
          troubles.push(entry.rule.trouble);
        }
      }
      armed = armed.filter(({ left }) => left > 0);
      return troubles;
    },
  };
}

type FieldTest = (value: unknown) => boolean;

const isNumber: FieldTest = (value) => typeof value === 'number' && value >= 0;
const isText: FieldTest = (value) => typeof value === 'string';
// Those without a body are left out.
const isStatus: FieldTest = (value) =>
  typeof value === 'number' && value >= 200 && value <= 599 && ![204, 205, 304].includes(value);
const isOneOf =
  (...words: unknown[]): FieldTest =>
  (value) =>
    words.includes(value);
const orNone =
  (test: FieldTest): FieldTest =>
  (value) =>
    value === undefined || test(value);

const troubleFields: Readonly<Record<Trouble['do'], Readonly<Record<string, FieldTest>>>> = {
  delay: { ms: isNumber },
  throttle: {
    body: orNone(isOneOf('json', 'empty', 'html')),
    retryAfter: orNone(isNumber),
    code: orNone(isOneOf(971, 10429)),
  },
  html: { status: isStatus },
  error: { status: isStatus, code: isNumber, message: isText },
  blip: { status: orNone(isOneOf(401, 403)) },
  reset: { when: isOneOf('before', 'after') },
  'slow-body': { ms: isNumber },
  garble: {},
};

const ruleFields: Readonly<Record<string, FieldTest>> = {
  method: orNone(isText),
  path: orNone(isText),
  skip: orNone(isNumber),
  times: orNone(isNumber),
};

/**
 * A rule that came as JSON.
 * @throws TypeError when it has no trouble of ours, or a field that makes no sense
 */
export function faultRule(rule: unknown): FaultRule {
  if (typeof rule !== 'object' || rule === null || !('trouble' in rule)) {
    throw new TypeError('a rule needs a trouble');
  }
  const { trouble } = rule;
  const kind = typeof trouble === 'object' && trouble !== null && 'do' in trouble ? trouble.do : undefined;
  const fields = Object.entries(troubleFields).find(([name]) => name === kind)?.[1];
  if (fields === undefined) {
    throw new TypeError(`the trouble must be one of ${Object.keys(troubleFields).join(', ')}`);
  }
  demand(`the trouble ${String(kind)}`, trouble as object, fields);
  demand('the rule', rule, ruleFields);
  return rule as FaultRule;
}

function demand(what: string, given: object, fields: Readonly<Record<string, FieldTest>>): void {
  for (const [name, test] of Object.entries(fields)) {
    if (!test((given as Record<string, unknown>)[name])) throw new TypeError(`${what} needs another ${name}`);
  }
}

function pathPattern(path: string | undefined): RegExp {
  if (path === undefined) return /^/;
  const source = path
    .split('/')
    .map((segment) => {
      if (segment === '**') return '.*';
      return segment === '*' ? '[^/]+' : segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}/?$`);
}
