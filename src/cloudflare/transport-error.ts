// Why an exchange failed below HTTP, and whether the request may have reached the other side.
import { redact } from './redact.ts';

export type TransportErrorKind =
  | 'insecure' // refused here: the address may not be sent a credential
  | 'network'
  | 'certificate' // the other side's certificate is not trusted; trying again does not help
  | 'proxy-authentication'
  | 'timeout'
  | 'too-large';

/** A failed exchange. Its text is composed here from codes, so it never holds a header or a body. */
export class TransportError extends Error {
  readonly kind: TransportErrorKind;
  /** false: surely nothing of the request was sent. true: the other side may have acted on it. */
  readonly sent: boolean;
  /** The code of Node, OpenSSL or undici, e.g. `ECONNREFUSED`. */
  readonly code: string | undefined;

  constructor(
    kind: TransportErrorKind,
    message: string,
    details: { sent: boolean; code?: string | undefined },
  ) {
    super(message);
    this.name = 'TransportError';
    this.kind = kind;
    this.sent = details.sent;
    this.code = details.code;
  }
}

const TIMEOUTS = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|ERR_SSL|UND_ERR_PRX_TLS|^EPROTO$/;
// Of a node:net failure, what it was doing when it failed; "connect" and "getaddrinfo" come before any byte is sent.
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/** Turns what Node or undici threw into a TransportError. `sent` says what the caller knows about the request. */
export function toTransportError(thrown: unknown, sent: boolean): TransportError {
  if (thrown instanceof TransportError) return thrown;
  const code = codeOf(thrown);
  if (messageOf(thrown).startsWith('Proxy response (407)')) {
    return new TransportError('proxy-authentication', 'The proxy asks for authentication.', {
      sent: false,
      code,
    });
  }
  const proxyRefusal = /^Proxy response \((\d+)\)/.exec(messageOf(thrown));
  if (proxyRefusal) {
    return new TransportError(
      'network',
      `The proxy refused the connection (HTTP ${proxyRefusal[1] ?? ''}).`,
      {
        sent: false,
        code,
      },
    );
  }
  if (code !== undefined && TIMEOUTS.has(code)) {
    return new TransportError('timeout', `The connection timed out (${code}).`, { sent, code });
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return new TransportError('certificate', `The secure connection was not trusted (${code}).`, {
      sent,
      code,
    });
  }
  return new TransportError(
    'network',
    `The connection failed${code === undefined ? '' : ` (${redact(code)})`}.`,
    {
      sent,
      code,
    },
  );
}

/** Did this failure surely happen before anything was sent, by its own code and system call? */
export function failedBeforeSending(thrown: unknown): boolean {
  const root = rootOf(thrown);
  const code = codeOf(root);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || (code !== undefined && CERTIFICATE.test(code))) return true;
  return typeof root['syscall'] === 'string' && BEFORE_SENDING.has(root['syscall']);
}

/** Did the proxy itself ask for credentials? */
export function isProxyAuthentication(thrown: unknown): boolean {
  return thrown instanceof TransportError && thrown.kind === 'proxy-authentication';
}

function codeOf(thrown: unknown): string | undefined {
  const code = rootOf(thrown)['code'];
  return typeof code === 'string' && code !== '' ? code : undefined;
}

function messageOf(thrown: unknown): string {
  const message = rootOf(thrown)['message'];
  return typeof message === 'string' ? message : '';
}

/** The error that started it: fetch wraps its cause, and connecting to several addresses aggregates. */
function rootOf(thrown: unknown): Readonly<Record<string, unknown>> {
  let current = thrown;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
    const { cause, errors } = current as { cause?: unknown; errors?: unknown };
    const next: unknown = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
    if (typeof next !== 'object' || next === null) return current as Readonly<Record<string, unknown>>;
    current = next;
  }
  return typeof current === 'object' && current !== null
    ? (current as Readonly<Record<string, unknown>>)
    : {};
}
