// The stand-in's body: takes VS Code's command line, runs the tests in the brought VS Code, and ends with their exit code.
// TEST_EDITION chooses the edition (newest or floor).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCodeArguments } from './code-arguments.ts';
import { runInHost } from './in-host.ts';
import { bring } from './install.ts';
import type { Settings } from './settings.ts';

const { userData, ...asked } = parseCodeArguments(process.argv.slice(2));
const installation = await bring(process.env['TEST_EDITION'] === 'floor' ? 'floor' : 'newest', console.log);
process.exitCode = await runInHost({ installation, settings: settingsOf(userData), ...asked });

function settingsOf(folder: string | undefined): Settings {
  const file = join(folder ?? '', 'User', 'settings.json');
  return folder && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Settings) : {};
}
