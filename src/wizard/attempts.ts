// Creates that were sent, remembered beyond a reload of the window: the answer dies with the extension host, and VS
// Code saves a webview's state so lazily that the page may come back from before it knew of the create. No secret.
import * as z from 'zod/mini';
import { ownerSchema, policySchema } from './messages-draft.ts';

const attempt = z.object({
  /** The id of the page's work that was to become a token. */
  work: z.string(),
  connectionId: z.string(),
  owner: ownerSchema,
  name: z.string(),
  policies: z.readonly(z.array(policySchema)),
  /** RFC 3339. */
  sentAt: z.string(),
  /** Ids of the owner's tokens from before. */
  known: z.readonly(z.array(z.string())),
  /** The token that it made, once its secret is kept. */
  tokenId: z.exactOptional(z.string()),
});
export type Attempt = z.infer<typeof attempt>;

export interface Attempts {
  /** The attempt of a page; undefined when nothing was sent for it, or how it ended is of no more interest. */
  find(work: string): Attempt | undefined;
  /** Takes note of an attempt, in place of an earlier one of the same page. Wait for it before sending. */
  begin(attempt: Attempt): Promise<void>;
  /** The token was made, and its secret is kept. */
  made(work: string, tokenId: string): Promise<void>;
  /** Nothing was made, or nothing is left of it. */
  forget(work: string): Promise<void>;
}

const KEY = 'cloudflareTokens.creates';
/** Pages that never come back leave theirs behind: the oldest make room. */
const MOST = 20;

/** Where attempts are kept: a `Memento` of VS Code. */
export interface AttemptStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Keeps attempts; in the state of the workspace, to which the pages belong as well. */
export function openAttempts(state: AttemptStore): Attempts {
  const all = (): readonly Attempt[] => z.safeParse(z.array(attempt), state.get(KEY)).data ?? [];
  const save = async (attempts: readonly Attempt[]): Promise<void> => {
    await state.update(KEY, attempts.slice(-MOST));
  };
  const others = (work: string) => all().filter((one) => one.work !== work);

  return {
    find: (work) => all().find((one) => one.work === work),
    begin: (one) => save([...others(one.work), one]),
    made: (work, tokenId) => save(all().map((one) => (one.work === work ? { ...one, tokenId } : one))),
    forget: (work) => save(others(work)),
  };
}
