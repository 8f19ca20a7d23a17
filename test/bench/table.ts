// Shows figures as a table for people.
import type { Figure, Unit } from './figures.ts';

const DECIMALS: Record<Unit, number> = { ms: 1, kB: 1, MB: 2, MiB: 2, ratio: 2, count: 0 };
const HEADINGS = ['', 'median', 'min', 'max', 'n', 'unit', 'goal', 'met'];

/** One line for each figure, below a line of headings, and the notes below the table. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEADINGS, ...figures.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => align(cell, column, widths[column] ?? 0)).join('  '),
  );
  const notes = figures.flatMap(({ what, note }) =>
    note === undefined ? [] : [`  ${what.trim()}: ${note}`],
  );
  return [...lines, ...(notes.length === 0 ? [] : ['', ...notes])].map((line) => line.trimEnd()).join('\n');
}

function cellsOf({ what, unit, value, goal, met }: Figure): string[] {
  const text = (number: number): string => number.toFixed(DECIMALS[unit]);
  const spread = value.n === 1 ? ['', ''] : [text(value.min), text(value.max)];
  const judged = goal === undefined ? ['', ''] : [`≤ ${goal}`, met ? 'yes' : 'NO'];
  return [what, text(value.median), ...spread, String(value.n), unit, ...judged];
}

/** The columns from the median to n hold numbers. */
function align(cell: string, column: number, width: number): string {
  return column >= 1 && column <= 4 ? cell.padStart(width) : cell.padEnd(width);
}
