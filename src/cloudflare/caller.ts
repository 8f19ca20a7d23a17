// Makes calls with one credential: in turn, logged, read calls repeated where that helps, everything else sent once.
import type * as z from 'zod/mini';
import type { Secret } from '../tokens/secret.ts';
import { readAnswer, type Answer } from './answer.ts';
import { sentence } from './classify.ts';
import type { Clock } from './clock.ts';
import { nameOf, pathOf, type Endpoint } from './endpoint.ts';
import { ApiError } from './errors.ts';
import type { HttpResponse, HttpTransport } from './http.ts';
import { LongWait, PATIENCE, type Limiter } from './limiter.ts';
import { redact } from './redact.ts';
import type { PageInfo } from './schemas.ts';
import { TransportError } from './transport-error.ts';

export interface CallerOptions {
  readonly baseUrl: string;
  readonly secret: Secret;
  readonly transport: HttpTransport;
  readonly userAgent: string;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export interface Call<T> extends Endpoint {
  /** What `result` should be. */
  readonly schema: z.ZodMiniType<T>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The outcome of a call that is sent once and whose effect matters even when its answer is lost. */
export type OnceOutcome<T> =
  | { readonly answered: true; readonly result: T }
  | { readonly answered: false; readonly cause: ApiError; readonly sentAt: Date };

export interface Caller {
  /** Reads, with a few repetitions on throttling and passing faults. @throws ApiError, or the signal's reason */
  read<T>(call: Call<T>, signal?: AbortSignal): Promise<{ result: T; info: PageInfo | undefined }>;
  /** Changes something that can safely be asked for again by the person. @throws ApiError, or the signal's reason */
  write<T>(call: Call<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Changes something that must not happen twice. Once it is on the wire the signal is no longer heeded: giving up
   * then would only hide what happened. @throws ApiError when it surely had no effect, or the signal's reason
   */
  once<T>(call: Call<T>, signal?: AbortSignal): Promise<OnceOutcome<T>>;
}

/** A failed attempt; `effect` is false when Cloudflare surely did nothing. */
type Attempt<T> = Extract<Answer<T>, { ok: true }> | (Failure & { readonly ok: false });
interface Failure {
  readonly error: ApiError;
  readonly effect: boolean;
  readonly sentAt: Date;
}

const READ_ATTEMPTS = 4;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 8_000;

/** Makes a caller. */
export function createCaller(options: CallerOptions): Caller {
  const { secret, limiter, clock } = options;

  async function attempt<T>(
    call: Call<T>,
    signal: AbortSignal | undefined,
    cancel: 'always' | 'until-sent',
  ): Promise<Attempt<T>> {
    const url = options.baseUrl.replace(/\/+$/, '') + pathOf(call);
    const headers = headersOf(call, options);
    const done = await turn(call, signal);
    const sentAt = new Date(clock.now());
    try {
      const response = await options.transport({
        method: call.method,
        url,
        headers,
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal,
        cancel,
      });
      log(call, sentAt, String(response.status));
      const answer = readAnswer(call, response, call.schema, secret);
      learn(response, answer);
      if (answer.ok) return answer;
      return { ...answer, effect: !answer.refused && answer.error.kind !== 'throttled', sentAt };
    } catch (thrown) {
      const failed = thrown instanceof TransportError;
      log(call, sentAt, failed ? (thrown.code ?? thrown.kind) : 'stopped');
      if (!failed) throw thrown;
      return { ok: false, error: notReached(call, thrown), effect: thrown.sent, sentAt };
    } finally {
      done();
    }
  }

  async function turn(call: Endpoint, signal: AbortSignal | undefined): Promise<() => void> {
    try {
      return await limiter.turn(signal);
    } catch (error) {
      if (!(error instanceof LongWait)) throw error;
      throw new ApiError({
        kind: 'throttled',
        endpoint: nameOf(call),
        message: sentence(call, 'throttled', ['not sent', `free again in ${error.seconds} s`]),
        retryAfter: error.seconds,
      });
    }
  }

  function learn(response: HttpResponse, answer: Answer<unknown>): void {
    const pauseSeconds =
      answer.ok || answer.error.kind !== 'throttled' ? {} : { pauseSeconds: answer.error.retryAfter ?? 1 };
    limiter.learn({ rateLimit: response.headers['ratelimit'], ...pauseSeconds });
  }

  function log(call: Endpoint, since: Date, outcome: string): void {
    options.log(
      redact(`${nameOf(call)} ${outcome} ${Math.round(clock.now() - since.getTime())} ms`, [secret]),
    );
  }

  return {
    async read(call, signal) {
      for (let tried = 1; ; tried++) {
        const outcome = await attempt(call, signal, 'always');
        if (outcome.ok) return outcome;
        const wait = tried < READ_ATTEMPTS ? delayBefore(outcome.error, tried) : undefined;
        if (wait === undefined) throw outcome.error;
        await clock.sleep(wait, signal);
      }
    },

    async write(call, signal) {
      const outcome = await attempt(call, signal, 'always');
      if (outcome.ok) return outcome.result;
      throw outcome.error;
    },

    async once(call, signal) {
      const outcome = await attempt(call, signal, 'until-sent');
      if (outcome.ok) return { answered: true, result: outcome.result };
      if (!outcome.effect) throw outcome.error;
      return { answered: false, cause: outcome.error, sentAt: outcome.sentAt };
    },
  };
}

/** Milliseconds to wait before reading again, or undefined when that would not help. */
function delayBefore(error: ApiError, tried: number): number | undefined {
  const backOff = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (tried - 1)) * (0.5 + Math.random() / 2);
  if (error.kind === 'throttled') {
    const asked = (error.retryAfter ?? 0) * 1000;
    return asked > PATIENCE ? undefined : Math.max(asked, backOff);
  }
  const { kind, status = 0, cause } = error;
  // HTML with a 4xx comes from something that blocks the way, and goes on doing so.
  if (kind === 'server' && (status < 400 || status >= 500)) return backOff;
  if (kind === 'network' && cause instanceof TransportError && cause.kind === 'network') return backOff;
  // Good tokens are now and then refused with a lone 10000, and work again a moment later.
  return error.code === 10000 && tried === 1 ? backOff : undefined;
}

function headersOf(call: Call<unknown>, { secret, userAgent }: CallerOptions): Record<string, string> {
  const token = secret.reveal();
  // Anything else cannot be put in a header, and the texts of those who try show it.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ApiError({
      kind: 'bad-shape',
      endpoint: nameOf(call),
      message: sentence(call, 'bad-shape', ['not sent']),
    });
  }
  return {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'user-agent': userAgent,
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...call.headers,
  };
}

function notReached(call: Endpoint, cause: TransportError): ApiError {
  const kind = cause.kind === 'timeout' ? 'timeout' : cause.kind === 'too-large' ? 'unexpected' : 'network';
  return new ApiError({
    kind,
    endpoint: nameOf(call),
    message: sentence(call, kind, [cause.message.replace(/\.$/, '')]),
    cause,
  });
}
