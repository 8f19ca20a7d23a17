// Shows a page to the person at this machine, where there is a screen to show it on.
import { spawn } from 'node:child_process';

/** Whether a window can be opened here. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform !== 'linux') return !env['SSH_CONNECTION'];
  return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}

/** Opens a page in the person's own browser, if there is a way to do that; the address has been printed anyway. */
export function showPage(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  };
  const [program, ...args] = openers[process.platform] ?? ['xdg-open', url];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // no such program: then the person opens it
  child.unref();
}
