// How large the package is that people download.
import { statSync } from 'node:fs';
import { figureOf } from './figures.ts';
import type { Figure } from './figures.ts';

/** The size of a .vsix. */
export function measureSize(vsix: string): Figure[] {
  const subject = { name: 'size.vsix', what: 'Package (.vsix)', unit: 'MB', goal: 1 } as const;
  return [figureOf([statSync(vsix).size / 1e6], subject)];
}
