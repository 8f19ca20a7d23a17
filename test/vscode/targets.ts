// Chooses the VS Codes to test in: those brought along, an installed one, or ones that @vscode/test-electron downloads.
import { join } from 'node:path';
import type { TestOptions } from '@vscode/test-electron';
import { whyUnsupported } from './install.ts';
import { codeServers, vscodeVersion } from './pins.ts';
import type { Edition } from './pins.ts';

/** One VS Code to run tests in. */
export interface Target {
  /** For people to read. */
  name: string;
  /** What tells @vscode/test-electron which VS Code that is. */
  options: Pick<TestOptions, 'vscodeExecutablePath' | 'version'>;
  /** Variables that the executable needs. */
  env: NodeJS.ProcessEnv;
}

/**
 * Chooses by the environment: VSCODE_EXECUTABLE_PATH (an installed VS Code), else VSCODE_VERSION (`newest` or `floor`, or
 * anything that @vscode/test-electron can download: `stable`, `insiders`, `1.110.0`), else the newest that we bring along.
 * @param all the newest and the floor, unless the environment chooses
 * @param log told when a VS Code is downloaded because the one brought along does not run here
 */
export function chooseTargets(env: NodeJS.ProcessEnv, all: boolean, log: (line: string) => void): Target[] {
  const executable = env['VSCODE_EXECUTABLE_PATH'];
  if (executable) return [{ name: executable, options: { vscodeExecutablePath: executable }, env: {} }];
  const version = env['VSCODE_VERSION'];
  if (version && !isEdition(version)) return [downloaded(version)];
  const both: Edition[] = all ? ['newest', 'floor'] : ['newest'];
  const editions = version && isEdition(version) ? [version] : both;
  const unsupported = whyUnsupported();
  if (unsupported) log(unsupported);
  return editions.map((edition) => {
    if (unsupported) return downloaded(edition === 'newest' ? 'stable' : vscodeVersion('floor'));
    return {
      name: `VS Code ${vscodeVersion(edition)}`,
      options: { vscodeExecutablePath: join(import.meta.dirname, 'code') },
      env: { TEST_EDITION: edition },
    };
  });
}

function isEdition(version: string): version is Edition {
  return Object.hasOwn(codeServers, version);
}

function downloaded(version: string): Target {
  return { name: `VS Code ${version}, downloaded`, options: { version }, env: {} };
}
