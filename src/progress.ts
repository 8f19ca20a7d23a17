// Tells that something is under way, without a notification that flashes up and is gone.
import * as vscode from 'vscode';

/** What takes no longer than this needs no words; in milliseconds. */
const NOTICEABLE = 400;

/**
 * Waits for some work; when it takes noticeably long, a notification says so until it is done.
 * @param work gets a signal that is aborted with a CancellationError when the person cancels
 * @throws whatever the work throws
 */
export async function whileTold<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
  { cancellable = false }: { readonly cancellable?: boolean } = {},
): Promise<T> {
  const abort = new AbortController();
  const answer = work(abort.signal);
  const tell = (): void => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable },
      async (_progress, token) => {
        token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
        await Promise.allSettled([answer]);
      },
    );
  };
  const timer = setTimeout(tell, NOTICEABLE);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}
