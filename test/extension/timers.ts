// Holds timers back, so that a test need not wait for what is to happen much later.

export interface HeldTimers {
  /** The long timers that are still to go off, in milliseconds. */
  readonly held: readonly number[];
  /** Lets them all go off now, and waits for what they do. */
  run(): Promise<void>;
  /** Gives the timers back; what is still held never goes off. */
  end(): void;
}

/** Holds back every timer of at least (and at most) so many milliseconds, until `end`; connections that are kept alive have theirs as well. */
export function holdTimers(atLeast: number, atMost = Infinity): HeldTimers {
  const { setTimeout: ownSet, clearTimeout: ownClear } = globalThis;
  const waiting = new Map<unknown, { readonly milliseconds: number; readonly callback: () => unknown }>();
  const holding = ((callback: () => unknown, milliseconds = 0, ...rest: unknown[]) => {
    if (milliseconds < atLeast || milliseconds > atMost)
      return ownSet(callback, milliseconds, ...(rest as []));
    const timer = ownSet(() => undefined, 0);
    waiting.set(timer, { milliseconds, callback });
    return timer;
  }) as typeof ownSet;
  const clearing = ((timer: NodeJS.Timeout | undefined) => {
    waiting.delete(timer);
    ownClear(timer);
  }) as typeof ownClear;
  Object.assign(globalThis, { setTimeout: holding, clearTimeout: clearing });
  return {
    get held() {
      return [...waiting.values()].map(({ milliseconds }) => milliseconds);
    },
    async run() {
      const due = [...waiting.values()];
      waiting.clear();
      for (const { callback } of due) await callback();
    },
    end: () => void Object.assign(globalThis, { setTimeout: ownSet, clearTimeout: ownClear }),
  };
}
