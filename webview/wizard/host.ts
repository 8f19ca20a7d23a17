// The webview's end of the line to the host: requests that get an answer, and what the host tells by itself.
import {
  type Answer,
  type AnswerTo,
  type HostMessage,
  type Problem,
  readHostMessage,
  type Request,
} from '../../src/wizard/messages.ts';

import type { Work } from './kept.ts';

/** What VS Code gives to a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** A request that failed; its problem is in words for a person. */
export class RequestFailed extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'RequestFailed';
    this.problem = problem;
  }
}

export type Told = Exclude<HostMessage, { readonly type: 'reply' | 'failed' }>;

export interface Host {
  /** Asks the host. @throws RequestFailed */
  readonly ask: <R extends Request>(request: R) => Promise<AnswerTo<R['ask']>>;
  /** Hears what the host tells by itself, and says that the page is ready, with the work it comes back with. */
  readonly start: (hear: (told: Told) => void, kept: Work | undefined) => void;
}

/** Connects to the host. */
export function connectHost(vscode: VsCodeApi, page: Window): Host {
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let lastId = 0;

  function settle(id: number, how: (waiter: NonNullable<ReturnType<typeof waiting.get>>) => void): void {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (waiter !== undefined) how(waiter);
  }

  return {
    async ask<R extends Request>(request: R): Promise<AnswerTo<R['ask']>> {
      const answer: Answer = await new Promise<Answer>((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        vscode.postMessage({ type: 'request', id, request });
      });
      if (answer.to !== request.ask) throw new TypeError(`asked for ${request.ask}, got ${answer.to}`);
      return answer as AnswerTo<R['ask']>;
    },

    start(hear, kept) {
      page.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const message = readHostMessage(data);
        if (message === undefined) return;
        if (message.type === 'reply') settle(message.id, ({ resolve }) => resolve(message.answer));
        else if (message.type === 'failed')
          settle(message.id, ({ reject }) => reject(new RequestFailed(message.problem)));
        else hear(message);
      });
      const edits = kept?.edit?.base.id;
      vscode.postMessage({
        type: 'ready',
        ...(kept === undefined ? {} : { work: kept.id }),
        ...(edits === undefined ? {} : { edits }),
      });
    },
  };
}
