// The outcomes of crashes as a table: what was found at the next start, and what was said.

/** How one crash ended. */
export interface Outcome {
  readonly kind: string;
  /** Milliseconds from the moment it took effect at Cloudflare to the kill. */
  readonly after: number;
  /** `complete`: the secret is kept. `explained`: the next start said what is true, and the way out it offered worked. */
  readonly found: 'complete' | 'explained' | 'silent';
  /** What was said, in short. */
  readonly told: string;
}

/** One line for each kind and what was said, with how often and in which span of time. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = [outcome.kind, outcome.found, outcome.told].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  const rows = [...groups.values()].map((group) => {
    const times = group.map(({ after }) => after);
    const [first] = group;
    const span = `${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)} ms`;
    return [first?.kind ?? '', first?.found ?? '', String(group.length), span, first?.told ?? ''];
  });
  const all = [
    ['crash in', 'next start', 'times', 'killed after', 'what was said, and what led out'],
    ...rows.sort((a, b) => a.join().localeCompare(b.join())),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
