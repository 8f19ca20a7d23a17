// Holds timers back, so that a test need not wait for what is to happen much later.

export interface HeldTimers {
  /** The long timers that were set, in milliseconds. */
  readonly held: readonly number[];
  /** Lets them all go off now, and waits for what they do. */
  run(): Promise<void>;
  /** Gives the timers back; what is still held never goes off. */
  end(): void;
}

/** Holds back every timer of at least so many milliseconds, until `end`. */
export function holdTimers(atLeast: number): HeldTimers {
  const own = globalThis.setTimeout;
  const held: number[] = [];
  const callbacks: (() => unknown)[] = [];
  const holding = ((callback: () => unknown, milliseconds = 0, ...rest: unknown[]) => {
    if (milliseconds < atLeast) return own(callback, milliseconds, ...(rest as []));
    held.push(milliseconds);
    callbacks.push(callback);
    return own(() => undefined, 0);
  }) as typeof own;
  globalThis.setTimeout = holding;
  return {
    held,
    async run() {
      for (const callback of callbacks.splice(0)) await callback();
    },
    end: () => void (globalThis.setTimeout = own),
  };
}
