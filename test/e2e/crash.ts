// Ends the extension host as a crash does, at a moment of one's choice, and opens the window anew.
import type { Cloudflare } from '../cloudflare/index.ts';
import type { Workbench } from '../vscode/index.ts';
import { expect } from './fixtures.ts';
import { treeSettled, VIEW } from './steps.ts';
import { storedInBrowser } from './storage.ts';

/** Kills the extension host once the browser has written down a text, and opens the window and the view anew. */
export async function crash(workbench: Workbench, written: string): Promise<void> {
  await stored(workbench, written);
  process.kill(workbench.host.pid, 'SIGKILL');
  await workbench.reload();
  await workbench.openView(VIEW);
  await treeSettled(workbench);
}

/** The browser writes VS Code's state down in its own time, and a reload does not wait for that. */
export async function stored(workbench: Workbench, text: string): Promise<void> {
  await expect.poll(() => storedInBrowser(workbench.page)).toContain(text);
}

/** A request, by its method and its path below `/client/v4`; a segment `*` stands for any. */
export interface Request {
  readonly method: string;
  readonly path: string;
}

/**
 * Does something whose request takes effect at Cloudflare, and whose answer never arrives, because the extension host
 * is killed meanwhile.
 * @param written what the browser must have written down by then
 */
export async function crashIn(
  workbench: Workbench,
  { control }: Pick<Cloudflare, 'control'>,
  { method, path }: Request,
  written: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const pattern = new RegExp(`^${path.replaceAll('*', '[^/]+')}$`);
  const count = () =>
    control.requests((request) => request.method === method && pattern.test(request.path)).length;
  const before = count();
  const calm = control.inject({ method, path, trouble: { do: 'slow-body', ms: 60_000 } });
  await act();
  await expect.poll(count).toBe(before + 1);
  const crashed = crash(workbench, written);
  await crashed.finally(calm);
}
