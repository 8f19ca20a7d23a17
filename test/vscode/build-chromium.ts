// Builds a headless Chromium out of its package: unpacks the browser, the libraries and the font that come with it.
import { createReadStream, createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { run } from './command.ts';
import { fetchPackage } from './package-fetch.ts';
import type { Pin } from './pins.ts';

// The machine's own fonts where it has any, else the one from the package: with no font at all Chromium dies.
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * Fetches and builds a Chromium in `folder`.
 * @returns the built folder: `chromium`, `lib/`, `fonts/` and `fonts.conf`
 */
export async function buildChromium(pin: Pin, folder: string): Promise<string> {
  const packed = join(await fetchPackage(pin, folder, ['bin']), 'bin');
  const built = join(folder, 'built');
  mkdirSync(built);
  const decompress = (name: string, to: string): Promise<void> =>
    pipeline(
      createReadStream(join(packed, name)),
      createBrotliDecompress(),
      createWriteStream(to, { mode: 0o755 }),
    );
  // Through a file: tar stops reading before its stdin ends, which breaks a pipe now and then.
  const unpack = async (name: string): Promise<void> => {
    const archive = join(packed, `${name}.tar`);
    await decompress(`${name}.tar.br`, archive);
    await run('tar', ['-xf', archive, '-C', built]);
  };
  await Promise.all([
    decompress('chromium.br', join(built, 'chromium')),
    unpack('fonts'),
    unpack('swiftshader'),
    unpack('al2023'), // the shared libraries, libnss3 among them
  ]);
  writeFileSync(join(built, 'fonts.conf'), fontConfiguration);
  rmSync(packed, { recursive: true });
  return built;
}
