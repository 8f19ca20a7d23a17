// Searches zones on the server while a person types: one request per pause, answers in order, more pages on demand.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnswerTo, OwnerRef, Problem } from '../../../src/wizard/messages.ts';
import { without } from '../without.ts';
import { problemFrom, useWizard } from '../wizard-context.ts';

export type FoundZone = AnswerTo<'zones'>['zones'][number];

export interface ZoneSearch {
  /** What was found for `searched`; stays on screen while the next search runs. */
  readonly zones: readonly FoundZone[];
  readonly searched: string;
  readonly total?: number;
  readonly hasMore: boolean;
  readonly busy: boolean;
  readonly problem?: Problem;
  readonly more: () => void;
  readonly again: () => void;
}

const PAUSE_IN_TYPING = 200;

type Found = Omit<ZoneSearch, 'more' | 'again'> & { readonly page: number };

const NOTHING: Found = { zones: [], searched: '', hasMore: false, busy: true, page: 0 };

/** Searches for a text; the first search starts at once. */
export function useZoneSearch(of: OwnerRef | undefined, text: string): ZoneSearch {
  const { ask } = useWizard();
  const [found, setFound] = useState<Found>(NOTHING);
  const latest = useRef(0);
  const search = text.trim();

  async function fetchPage(page: number): Promise<void> {
    if (of === undefined) return;
    const ticket = ++latest.current;
    setFound((before) => ({ ...without(before, 'problem'), busy: true }));
    try {
      const { zones, hasMore, total } = await ask({ ask: 'zones', of, search, page });
      if (ticket !== latest.current) return;
      setFound((before) => ({
        zones: page === 1 ? zones : [...before.zones, ...zones],
        searched: search,
        hasMore,
        busy: false,
        page,
        ...(total === undefined ? {} : { total }),
      }));
    } catch (error) {
      if (ticket === latest.current)
        setFound((before) => ({ ...before, busy: false, problem: problemFrom(error) }));
    }
  }

  useEffect(() => {
    const timer = setTimeout(() => void fetchPage(1), found.page === 0 ? 0 : PAUSE_IN_TYPING);
    return () => clearTimeout(timer);
  }, [search]);

  // An answer that comes after the list is gone must not be shown.
  useEffect(
    () => () => {
      latest.current++;
    },
    [],
  );

  return { ...found, more: () => void fetchPage(found.page + 1), again: () => void fetchPage(1) };
}
