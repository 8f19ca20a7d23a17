// What the benchmarks report: figures with their spread, and whether each meets its goal.

/** Several measurements of the same thing. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly n: number;
}

export type Unit = 'ms' | 'kB' | 'MB' | 'MiB' | 'ratio' | 'count';

/** What is measured. */
export interface Subject {
  /** Unchanging, for programs that read the report: `activation.wall`. */
  readonly name: string;
  /** In words. */
  readonly what: string;
  readonly unit: Unit;
  /** What the median should be at most; figures without a goal are there to explain the others. */
  readonly goal?: number;
  /** What has to be known to read the figure rightly. */
  readonly note?: string;
}

/** One line of the report. */
export interface Figure extends Subject {
  readonly value: Summary;
  /** There when there is a goal. */
  readonly met?: boolean;
}

/**
 * Sums up measurements; of an even number, the median is the mean of the two in the middle.
 * @throws RangeError when there are none, or when one is not a number: that is a mistake of the measuring
 */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor((sorted.length - 1) / 2);
  const [lower, upper] = [sorted[middle], sorted[sorted.length - 1 - middle]];
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (lower === undefined || upper === undefined || min === undefined || max === undefined)
    throw new RangeError('there is nothing to sum up');
  if (!values.every(Number.isFinite)) throw new RangeError(`not all are numbers: ${values.join(', ')}`);
  return { median: (lower + upper) / 2, min, max, n: sorted.length };
}

/**
 * Makes a figure of measurements, and compares their median with the goal.
 * @throws RangeError as summarize() does
 */
export function figureOf(values: readonly number[], subject: Subject): Figure {
  const value = summarize(values);
  const { goal } = subject;
  return { ...subject, value, ...(goal === undefined ? {} : { met: value.median <= goal }) };
}
