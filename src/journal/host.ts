// Which extension host wrote something down, and whether it is still there: what a dead one left open was interrupted.
import { hostname } from 'node:os';

/** An extension host: one window's. */
export interface Host {
  readonly pid: number;
  readonly machine: string;
}

/** The one that this runs in. */
export const thisHost: Host = { pid: process.pid, machine: hostname() };

/** After so long, a host of another machine, about which nothing can be found out, is taken to be gone. */
const OUT_OF_SIGHT = 10 * 60_000;

/** Is this the host that runs here? */
export function isThis({ pid, machine }: Host): boolean {
  return pid === thisHost.pid && machine === thisHost.machine;
}

/**
 * Does a host live?
 * @param since when it was last heard of, in milliseconds since the epoch
 */
export function isAlive({ pid, machine }: Host, since: number): boolean {
  if (machine !== thisHost.machine) return Date.now() - since < OUT_OF_SIGHT;
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
  const { pid, machine } = value as Record<string, unknown>;
  return typeof pid === 'number' && typeof machine === 'string' ? { pid, machine } : undefined;
}
