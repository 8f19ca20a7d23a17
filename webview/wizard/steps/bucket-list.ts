// The buckets of an account in one jurisdiction, as R2 lists them: asked for once while the picker is on the page.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OwnerRef } from '../../../src/wizard/messages.ts';
import type { Remote } from '../state.ts';
import { problemFrom, useWizard } from '../wizard-context.ts';

export interface BucketList {
  readonly names: Remote<readonly string[]>;
  readonly again: () => void;
}

/** Lists the buckets; nothing is asked before it is known of which account. */
export function useBuckets(
  of: OwnerRef | undefined,
  accountId: string | undefined,
  jurisdiction: string,
): BucketList {
  const { ask } = useWizard();
  const [lists, setLists] = useState<Readonly<Record<string, Remote<readonly string[]>>>>({});
  const key = `${accountId ?? ''} ${jurisdiction}`;
  const gone = useRef(false);

  async function fetchList(): Promise<void> {
    if (of === undefined || accountId === undefined) return;
    const put = (names: Remote<readonly string[]>) => {
      if (!gone.current) setLists((before) => ({ ...before, [key]: names }));
    };
    put({ state: 'loading' });
    try {
      const { names } = await ask({ ask: 'buckets', of, accountId, jurisdiction });
      put({ state: 'loaded', value: names });
    } catch (error) {
      put({ state: 'failed', problem: problemFrom(error) });
    }
  }

  useEffect(() => {
    if (lists[key] === undefined) void fetchList();
  }, [key]);

  useEffect(
    () => () => {
      gone.current = true;
    },
    [],
  );

  return { names: lists[key] ?? { state: 'loading' }, again: () => void fetchList() };
}
