// Which extension host wrote something down, and whether it is still there: what a dead one left open was interrupted.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** An extension host: one window's, until that is reloaded. */
export interface Host {
  readonly id: string;
  readonly pid: number;
  readonly machine: string;
}

/** The one that this runs in. */
export const thisHost: Host = { id: randomUUID(), pid: process.pid, machine: hostname() };

/** After so long, a host about which nothing can be found out is taken to be gone. In milliseconds. */
const OUT_OF_SIGHT = 10 * 60_000;
/** The same for a process that runs: by then its id may be another program's. */
const OUT_OF_DATE = 60 * 60_000;

/**
 * Does a host live?
 * @param since when it was last heard of, in milliseconds since the epoch
 * @param patience for how long one on another machine, of which nothing can be found out, is taken to
 */
export function isAlive({ id, pid, machine }: Host, since: number, patience = OUT_OF_SIGHT): boolean {
  if (id === thisHost.id) return true;
  const silence = Date.now() - since;
  if (machine !== thisHost.machine) return silence < patience;
  // Containers give the same process ids again and again.
  return pid !== thisHost.pid && silence < OUT_OF_DATE && runs(pid);
}

function runs(pid: number): boolean {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Reads a host back. */
export function readHost(value: unknown): Host | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, pid, machine } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof pid === 'number' && typeof machine === 'string'
    ? { id, pid, machine }
    : undefined;
}
