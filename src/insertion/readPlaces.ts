// Reads places back that were kept as plain data.
import type { Place } from './place.ts';

/** The places of a kept list; what does not read as one is left out. */
export function readPlaces(list: unknown): Place[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { uri, variable, holding, label } = entry as Record<string, unknown>;
    if (typeof uri !== 'string' || typeof variable !== 'string') return [];
    return {
      uri,
      variable,
      holding: holding === 's3-secret' || holding === 's3-id' ? holding : 'secret',
      label: typeof label === 'string' ? label : variable,
    };
  });
}
